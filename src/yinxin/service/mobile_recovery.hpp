// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/bindings.hpp"
#include "yinxin/service/identity_cases.hpp"
#include "yinxin/service/mobile_changes.hpp"
#include "yinxin/service/registration.hpp"

#include <string>
#include <variant>

/// 找回账号: who lost the mobile. With other proofs the account gets another one after a while;
/// with none the office looks at the documents.
namespace yinxin::service {

/// Times a day that somebody may try the facts of one ID number, known or not.
inline constexpr std::int64_t mobile_recoveries_per_document = 5;
/// Requests to the office a day from one mobile.
inline constexpr std::int64_t office_recoveries_per_mobile = 2;

/// What the account is still known by.
struct PasswordProof {
    std::string login_name;
    Secret password;
};
struct CertificateProof {
    TypedPerson person;
    BindingClaim claim;  ///< 管理号, or the year of an examination
};
struct MobileRecovery {
    std::variant<PasswordProof, CertificateProof> proof;
    std::string mobile;  ///< the new one
};
/// Sends a code to the new mobile, whether or not the proof fits. A wrong password is said, as at
/// login, counted and delayed with those; facts of a certificate that do not fit are not.
/// @error person.mobile_invalid, person.*, certificate.number_invalid, invalid_input (param
/// `field`)
/// @error account.login_failed, account.password_disabled, too_many_requests, unavailable
[[nodiscard]] Task<Result<CodeTicket>> request_mobile_code(Services& services,
                                                           MobileRecovery form,
                                                           Origin origin);
/// The new mobile is proved: where the rest fits as well, it will be in force after the delay, and
/// the old one is told now. @return when that is, or would be.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<Instant>> confirm_new_mobile(Services& services,
                                                       Secret ticket,
                                                       std::string code);

/// The way to the office begins with a code to the mobile at which it is to answer.
/// @error person.mobile_invalid, too_many_requests
[[nodiscard]] Task<Result<CodeTicket>> request_office_code(Services& services,
                                                           std::string mobile,
                                                           Origin origin);
/// @return a ticket with which the form for the office is open for an hour.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<Secret>> open_office_form(Services& services,
                                                    Secret ticket,
                                                    std::string code);
/// The masked mobile of the form. @error account.code_expired
[[nodiscard]] Task<Result<std::string>> find_office_form(Services& services, Secret ticket);
/// Hands the request to the office. @return the number people quote.
/// @error account.code_expired, too_many_requests, person.* (param `field`), as
///        request_office_confirmation
[[nodiscard]] Task<Result<domain::IdentityCaseId>> send_office_form(Services& services,
                                                                    Secret ticket,
                                                                    TypedPerson person,
                                                                    IdentityForm form);

}  // namespace yinxin::service
