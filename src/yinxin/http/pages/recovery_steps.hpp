// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/code_requests.hpp"

#include <string>
#include <string_view>

/// What the ways of 找回账号 have in common: a mobile, a code, and a ticket between the two.
namespace yinxin::http {

/// All ways back into an account are one door.
inline constexpr EntryPlace recovery_entry{WatchedDoor::recover};

/// One way: its cookie and words, its form, the page that takes the code, and where to go instead.
struct RecoveryStep {
    service::CodePurpose purpose;
    std::string_view form_url;
    std::string_view code_url;
    std::string_view back;

    /// Of the ticket's cookie and of the messages enter_code.<word>_*.
    [[nodiscard]] constexpr std::string_view word() const noexcept { return domain::key(purpose); }
};

/// The form that asks for a mobile and nothing else (template recover_by_mobile).
using RequestCode = Task<Result<service::CodeTicket>> (*)(service::Services& services,
                                                          std::string mobile,
                                                          service::Origin origin);
Task<Result<Response>> ask_for_mobile(Context& context,
                                      const RecoveryStep& step,
                                      RequestCode request);

/// 303 to the page that takes the code, with the ticket's cookie.
Response to_step_code(const Context& context, const RecoveryStep& step, const Secret& ticket);
/// That page; without an open request back to the form.
Task<Result<Response>> show_step_code(Context& context,
                                      const RecoveryStep& step,
                                      const FormErrors& errors);
/// POST <code_url>/resend
Task<Result<Response>> resend_step_code(Context& context, const RecoveryStep& step);

/// What a right code opens: another ticket, kept in a cookie of its own, and the page it belongs
/// to.
struct StepGrant {
    std::string_view cookie;
    std::string_view url;
};
using ExchangeCode = Task<Result<Secret>> (*)(service::Services& services,
                                              Secret ticket,
                                              std::string code);
/// The page that takes the code, where a right one leads to the grant's page.
Task<Result<Response>> confirm_step_code(Context& context,
                                         const RecoveryStep& step,
                                         StepGrant grant,
                                         ExchangeCode exchange);

}  // namespace yinxin::http
