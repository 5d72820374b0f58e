// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/account_codes.hpp"

#include <string>

/// 我的邮箱: an address to which an account has its notices sent, proved by a code. Nobody logs in
/// or gets back in with it. Each change is told to the mobile.
namespace yinxin::service {

struct OwnMail {
    std::string masked;            ///< empty: the account has none
    bool is_mail_offered = false;  ///< something here sends mail
};
/// @error not_found  nothing here sends mail, and the account has no address to take off
[[nodiscard]] Task<Result<OwnMail>> load_own_mail(Services& services, AccountId account);

/// Sends a code to the address. @error not_found, person.mail_invalid, too_many_requests,
/// messages.mail_unavailable
[[nodiscard]] Task<Result<void>> request_own_mail_code(Services& services,
                                                       AccountId account,
                                                       std::string address,
                                                       Origin origin);
/// Puts the address in place that had the code. @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<void>> confirm_own_mail(Services& services,
                                                  AccountId account,
                                                  std::string code);
/// Takes it off; without one nothing happens.
[[nodiscard]] Task<Result<void>> remove_own_mail(Services& services, AccountId account);

}  // namespace yinxin::service
