// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/provider_door.hpp"
#include "yinxin/service/sessions.hpp"

#include <optional>
#include <string>

/// Logging in with the account of an OpenID provider: authorization code flow with PKCE
/// (OpenID Connect Core 1.0, 3.1; RFC 7636; RFC 9700). docs/login.md says what is checked.
namespace yinxin::service {

/// Where the browser goes, and what it must bring back in a cookie.
struct ProviderDeparture {
    std::string url;
    Secret browser;  ///< 256 random bits as base64url; state, nonce and PKCE hang on it
};

/// @param link_to  the account that asks to be linked; none: somebody wants to log in.
/// @param browser  what the browser brought of a login begun before, in another tab; empty:
/// nothing.
/// @error not_found  no such provider
/// @error account.provider_unavailable, account.provider_refused
/// @error too_many_requests  with retry_after
[[nodiscard]] Task<Result<ProviderDeparture>> begin_provider_login(Services& services,
                                                                   std::string provider_id,
                                                                   std::optional<AccountId> link_to,
                                                                   Secret browser,
                                                                   Origin origin);

/// What the provider's answer brings in its address.
struct ProviderReturn {
    std::string state;
    std::string code;
    std::string error;
    std::string issuer;  ///< "iss" (RFC 9207); empty: not there
};

/// Somebody who came back: in, or to be asked whether the account shall be linked.
struct ProviderArrival {
    std::optional<LoggedIn> in;
    std::optional<Secret> ticket;  ///< for confirm_link
};

/// Takes the login out, redeems the code, checks the token, and opens the account that is linked to
/// issuer and subject, or makes one. Nobody is found by mobile, mail, name or number.
/// @error account.provider_login_over  unknown, used, too old, or another browser's
/// @error account.provider_denied      the person said no there
/// @error account.provider_unavailable, account.provider_refused
/// @error account.document_registered  the person has an account here; param `mobile` is masked
/// @error account.provider_login_taken he opens another account already
/// @error account.provider_person_differs  the account to be linked says to be somebody else
[[nodiscard]] Task<Result<ProviderArrival>> finish_provider_login(Services& services,
                                                                  std::string provider_id,
                                                                  ProviderReturn answer,
                                                                  Secret browser,
                                                                  Origin origin);

/// Ends what a logout token says (OpenID Connect Back-Channel Logout 1.0). @return how many
/// sessions.
/// @error not_found, account.provider_unavailable
/// @error account.provider_refused  also a token that was used before
[[nodiscard]] Task<Result<std::int64_t>> end_by_provider(Services& services,
                                                         std::string provider_id,
                                                         std::string logout_token);

/// Removes logins that never came back, and used logout tokens. @return how many.
Result<std::int64_t> forget_provider_logins(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
