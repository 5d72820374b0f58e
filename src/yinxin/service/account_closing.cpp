// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_closing.hpp"

#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/account_codes.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/authorised_uses.hpp"
#include "yinxin/storage/doubts.hpp"
#include "yinxin/storage/mobile_changes.hpp"
#include "yinxin/storage/organisations.hpp"
#include "yinxin/storage/provider_subjects.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::EventKind;
using storage::Reader;
using storage::Transaction;

constexpr int most_uses_counted = 1000;

/// Members stand in the order of sql/account_closing/find.sql.
struct ClosingRow {
    AccountId account;
    Instant asked_at;
    Instant closes_at;
    Instant erase_at;
    std::optional<Instant> closed_at;
    std::optional<Instant> erased_at;
};

/// By what the account is found.
struct Indexes {
    std::string login_name;
    Bytes mobile;
    std::optional<Bytes> number;
};

Instant closes_at(Instant now) {
    return start_of(civil_day(now) + time_to_think + Days(1));
}

Result<std::vector<std::string>> list_only_owned(Reader& reader, AccountId account) {
    std::vector<std::string> names;
    YX_TRY(const auto memberships, storage::list_memberships(reader, account));
    for (const storage::Membership& each : memberships) {
        if (!each.is_owner()) continue;
        YX_TRY(const std::int64_t owners,
               reader.one<std::int64_t>(sql::account_closing::count_owners, each.organisation));
        if (owners == 1) names.push_back(each.name);
    }
    return names;
}

Result<void> count_open(Reader& reader,
                        const Services& services,
                        const Actor& actor,
                        const std::vector<CertificateFacts>& certificates,
                        ClosingView& view,
                        Instant now) {
    for (const CertificateFacts& facts : certificates) {
        for (const storage::EndorsementRow& row : facts.endorsements) {
            using enum domain::EndorsementState;
            const bool runs = row.state == pending || (row.state == ready && now < row.valid_until);
            if (runs) ++view.running_endorsements;
        }
        YX_TRY(const auto doubts,
               storage::list_doubts(reader, facts.certificate.holder, facts.certificate.line));
        for (const storage::DoubtCase& doubt : doubts) {
            if (!doubt.settled_at) ++view.open_doubts;
        }
    }
    for (const HolderId holder : actor.holders) {
        YX_TRY(const auto uses,
               storage::list_authorised_uses(reader, services.keys, holder, most_uses_counted));
        for (const storage::AuthorisedUse& use : uses) {
            if (use.state_at(now) == domain::UseState::open) ++view.open_uses;
        }
    }
    return ok();
}

Result<std::optional<Error>> ask(Transaction& transaction,
                                 const Services& services,
                                 AccountId account,
                                 const std::string& code,
                                 Instant now) {
    YX_TRY(const auto owned, list_only_owned(transaction, account));
    if (!owned.empty()) return Error(ErrorCode::organisation_last_owner, "owner");
    YX_TRY(
        CodeEntry entry,
        enter_account_code(transaction, services, account, CodePurpose::account_close, code, now));
    if (entry.refusal) return std::move(entry.refusal);
    YX_CHECK(begin_closing(transaction, services, account, now));
    YX_CHECK(audit_account(transaction, EventKind::account_closing_asked, account, now));
    return std::optional<Error>();
}

/// The account by itself: nobody acted.
Result<void> audit_term(Transaction& transaction, EventKind kind, AccountId account, Instant now) {
    domain::AuditEvent event;
    event.at = now;
    event.kind = kind;
    event.object = "account:" + account.str();
    return storage::append_audit(transaction, event);
}

Result<void> leave_organisations(Transaction& transaction, AccountId account) {
    YX_TRY(const auto memberships, storage::list_memberships(transaction, account));
    for (const storage::Membership& each : memberships) {
        YX_TRY(
            const std::int64_t owners,
            transaction.one<std::int64_t>(sql::account_closing::count_owners, each.organisation));
        // Became the only owner since: the office puts another one in (yinxin organisation).
        if (each.is_owner() && owners == 1) continue;
        YX_CHECK(storage::delete_member(transaction, each.organisation, account));
    }
    return ok();
}

Result<void> close_one(Transaction& transaction, AccountId account, Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::account_closing::set_closed, account, now));
    if (changed == 0) return ok();
    YX_TRY(const Indexes found,
           transaction.one<Indexes>(sql::account_closing::find_indexes, account));
    YX_CHECK(transaction.execute(sql::account_closing::end_sessions, account));
    YX_CHECK(
        transaction.execute(sql::account_closing::lock_password, account, storage::no_password));
    YX_CHECK(
        transaction.execute(sql::account_closing::delete_lookup_mobile, found.mobile, account));
    if (found.number) {
        YX_CHECK(transaction.execute(sql::account::delete_lookup_document, *found.number, account));
    }
    YX_CHECK(transaction.execute(sql::account_closing::end_bindings, account, now));
    YX_TRY(const auto providers, storage::list_linked_providers(transaction, account));
    for (const storage::LinkedProvider& each : providers) {
        YX_CHECK(storage::unlink_provider(transaction, account, each.issuer));
    }
    YX_CHECK(storage::delete_mobile_changes(transaction, account));
    YX_CHECK(leave_organisations(transaction, account));
    return audit_term(transaction, EventKind::account_closed, account, now);
}

Result<void> erase_one(Transaction& transaction, AccountId account, Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::account_closing::set_erased, account, now));
    if (changed == 0) return ok();
    YX_TRY(const Indexes found,
           transaction.one<Indexes>(sql::account_closing::find_indexes, account));
    YX_CHECK(
        transaction.execute(sql::account_closing::delete_lookup_login, found.login_name, account));
    YX_CHECK(transaction.execute(
        sql::account_closing::erase_account, account, "-" + account.str(), Bytes{}));
    for (const auto* erase : {&sql::account_closing::erase_former_identity,
                              &sql::account_closing::erase_consents,
                              &sql::account_closing::erase_attempts,
                              &sql::account_closing::erase_requests,
                              &sql::account_factor::delete_totp,
                              &sql::account_factor::delete_passkeys,
                              &sql::account_factor::delete_recovery_codes,
                              &sql::account_device::delete_all,
                              &sql::account_mail::remove}) {
        YX_CHECK(transaction.execute(*erase, account));
    }
    YX_CHECK(storage::delete_mobile_changes(transaction, account));
    return audit_term(transaction, EventKind::account_erased, account, now);
}

}  // namespace

Task<Result<ClosingView>> load_account_closing(Services& services, const Actor& actor) {
    const Instant now = services.clock.now();
    YX_CO_TRY(const auto certificates, co_await list_certificates(services, actor));
    co_return co_await services.store.read([&](Reader& reader) -> Result<ClosingView> {
        ClosingView view;
        view.would_close_at = closes_at(now);
        view.would_erase_at = view.would_close_at + services.settings.privacy.keep_closed_account;
        YX_TRY(const auto row, reader.maybe<ClosingRow>(sql::account_closing::find, actor.account));
        if (row) view.closes_at = row->closes_at;
        YX_TRY(view.only_owner_of, list_only_owned(reader, actor.account));
        YX_CHECK(count_open(reader, services, actor, certificates, view, now));
        return view;
    });
}

Task<Result<void>> close_account(Services& services, AccountId account, std::string code) {
    const Instant now = services.clock.now();
    auto run = [&services, account, code, now](Transaction& transaction) {
        return ask(transaction, services, account, code, now);
    };
    auto refusal = co_await services.store.write(run);
    if (!refusal) co_return std::move(refusal).error();
    if (*refusal) co_return **refusal;
    co_return ok();
}

Result<void> begin_closing(Transaction& transaction,
                           const Services& services,
                           AccountId account,
                           Instant now) {
    YX_TRY(const auto owned, list_only_owned(transaction, account));
    if (!owned.empty()) return Error(ErrorCode::organisation_last_owner, "owner");
    const Instant close = closes_at(now);
    YX_CHECK(transaction.execute(sql::account_closing::insert,
                                 account,
                                 now,
                                 close,
                                 close + services.settings.privacy.keep_closed_account));
    YX_CHECK(transaction.execute(sql::account_closing::end_sessions, account));
    return ok();
}

Result<bool> is_closed(Reader& reader, AccountId account, Instant now) {
    YX_TRY(const auto row, reader.maybe<ClosingRow>(sql::account_closing::find, account));
    return row && now >= row->closes_at;
}

Result<void> pass_closing(Transaction& transaction, AccountId account, Instant now) {
    YX_TRY(const auto row, transaction.maybe<ClosingRow>(sql::account_closing::find, account));
    if (!row) return ok();
    if (now >= row->closes_at) return Error(ErrorCode::login_failed, "account is closed");
    YX_CHECK(transaction.execute(sql::account_closing::take_back, account, now));
    return audit_account(transaction, EventKind::account_closing_cancelled, account, now);
}

Result<std::int64_t> close_due_accounts(Transaction& transaction, Instant now) {
    YX_TRY(
        const auto due,
        transaction.all<AccountId>(sql::account_closing::list_to_close, now, accounts_per_round));
    for (const AccountId account : due) {
        YX_CHECK(close_one(transaction, account, now));
    }
    return static_cast<std::int64_t>(due.size());
}

Result<std::int64_t> erase_due_accounts(Transaction& transaction, Instant now) {
    YX_TRY(
        const auto due,
        transaction.all<AccountId>(sql::account_closing::list_to_erase, now, accounts_per_round));
    for (const AccountId account : due) {
        YX_CHECK(erase_one(transaction, account, now));
    }
    return static_cast<std::int64_t>(due.size());
}

}  // namespace yinxin::service
