// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/password_policy.hpp"
#include "yinxin/service/typed_person.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yinxin::service {

/// The form 用户注册, as typed.
struct Registration {
    std::optional<TypedPerson> person;  ///< none: an account for checking only
    std::string mobile;
    std::string login_name;
    Secret password;
};

/// 4 to 32 letters, digits, "_", "-" or "."; begins with a letter, so that it is never an ID number
/// or a mobile. Letters are compared without case.
/// @error account.login_name_invalid
Result<std::string> parse_login_name(std::string_view raw);

/// Every field that is wrong in itself, in the order of the form; whether names are taken is not
/// looked up here.
[[nodiscard]] std::vector<FieldProblem> check_registration(const Registration& form);

/// Checks the form, hashes the password and sends a code to the mobile; nothing of it is an account
/// yet. Whether the ID number is known here does not show in the answer.
/// @error whatever check_registration found first, with param `field`
/// @error account.login_name_taken  with param `field`; told honestly, one has to choose another
/// @error too_many_requests         with retry_after
[[nodiscard]] Task<Result<CodeTicket>> begin_registration(Services& services,
                                                          Registration form,
                                                          Origin origin);

/// Somebody who has just registered.
struct Registered {
    LoggedIn in;
    bool has_stated_person = false;  ///< and may go on to bind (bindings.hpp)
};

/// Makes the account and logs in. The account is not bound to anybody yet (bindings.hpp).
///
/// Whether the person has an account already is told only here, after the mobile was proved, and
/// only where name and number are those of an account that is bound to its person: that person
/// should log in there (domain 1.5: one registration per number and name). A mere claim on a number
/// blocks nobody.
/// @error account.code_wrong, account.code_expired
/// @error account.login_name_taken    somebody was faster; begin again
/// @error account.document_registered log in with that account, by password or by code; param
///                                    `mobile` is its masked mobile
[[nodiscard]] Task<Result<Registered>> confirm_registration(Services& services,
                                                            Secret ticket,
                                                            std::string code,
                                                            Origin origin);

}  // namespace yinxin::service
