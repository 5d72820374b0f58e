// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/identity_cases.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/registration.hpp"

#include <string>

/// 代理申请: somebody with a person's written authority asks the office to show that person's data,
/// to correct them, or to close an account (docs/privacy.md). Two people of the office decide, as
/// on every request of 身份核实; the agent needs no account.
namespace yinxin::service {

/// Requests a day from one agent's mobile.
inline constexpr std::int64_t agent_requests_per_mobile = 3;

/// What the fields of the agent are called in the form.
inline constexpr PersonFields agent_fields{"agent_number", "agent_name"};

struct AgentForm {
    domain::IdentityCaseKind kind = domain::IdentityCaseKind::agent_view;
    TypedPerson agent;
    TypedPerson person;  ///< who gave the authority
    IdentityForm request;
};

/// A code to the agent's mobile, at which the office answers.
/// @error person.mobile_invalid, too_many_requests
[[nodiscard]] Task<Result<CodeTicket>> request_agent_code(Services& services,
                                                          std::string mobile,
                                                          Origin origin);
/// @return a ticket with which the form is open for an hour.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<Secret>> open_agent_form(Services& services,
                                                   Secret ticket,
                                                   std::string code);
/// The masked mobile of the form. @error account.code_expired
[[nodiscard]] Task<Result<std::string>> find_agent_form(Services& services, Secret ticket);
/// Hands the request to the office. @return the number people quote.
/// @error account.code_expired, too_many_requests
/// @error invalid_input  no agent's kind; param `field` "files": no evidence; "issuer"
/// @error person.* (param `field` id_number, name, agent_number, agent_name), doubt.text_invalid
[[nodiscard]] Task<Result<domain::IdentityCaseId>> send_agent_form(Services& services,
                                                                   Secret ticket,
                                                                   AgentForm form);

}  // namespace yinxin::service
