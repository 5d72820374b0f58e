// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_data.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/issuing/letter_press.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/account_codes.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::Reader;
using storage::Transaction;

struct BoundRow {
    HolderId holder;
    Instant bound_at;
};

/// A sealed file costs a signature and a timestamp.
constexpr Allowance letters_of_an_account{20, std::chrono::hours(24)};

/// Reads one more than is kept, so that "there are more" is known.
constexpr int one_more = most_data_rows + 1;

template <class Row>
void cut(std::vector<Row>& rows, bool& is_cut) {
    if (rows.size() < static_cast<std::size_t>(one_more)) return;
    rows.erase(rows.begin() + most_data_rows, rows.end());
    is_cut = true;
}

Result<DataOfPerson> read_person(Reader& reader,
                                 const Services& services,
                                 const BoundRow& bound,
                                 AccountData& data) {
    const storage::DataKeys& keys = services.keys;
    DataOfPerson person;
    person.bound_at = bound.bound_at;
    YX_TRY(person.masked, storage::find_masked_person(reader, keys, bound.holder));
    YX_TRY(person.names, storage::list_person_names(reader, keys, bound.holder));
    YX_TRY(person.looks, storage::list_person_looks(reader, keys, bound.holder, one_more));
    cut(person.looks, data.is_cut);
    YX_TRY(person.checks, storage::list_checks(reader, keys, bound.holder, data.at, one_more));
    cut(person.checks, data.is_cut);
    YX_TRY(person.uses, storage::list_authorised_uses(reader, keys, bound.holder, one_more));
    cut(person.uses, data.is_cut);
    return person;
}

Result<void> read_account(Reader& reader,
                          const Services& services,
                          AccountId account,
                          const Secret& token,
                          AccountData& data) {
    YX_TRY(data.account, storage::find_account(reader, account));
    YX_TRY(data.identity, storage::open_identity(services.keys, data.account));
    YX_TRY(data.mail, storage::find_account_mail(reader, services.keys, account));
    YX_TRY(data.consents, reader.all<RecordedConsent>(sql::consent::list_all, account));
    YX_TRY(
        data.sessions,
        list_sessions(reader, services.keys, services.settings.session, account, token, data.at));
    YX_TRY(data.devices, list_known_devices(reader, account, one_more));
    cut(data.devices, data.is_cut);
    YX_TRY(data.second_factor, read_second_factor(reader, services.keys, account));
    YX_TRY(data.organisations, storage::list_memberships(reader, account));
    YX_TRY(data.checks_by_me,
           storage::list_checks_by(
               reader, services.keys, storage::CheckerKind::account, account.str(), one_more));
    cut(data.checks_by_me, data.is_cut);
    YX_TRY(const std::vector<BoundRow> bound,
           reader.all<BoundRow>(sql::binding::list_holders, account));
    for (const BoundRow& each : bound) {
        YX_TRY(DataOfPerson person, read_person(reader, services, each, data));
        data.persons.push_back(std::move(person));
    }
    return ok();
}

Result<DataOfCertificate> read_certificate(Reader& reader, CertificateFacts facts) {
    const HolderId holder = facts.certificate.holder;
    const LineId line = facts.certificate.line;
    DataOfCertificate one;
    for (const storage::EndorsementRow& row : facts.endorsements) {
        YX_TRY(const auto copy, storage::find_copy(reader, {holder, row.copy}));
        if (copy) one.copies.push_back(*copy);
    }
    YX_TRY(one.public_checks, storage::list_copy_checks(reader, holder, line));
    YX_TRY(one.doubts, storage::list_doubts(reader, holder, line));
    one.facts = std::move(facts);
    return one;
}

/// The ticket is "expiry.mac"; the MAC covers the account and the session as well.
crypto::Digest32 mac_of(const storage::DataKeys& keys,
                        AccountId account,
                        const Secret& token,
                        std::string_view expiry) {
    const std::string session = to_hex(crypto::sha256(token.expose_bytes()));
    return keys.tokens.derive("yinxin account data")
        .of(as_bytes(account.str() + ':' + session + ':' + std::string(expiry)));
}

Result<void> check_ticket(const storage::DataKeys& keys,
                          AccountId account,
                          const Secret& token,
                          std::string_view ticket,
                          Instant now) {
    const std::size_t end = ticket.find('.');
    if (end == std::string_view::npos) return Error(ErrorCode::code_expired, "data ticket");
    const std::string_view expiry = ticket.substr(0, end);
    const std::string mac = to_hex(mac_of(keys, account, token, expiry));
    const auto at = parse_integer(expiry);
    const bool is_ours = equal_constant_time(as_bytes(mac), as_bytes(ticket.substr(end + 1)));
    if (!is_ours || !at || epoch_of(now) >= *at) return Error(ErrorCode::code_expired, "ticket");
    return ok();
}

Task<Result<void>> audit_export(Services& services,
                                AccountId account,
                                BytesView file,
                                Instant now) {
    const std::string digest = to_hex(crypto::sha256(file));
    auto audit = [account, digest, now](Transaction& transaction) {
        return audit_account(transaction,
                             domain::EventKind::account_data_exported,
                             account,
                             now,
                             {{"sha256", digest}});
    };
    co_return co_await services.store.write(audit);
}

}  // namespace

Task<Result<AccountData>> load_account_data(Services& services, const Actor& actor, Secret token) {
    AccountData data;
    data.at = services.clock.now();
    YX_CO_CHECK(co_await services.store.read([&](Reader& reader) {
        return read_account(reader, services, actor.account, token, data);
    }));
    YX_CO_TRY(std::vector<CertificateFacts> all, co_await list_certificates(services, actor));
    YX_CO_CHECK(co_await services.store.read([&](Reader& reader) -> Result<void> {
        for (CertificateFacts& facts : all) {
            YX_TRY(DataOfCertificate one, read_certificate(reader, std::move(facts)));
            data.certificates.push_back(std::move(one));
        }
        return ok();
    }));
    co_return data;
}

Task<Result<std::string>> open_account_data(Services& services,
                                            AccountId account,
                                            const Secret& token,
                                            std::string code) {
    const Instant now = services.clock.now();
    auto enter = [&services, account, code, now](Transaction& transaction) -> Result<CodeEntry> {
        YX_TRY(CodeEntry entry,
               enter_account_code(
                   transaction, services, account, CodePurpose::account_data, code, now));
        if (entry.refusal) return entry;
        YX_CHECK(audit_account(transaction, domain::EventKind::account_data_viewed, account, now));
        return entry;
    };
    auto entry = co_await services.store.write(enter);
    if (!entry) co_return std::move(entry).error();
    if (entry->refusal) co_return *entry->refusal;
    const std::string expiry = std::to_string(epoch_of(now + data_ticket_life));
    co_return expiry + '.' + to_hex(mac_of(services.keys, account, token, expiry));
}

Task<Result<std::string>> export_account_data(Services& services,
                                              const Actor& actor,
                                              const Secret& token,
                                              std::string ticket) {
    const Instant now = services.clock.now();
    YX_CO_CHECK(check_ticket(services.keys, actor.account, token, ticket, now));
    YX_CO_TRY(const AccountData data, co_await load_account_data(services, actor, token));
    std::string text = account_data_json(data);
    YX_CO_CHECK(co_await audit_export(services, actor.account, as_bytes(text), now));
    co_return text;
}

Task<Result<Bytes>> export_account_letter(
    Services& services,
    const Actor& actor,
    const Secret& token,
    std::string ticket,
    const std::function<documents::Letter(const AccountData& data)>& letter_of) {
    const Instant now = services.clock.now();
    YX_CO_CHECK(check_ticket(services.keys, actor.account, token, ticket, now));
    if (services.letters == nullptr) co_return Error(ErrorCode::unavailable, "no receipts key");
    auto take = [&services, account = actor.account, now](Transaction& transaction) {
        return take_allowance(transaction,
                              services.keys,
                              "account/data_letter",
                              account.str(),
                              letters_of_an_account,
                              now);
    };
    YX_CO_CHECK(co_await services.store.write(take));
    YX_CO_TRY(const AccountData data, co_await load_account_data(services, actor, token));
    const documents::Letter letter = letter_of(data);
    flow::Pool& pool = services.letters_pool != nullptr ? *services.letters_pool : services.cpu;
    YX_CO_TRY(Bytes file, co_await flow::on_pool(pool, [letters = services.letters, letter, now] {
                  return letters->seal(letter, now);
              }));
    YX_CO_CHECK(co_await audit_export(services, actor.account, file, now));
    co_return file;
}

}  // namespace yinxin::service
