// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/identity_cases.hpp"
#include "yinxin/service/one_time_codes.hpp"

#include <string>

/// 身份核实 of people who cannot log in: how their request stands, and what they add to it. Who has
/// the number and the mobile that was proved with the request comes in; whether there is such a
/// request shows in no answer.
namespace yinxin::service {

/// Times an hour that a code may be asked for with the same number, known or not.
inline constexpr std::int64_t case_codes_per_reference = 5;

/// A code to the mobile of the request with this number.
/// @error invalid_input (param `field` reference)  no number at all
/// @error too_many_requests, messages.unavailable
[[nodiscard]] Task<Result<CodeTicket>> request_case_code(Services& services,
                                                         std::string reference,
                                                         Origin origin);
/// @return a ticket with which the request is open for an hour.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<Secret>> open_applicant_case(Services& services,
                                                       Secret ticket,
                                                       std::string code);
/// @error account.code_expired  the hour is over
[[nodiscard]] Task<Result<IdentityStory>> load_applicant_case(Services& services, Secret ticket);
/// @error account.code_expired, doubt.text_invalid, doubt.closed, not_found (a file)
[[nodiscard]] Task<Result<void>> add_to_applicant_case(Services& services,
                                                       Secret ticket,
                                                       IdentityForm form);
/// @error account.code_expired, not_found
[[nodiscard]] Task<Result<IdentityEvidence>> load_applicant_evidence(Services& services,
                                                                     Secret ticket,
                                                                     domain::IdentityFileId id);

}  // namespace yinxin::service
