// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/second_factor.hpp"

/// How every login ends: with a session, or, where the account has a second factor, with a ticket
/// for it.
namespace yinxin::service {

inline constexpr std::chrono::minutes second_login_lasts{10};

/// Who has proved the first factor, and how.
struct Entrant {
    AccountId account;
    LoginProof proof = LoginProof::password;
    std::optional<ProviderSession> provider{};
};
/// Begins the session, or opens the ticket (LoggedIn::needs_second). Notes the device and the
/// audit event.
/// @error account.login_failed  the account is closed
Result<LoggedIn> let_in(storage::Transaction& transaction,
                        const Services& services,
                        const Entrant& entrant,
                        const Origin& origin,
                        Instant now);

/// What the page asks for.
struct SecondAsked {
    bool has_totp = false;
    std::optional<PasskeyAsk> passkey;  ///< none: the account has none, or this address can't
};
/// @error account.code_expired  there is no such login any more
[[nodiscard]] Task<Result<SecondAsked>> find_second_login(Services& services, Secret ticket);

/// @error account.second_factor_wrong, account.passkey_refused, too_many_requests
/// @error account.code_expired  there is no such login any more
[[nodiscard]] Task<Result<LoggedIn>> finish_second_login(Services& services,
                                                         Secret ticket,
                                                         ShownFactor shown,
                                                         Origin origin);

}  // namespace yinxin::service
