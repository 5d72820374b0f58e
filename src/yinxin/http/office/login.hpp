// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// How people of the office come in.
namespace yinxin::http {

/// GET and POST /office/login: user name and password.
Task<Result<Response>> staff_login(Context& context);
/// POST /office/logout
Task<Result<Response>> staff_logout(Context& context);
/// GET and POST /office/enrol: the code of an invitation.
Task<Result<Response>> staff_invitation(Context& context);
/// GET /office/enrol/accept, POST: password and authenticator.
Task<Result<Response>> staff_enrol(Context& context);

}  // namespace yinxin::http
