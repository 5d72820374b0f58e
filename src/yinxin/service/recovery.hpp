// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/registration.hpp"

#include <optional>
#include <string>
#include <vector>

/// 找回账号: who forgot the user name or the password. Whether there is an account shows in no
/// answer, no status and no cost; a message goes out or it does not.
namespace yinxin::service {

/// Times an hour that somebody may ask for a code with the same user name, known or not.
inline constexpr std::int64_t recoveries_per_name = 5;

/// A code to the mobile of an account; with it the page shows the user name, which no message does.
/// @error person.mobile_invalid, too_many_requests
[[nodiscard]] Task<Result<CodeTicket>> request_name_code(Services& services,
                                                         std::string mobile,
                                                         Origin origin);
/// The user names of the accounts of this mobile, the one used last first.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<std::vector<std::string>>> read_login_names(Services& services,
                                                                      Secret ticket,
                                                                      std::string code);

/// What somebody still knows who forgot the password.
struct PasswordRecovery {
    std::string login_name;
    std::optional<TypedPerson> person;  ///< needed where the account says whose it is
};
/// A code to the account's mobile, if the user name is one and the person is the account's.
/// @error invalid_input (param `field` login_name), person.* (param `field`), too_many_requests
[[nodiscard]] Task<Result<CodeTicket>> request_password_code(Services& services,
                                                             PasswordRecovery form,
                                                             Origin origin);
/// Sets the new password with the right code: every session ends, the row of failed logins too, and
/// the mobile is told. The password is judged first, by what was typed, so that it is refused alike
/// whether or not there is an account.
/// @error account.code_wrong, account.code_expired
/// @error account.password_too_short, account.password_too_long, account.password_common
/// @error unavailable  too many passwords at once
[[nodiscard]] Task<Result<void>> set_recovered_password(Services& services,
                                                        Secret ticket,
                                                        std::string code,
                                                        Secret chosen);

}  // namespace yinxin::service
