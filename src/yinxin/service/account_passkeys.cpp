// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_passkeys.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/service/passkey_challenge.hpp"
#include "yinxin/service/passkey_check.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
using storage::AccountPasskey;
using storage::Reader;
using storage::Transaction;

std::string place_of(const Secret& bound_to, PasskeyUse use) {
    const std::string_view word = use == PasskeyUse::registration ? "register" : "assert";
    return "account.passkey." + std::string(word) + ":" +
           to_hex(crypto::sha256(bound_to.expose_bytes()));
}

/// The checks are the office's; what they find is told in words for holders.
Error for_holders(const Error& error) {
    if (error.code() != ErrorCode::staff_passkey_refused) return error;
    return Error(ErrorCode::passkey_refused, error.detail());
}

Result<std::string> parse_label(const std::string& typed) {
    auto label = domain::parse_typed_line(typed, longest_key_label, ErrorCode::invalid_input);
    if (!label || label->empty()) {
        return Error(ErrorCode::invalid_input, "label").with("field", "label");
    }
    return *std::move(label);
}

Result<AccountPasskey> read_new(Transaction& transaction,
                                const Services& services,
                                const Secret& token,
                                const NewPasskey& passkey,
                                Instant now) {
    const auto party = relying_party(services);
    if (!party) return Error(ErrorCode::passkey_refused, "no passkeys at this address");
    YX_TRY(
        const std::string challenge,
        use_challenge(
            transaction, services, place_of(token, PasskeyUse::registration), passkey.sealed, now));
    YX_TRY(const Bytes client_data, decode_part(passkey.client_data, "client data"));
    YX_TRY(const Bytes attestation, decode_part(passkey.attestation, "attestation object"));
    YX_TRY(const signing::AttestedCredential credential,
           check_registration({*party, challenge}, client_data, attestation));
    AccountPasskey row;
    row.credential_id = credential.id;
    row.public_key = credential.key.spki();
    row.label = passkey.label;
    row.created_at = now;
    return row;
}

/// The passkey and the counter it is at now.
Result<AccountPasskey> prove(Transaction& transaction,
                             const Services& services,
                             AccountId account,
                             const Secret& bound_to,
                             const PasskeyAssertion& assertion,
                             Instant now) {
    const auto party = relying_party(services);
    if (!party) return Error(ErrorCode::passkey_refused, "no passkeys at this address");
    YX_TRY(const std::string challenge,
           use_challenge(transaction,
                         services,
                         place_of(bound_to, PasskeyUse::assertion),
                         assertion.sealed,
                         now));
    YX_TRY(const Bytes id, decode_part(assertion.credential, "credential"));
    YX_TRY(const Bytes client_data, decode_part(assertion.client_data, "client data"));
    YX_TRY(const Bytes data, decode_part(assertion.authenticator_data, "authenticator data"));
    YX_TRY(const Bytes signature, decode_part(assertion.signature, "signature"));
    YX_TRY(auto known, storage::list_account_passkeys(transaction, services.keys, account));
    const auto found = std::ranges::find(known, id, &AccountPasskey::credential_id);
    if (found == known.end()) {
        return Error(ErrorCode::passkey_refused, "a credential of nobody here");
    }
    YX_TRY(const std::uint32_t count,
           check_assertion({*party, challenge}, found->public_key, client_data, data, signature));
    if (!moves_on(found->sign_count, count)) return Error(ErrorCode::passkey_refused, "counter");
    found->sign_count = count;
    return std::move(*found);
}

}  // namespace

Task<Result<std::optional<PasskeyAsk>>> ask_account_passkey(Services& services,
                                                            AccountId account,
                                                            Secret bound_to,
                                                            PasskeyUse use) {
    const auto party = relying_party(services);
    if (!party) co_return std::optional<PasskeyAsk>();
    const Instant now = services.clock.now();
    auto read = [&services, account](Reader& reader) {
        return storage::list_account_passkeys(reader, services.keys, account);
    };
    const auto known = co_await services.store.read(read);
    if (!known) co_return known.error();
    PasskeyAsk ask;
    ask.rp_id = party->id;
    ask.origin = party->origin;
    MadeChallenge made = make_challenge(services, place_of(bound_to, use), now);
    ask.challenge = std::move(made.challenge);
    ask.sealed = std::move(made.sealed);
    for (const AccountPasskey& row : *known) {
        ask.credentials.push_back(to_base64url(row.credential_id));
    }
    ask.user = to_base64url(services.keys.index.of("account-passkey-user", account.str()));
    co_return std::optional(std::move(ask));
}

Task<Result<std::vector<std::string>>> add_account_passkey(Services& services,
                                                           SessionFacts by,
                                                           Secret token,
                                                           NewPasskey passkey) {
    const Instant now = services.clock.now();
    if (!is_confirmed(by, now)) co_return Error(ErrorCode::confirmation_required);
    YX_CO_TRY(passkey.label, parse_label(passkey.label));
    auto run = [&services, account = by.account, token, passkey, now](
                   Transaction& transaction) -> Result<std::vector<std::string>> {
        auto row = read_new(transaction, services, token, passkey, now);
        if (!row) return for_holders(row.error());
        YX_TRY(const bool had, storage::has_second_factor(transaction, services.keys, account));
        YX_CHECK(storage::insert_account_passkey(transaction, services.keys, account, *row));
        return settle_added(transaction, services, account, token, "passkey", !had, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> rename_account_passkey(Services& services,
                                          AccountId account,
                                          std::int64_t slot,
                                          std::string label) {
    YX_CO_TRY(label, parse_label(label));
    auto run = [&services, account, slot, label](Transaction& transaction) -> Result<void> {
        YX_TRY(const bool renamed,
               storage::rename_account_passkey(transaction, services.keys, account, slot, label));
        if (!renamed) return Error(ErrorCode::not_found, "passkey");
        return ok();
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> remove_account_passkey(Services& services, SessionFacts by, std::int64_t slot) {
    const Instant now = services.clock.now();
    if (!is_confirmed(by, now)) co_return Error(ErrorCode::confirmation_required);
    auto run =
        [&services, account = by.account, slot, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const std::int64_t gone,
               transaction.execute(storage::sql::account_factor::remove_passkey, account, slot));
        if (gone == 0) return Error(ErrorCode::not_found, "passkey");
        return settle_removed(transaction, services, account, "passkey", now);
    };
    co_return co_await services.store.write(run);
}

Result<void> use_account_passkey(Transaction& transaction,
                                 const Services& services,
                                 AccountId account,
                                 const Secret& bound_to,
                                 const PasskeyAssertion& assertion,
                                 Instant now) {
    const auto proved = prove(transaction, services, account, bound_to, assertion, now);
    if (!proved) return for_holders(proved.error());
    YX_TRY(const std::int64_t used,
           transaction.execute(
               sql::account_factor::use_passkey, account, proved->slot, proved->sign_count, now));
    if (used == 0) return Error(ErrorCode::passkey_refused, "counter");
    return ok();
}

}  // namespace yinxin::service
