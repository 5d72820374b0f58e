// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_proof.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/binding_steps.hpp"
#include "yinxin/service/person_match.hpp"
#include "yinxin/service/throttle.hpp"

namespace yinxin::service {
namespace {

using storage::Transaction;

constexpr Allowance proofs_of_an_account{3, std::chrono::hours(24)};
constexpr Allowance departures_of_an_account{10, std::chrono::hours(24)};
constexpr std::chrono::minutes away_for{30};

/// "expiry-mac"; the MAC covers the account and the session as well.
std::string state_of(const Services& services,
                     AccountId account,
                     const Secret& token,
                     std::string_view expiry) {
    const std::string session = to_hex(crypto::sha256(token.expose_bytes()));
    const auto mac = services.keys.tokens.derive("yinxin identity service")
                         .of(as_bytes(account.str() + ':' + session + ':' + std::string(expiry)));
    return std::string(expiry) + '-' + to_hex(mac);
}

/// Whom the account states, while it is bound to nobody; counts a departure.
Result<storage::StatedPerson> take_departure(Transaction& transaction,
                                             const Services& services,
                                             AccountId account,
                                             Instant now) {
    YX_TRY(const auto holders, storage::list_bound_holders(transaction, account));
    if (!holders.empty()) return Error(ErrorCode::already_bound);
    YX_TRY(const auto row, storage::find_account(transaction, account));
    YX_TRY(const auto identity, storage::open_identity(services.keys, row));
    if (!identity.person) return Error(ErrorCode::binding_required, "nobody is stated");
    YX_CHECK(take_allowance(transaction,
                            services.keys,
                            "binding/identity_departure",
                            account.str(),
                            departures_of_an_account,
                            now));
    YX_CHECK(audit_account(transaction, domain::EventKind::identity_service_asked, account, now));
    return *identity.person;
}

Result<void> check_may_ask(Transaction& transaction,
                           const Services& services,
                           AccountId account,
                           Instant now) {
    YX_TRY(const auto holders, storage::list_bound_holders(transaction, account));
    if (!holders.empty()) return Error(ErrorCode::already_bound);
    YX_TRY(const auto row, storage::find_account(transaction, account));
    if (!row.document_type) return Error(ErrorCode::binding_required, "nobody is stated");
    return take_allowance(
        transaction, services.keys, "binding/identity", account.str(), proofs_of_an_account, now);
}

/// The person, or none; a refusal is kept with its audit event.
Result<std::optional<HolderId>> bind_proved(Transaction& transaction,
                                            const Services& services,
                                            AccountId account,
                                            const std::optional<storage::StatedPerson>& proved,
                                            Instant now) {
    YX_TRY(const auto holders, storage::list_bound_holders(transaction, account));
    if (!holders.empty()) return Error(ErrorCode::already_bound);
    YX_TRY(const auto row, storage::find_account(transaction, account));
    YX_TRY(const auto identity, storage::open_identity(services.keys, row));
    const bool is_stated = proved && identity.person &&
                           identity.person->document == proved->document &&
                           domain::same_name(identity.person->name, proved->name);
    std::optional<PersonClaim> claim;
    if (is_stated) {
        YX_TRY(claim, find_claimed_person(transaction, services.keys, *proved));
    }
    if (!claim || !claim->is_current()) {
        YX_CHECK(audit_account(transaction,
                               domain::EventKind::person_binding_refused,
                               account,
                               now,
                               {{"reason", "identity_service"}}));
        return std::optional<HolderId>();
    }
    YX_CHECK(keep_binding(transaction,
                          services,
                          account,
                          claim->holder,
                          storage::BindingProof::identity_service,
                          now));
    return std::optional(claim->holder);
}

}  // namespace

Task<Result<std::string>> begin_identity(Services& services,
                                         IdentityProof& proof,
                                         AccountId account,
                                         const Secret& token) {
    const Instant now = services.clock.now();
    const std::string state =
        state_of(services, account, token, std::to_string(epoch_of(now + away_for)));
    auto take = [&services, account, now](Transaction& transaction) {
        return take_departure(transaction, services, account, now);
    };
    YX_CO_TRY(storage::StatedPerson person, co_await services.store.write(take));
    std::string back = services.settings.public_url;
    back.append(identity_return).append("?state=").append(state);
    YX_CO_TRY(auto address, co_await proof.begin(std::move(person), std::move(back)));
    if (!address) co_return Error(ErrorCode::binding_needs_office, "identity service");
    co_return *std::move(address);
}

bool is_identity_state(const Services& services,
                       AccountId account,
                       const Secret& token,
                       std::string_view state) {
    const std::string_view expiry = state.substr(0, state.find('-'));
    const auto ends = parse_integer(expiry);
    const std::string ours = state_of(services, account, token, expiry);
    return ends && equal_constant_time(as_bytes(ours), as_bytes(state)) &&
           epoch_of(services.clock.now()) < *ends;
}

Task<Result<HolderId>> bind_by_identity(Services& services,
                                        IdentityProof& proof,
                                        AccountId account,
                                        std::string ticket) {
    const Instant now = services.clock.now();
    auto may_ask = [&services, account, now](Transaction& transaction) {
        return check_may_ask(transaction, services, account, now);
    };
    const auto allowed = co_await services.store.write(may_ask);
    if (!allowed) co_return allowed.error();
    // No transaction is open while the service is asked.
    const auto proved = co_await proof.identify(std::move(ticket));
    if (!proved) co_return proved.error();
    auto run = [&services, account, proved = *proved, now](Transaction& transaction) {
        return bind_proved(transaction, services, account, proved, now);
    };
    const auto bound = co_await services.store.write(run);
    if (!bound) co_return bound.error();
    if (!*bound) co_return Error(ErrorCode::binding_needs_office, "identity service");
    co_return **bound;
}

}  // namespace yinxin::service
