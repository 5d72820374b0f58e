// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/passkeys.hpp"

#include "yinxin/base/networks.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/service/passkey_challenge.hpp"
#include "yinxin/service/passkey_check.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/service/staff_confirmation.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using domain::StaffActor;
using domain::StaffId;
using storage::PasskeyRow;
using storage::Reader;
using storage::Transaction;

Error refused(std::string why) {
    return Error(ErrorCode::staff_passkey_refused, std::move(why));
}

/// Where a sealed challenge may be opened: in this session, for this use.
std::string place_of(const Secret& token, PasskeyUse use) {
    const std::string_view word = use == PasskeyUse::registration ? "register" : "assert";
    return "staff.passkey." + std::string(word) + ":" +
           to_hex(crypto::sha256(token.expose_bytes()));
}

/// The host of an address; of a number in brackets only their beginning.
std::string host_in(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    return std::string(url.substr(0, url.find_first_of(":/")));
}

Result<void> keep(Transaction& transaction,
                  const Services& services,
                  const StaffActor& actor,
                  const Secret& token,
                  const NewPasskey& passkey,
                  Instant now) {
    const auto party = relying_party(services);
    if (!party) return refused("no passkeys at this address");
    YX_TRY(
        const std::string challenge,
        use_challenge(
            transaction, services, place_of(token, PasskeyUse::registration), passkey.sealed, now));
    YX_TRY(const Bytes client_data, decode_part(passkey.client_data, "client data"));
    YX_TRY(const Bytes attestation, decode_part(passkey.attestation, "attestation object"));
    YX_TRY(const signing::AttestedCredential credential,
           check_registration({*party, challenge}, client_data, attestation));
    YX_TRY(const auto known, storage::list_passkeys(transaction, actor.id));
    if (known.size() >= most_passkeys) return Error(ErrorCode::conflict, "too many passkeys");
    PasskeyRow row;
    row.credential_id = credential.id;
    row.public_key = credential.key.spki();
    row.label = passkey.label;
    row.created_at = now;
    YX_CHECK(storage::insert_passkey(transaction, actor.id, row));
    return audit_factor(transaction, actor, {{"factor", "passkey_added"}}, now);
}

FactorShowing none(const Error& error) {
    return {"", ErrorCode::staff_passkey_refused, "passkey: " + error.detail()};
}

/// What the assertion proves; everything that speaks against it is an Error.
Result<PasskeyRow> prove(Transaction& transaction,
                         const Services& services,
                         StaffId staff,
                         const Secret& token,
                         const PasskeyAssertion& assertion,
                         Instant now) {
    const auto party = relying_party(services);
    if (!party) return refused("no passkeys at this address");
    YX_TRY(
        const std::string challenge,
        use_challenge(
            transaction, services, place_of(token, PasskeyUse::assertion), assertion.sealed, now));
    YX_TRY(const Bytes id, decode_part(assertion.credential, "credential"));
    YX_TRY(const Bytes client_data, decode_part(assertion.client_data, "client data"));
    YX_TRY(const Bytes data, decode_part(assertion.authenticator_data, "authenticator data"));
    YX_TRY(const Bytes signature, decode_part(assertion.signature, "signature"));
    YX_TRY(auto row, storage::find_passkey(transaction, staff, id));
    if (!row) return refused("a credential of nobody here");
    YX_TRY(const std::uint32_t count,
           check_assertion({*party, challenge}, row->public_key, client_data, data, signature));
    if (!moves_on(row->sign_count, count)) return refused("counter");
    row->sign_count = count;
    return *std::move(row);
}

}  // namespace

std::optional<RelyingParty> relying_party(const Services& services) {
    const std::string url = to_lower_ascii(services.settings.public_url);
    const std::string host = host_in(url);
    const auto number = parse_address(host);
    const bool is_name = !number && !host.starts_with('[');  // "[::1]"
    if (is_name) return RelyingParty{host, url};
    const bool is_here = services.is_demonstration && number && is_loopback_address(*number);
    if (!is_here) return std::nullopt;
    return RelyingParty{"localhost", replace_all(url, host, "localhost")};
}

Task<Result<std::optional<PasskeyAsk>>> ask_passkey(Services& services,
                                                    StaffId staff,
                                                    Secret token,
                                                    PasskeyUse use) {
    const auto party = relying_party(services);
    if (!party) co_return std::optional<PasskeyAsk>();
    const Instant now = services.clock.now();
    auto read = [staff](Reader& reader) { return storage::list_passkeys(reader, staff); };
    const auto known = co_await services.store.read(read);
    if (!known) co_return known.error();
    PasskeyAsk ask;
    ask.rp_id = party->id;
    ask.origin = party->origin;
    const MadeChallenge made = make_challenge(services, place_of(token, use), now);
    ask.challenge = made.challenge;
    ask.sealed = made.sealed;
    for (const PasskeyRow& row : *known) {
        ask.credentials.push_back(to_base64url(row.credential_id));
    }
    ask.user = to_base64url(services.keys.index.of("staff-passkey-user", staff.str()));
    co_return std::optional(std::move(ask));
}

Task<Result<void>> add_passkey(Services& services,
                               StaffActor actor,
                               Secret token,
                               NewPasskey passkey) {
    const Instant now = services.clock.now();
    auto label =
        domain::parse_typed_line(passkey.label, longest_key_label, ErrorCode::invalid_input);
    if (!label || label->empty()) {
        co_return Error(ErrorCode::invalid_input, "label").with("field", "label");
    }
    passkey.label = *std::move(label);
    auto run = [&services, actor, token, passkey, now](Transaction& transaction) {
        return keep(transaction, services, actor, token, passkey, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> remove_passkey(Services& services, StaffActor actor, std::string credential) {
    const Instant now = services.clock.now();
    const auto id = parse_base64url(credential);
    if (!id) co_return Error(ErrorCode::not_found, "passkey");
    auto run = [actor, id = *id, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const std::int64_t gone,
               transaction.execute(sql::staff_passkey::remove, id, actor.id));
        if (gone == 0) return Error(ErrorCode::not_found, "passkey");
        return audit_factor(transaction, actor, {{"factor", "passkey_removed"}}, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<std::vector<PasskeyRow>>> list_own_passkeys(Services& services, StaffActor actor) {
    auto read = [actor](Reader& reader) { return storage::list_passkeys(reader, actor.id); };
    co_return co_await services.store.read(read);
}

Task<Result<Secret>> confirm_passkey(Services& services, Secret token, PasskeyAssertion assertion) {
    auto judge = [&services, token, assertion](Transaction& transaction,
                                               const storage::StaffRow& row,
                                               Instant now) -> Result<FactorShowing> {
        auto proved = prove(transaction, services, row.id, token, assertion, now);
        if (!proved && proved.error().code() == ErrorCode::staff_passkey_refused) {
            return none(proved.error());
        }
        if (!proved) return std::move(proved).error();
        YX_TRY(const std::int64_t used,
               transaction.execute(
                   sql::staff_passkey::use, proved->credential_id, proved->sign_count, now));
        if (used == 0) return none(refused("counter"));
        FactorShowing shown;
        shown.factor = "passkey";
        return shown;
    };
    co_return co_await confirm_by_factor(services, std::move(token), std::move(judge));
}

}  // namespace yinxin::service
