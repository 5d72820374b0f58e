// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/provider_people.hpp"

#include <optional>
#include <string>

/// Accounts of providers on accounts that exist: linked after a question, taken off again.
namespace yinxin::service {

/// A login that was begun comes back within this time, or not at all.
inline constexpr std::chrono::minutes provider_login_lifetime{10};

/// The provider with this id. @error not_found
Result<const config::LoginProvider*> provider_of(const Services& services, std::string_view id);

/// A login that waits, as kept: begun and not back, or back and not yet linked.
struct WaitingLogin {
    std::string provider;
    Bytes browser_hash;
    std::optional<AccountId> account;
    std::optional<Bytes> facts_sealed;
    Instant expires_at{};
};
inline constexpr const char* step_begun = "begun";
inline constexpr const char* step_arrived = "arrived";

/// Keeps whom the provider sent until the account's owner has said yes. @return the ticket.
/// @error account.provider_login_taken, account.provider_person_differs
Result<Secret> keep_for_link(storage::Transaction& transaction,
                             const Services& services,
                             const config::LoginProvider& provider,
                             AccountId account,
                             const ProviderIdentity& identity,
                             Instant now);

/// What the page asks before an account is linked.
struct LinkQuestion {
    std::string provider;  ///< id
    std::string person;    ///< masked name; empty: the provider verified none
    std::string masked_number;
};
/// @error account.provider_login_over  also another account's
[[nodiscard]] Task<Result<LinkQuestion>> find_link(Services& services,
                                                   AccountId account,
                                                   Secret ticket);
/// Links. @error as find_link; account.provider_login_taken, account.provider_person_differs
[[nodiscard]] Task<Result<void>> confirm_link(Services& services, AccountId account, Secret ticket);

/// Takes a provider's account off and ends what it opened, but for the session it is done in.
/// @param token  of that session
/// @error not_found
/// @error account.provider_login_last  nothing else would open the account
[[nodiscard]] Task<Result<void>> unlink(Services& services,
                                        AccountId account,
                                        Secret token,
                                        std::string provider_id);

}  // namespace yinxin::service
