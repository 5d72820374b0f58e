// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/password_policy.hpp"
#include "yinxin/service/sessions.hpp"

#include <string>

namespace yinxin::service {

/// Failures in a row after which each further attempt waits: 30 s, doubled each time, at most
/// 15 minutes.
inline constexpr std::int64_t failures_before_delay = 5;
/// NIST SP 800-63B-4 section 3.2.2: failures in a row after which the password is no longer a way
/// in. Login by one-time code stays, and resets the count.
inline constexpr std::int64_t failures_before_disabled = 100;

/// Login with user name and password (登录).
///
/// Answers and costs are the same for a name that does not exist and a wrong password: each is
/// counted, delayed and disabled alike, and each costs one Argon2. An imported hash in another
/// format is replaced by ours after its first success.
/// @return a session, or a ticket for the second factor (LoggedIn::needs_second)
/// @error account.login_failed        unknown name or wrong password
/// @error too_many_requests           too soon after failures, or too many from one address; with
///                                    retry_after
/// @error account.password_disabled   too many failures in a row; log in by one-time code
/// @error unavailable                 too many logins at once; not counted as a failure
[[nodiscard]] Task<Result<LoggedIn>> log_in(Services& services,
                                            std::string login_name,
                                            Secret password,
                                            Origin origin);

/// Sets a new password; all other sessions end, and the mobile is told.
/// @param token    this session's
/// @param current  the current password; empty is enough where
///                 SessionFacts::needs_current_password is false
/// @error account.password_current_wrong, too_many_requests, account.password_disabled
/// @error account.password_too_short, account.password_too_long, account.password_common
/// @error account.session_expired
[[nodiscard]] Task<Result<void>> change_password(Services& services,
                                                 Secret token,
                                                 Secret current,
                                                 Secret chosen);

}  // namespace yinxin::service
