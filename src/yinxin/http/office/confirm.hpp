// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

#include <string>

/// The second factor: at the end of a login, and again before something dangerous.
namespace yinxin::http {

/// GET and POST /office/login/code: the second factor ends the login.
Task<Result<Response>> staff_login_code(Context& context);
/// GET and POST /office/confirm: the second factor again, before something dangerous.
Task<Result<Response>> staff_confirm(Context& context);

/// The answer to a dangerous form whose second factor is too long ago: status 403, and a way back
/// on which nothing typed is lost. What was sent travels sealed through the page that asks for the
/// factor, and is offered once more behind it; files have to be chosen again.
Task<Result<Response>> show_step_up(Context& context);

/// Where to go on afterwards (field or query `next`); never out of the office.
[[nodiscard]] std::string next_in_office(const Context& context);

}  // namespace yinxin::http
