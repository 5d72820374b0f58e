// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

#include <optional>
#include <string>

/// 确认是您本人: proving once more who sits there (service/step_up.hpp).
namespace yinxin::http {

/// 303 to the page that asks, where the device is new and the session is not; else nothing.
/// @param back  where to go on afterwards: a page, not a form
Task<Result<std::optional<Response>>> ask_at_new_device(Context& context, std::string back);
/// "/account/confirm?next=…"
[[nodiscard]] std::string confirm_url(std::string_view back);

/// GET and POST /account/confirm (`next`): with the second factor, or the button that sends a code.
Task<Result<Response>> confirm_self(Context& context);
/// POST /account/confirm/send: sends the code.
Task<Result<Response>> send_confirm_code(Context& context);
/// GET and POST /account/confirm/code: the code.
Task<Result<Response>> enter_confirm_code(Context& context);
/// POST /account/confirm/code/resend
Task<Result<Response>> resend_confirm_code(Context& context);

}  // namespace yinxin::http
