// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"
#include "yinxin/service/sessions.hpp"

namespace yinxin::http {

/// GET and POST /login: user name and password.
Task<Result<Response>> log_in(Context& context);
/// POST /login/code: asks for a one-time code.
Task<Result<Response>> request_login_code(Context& context);
/// GET and POST /login/code/confirm: the code.
Task<Result<Response>> confirm_login_code(Context& context);
/// POST /login/code/confirm/resend
Task<Result<Response>> resend_login_code(Context& context);
/// POST /logout
Task<Result<Response>> log_out(Context& context);

/// 303 with the new session's cookie; the visitor's old session is ended first. Where the second
/// factor is still to be shown: 303 to its page.
Task<Result<Response>> enter(Context& context, service::LoggedIn login, std::string_view next);
/// Puts the visitor's session under a new token: after what the account may do grew, or what opens
/// it changed. Before a page is drawn, for its forms are those of the token. Where that fails, the
/// session stays as it is: what was asked for is done already.
Task<void> renew_token(Context& context);
/// The same with an answer that is no page.
Task<Result<Response>> with_new_token(Context& context, Response response);
/// From where the visitor acts.
service::Origin origin_of(const Context& context);

/// The ticket of a one-time code travels in a cookie of its own between two pages.
void keep_ticket(Response& response,
                 const Context& context,
                 std::string_view purpose,
                 const Secret& ticket);
Secret find_ticket(const Context& context, std::string_view purpose);

}  // namespace yinxin::http
