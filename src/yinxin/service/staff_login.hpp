// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/staff_sessions.hpp"

#include <string>

/// How people of the office come in: user name and password, then the second factor, always.
namespace yinxin::service {

/// The password. Costs the same whether or not somebody has the name; counted and delayed like
/// logins of holders (docs/choices.md#c22).
/// @return a session that opens nothing but the page for the second factor.
/// @error staff.login_failed, too_many_requests, account.password_disabled, unavailable
[[nodiscard]] Task<Result<Secret>> log_in_staff(Services& services,
                                                std::string login_name,
                                                Secret password,
                                                Origin origin);

/// The second factor: the six digits of the authenticator app, once each, or a recovery code. Ends
/// the login, and confirms again before something dangerous.
/// @return the session's new token.
/// @error staff.code_wrong, too_many_requests, staff.session_over
[[nodiscard]] Task<Result<Secret>> confirm_staff_code(Services& services,
                                                      Secret token,
                                                      std::string code);

/// Changes one's own password. The other sessions end.
/// @error account.password_current_wrong, account.password_too_short, …_long, …_common
[[nodiscard]] Task<Result<void>> change_staff_password(Services& services,
                                                       Secret token,
                                                       Secret current,
                                                       Secret chosen);

/// How long a code that a demonstration shows is taken at least: time to read and type it.
inline constexpr std::chrono::seconds demonstration_code_lasts{20};

/// What the authenticator app of somebody would show, or "" if every code of this moment is used
/// up; taken for `demonstration_code_lasts` from now. Empty outside a demonstration: real people
/// have the app themselves.
[[nodiscard]] Task<Result<std::string>> demonstration_code(Services& services,
                                                           domain::StaffId staff);

/// How a recovery code is written: XXXX-XXXX.
[[nodiscard]] std::string make_recovery_code();
/// The hash is of its one spelling, and keyed: 40 bits in a stolen database would soon be guessed.
[[nodiscard]] crypto::Digest32 recovery_code_hash(const storage::DataKeys& keys,
                                                  domain::StaffId staff,
                                                  std::string_view typed);

}  // namespace yinxin::service
