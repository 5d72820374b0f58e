// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET and POST /register: 用户注册.
Task<Result<Response>> register_account(Context& context);
/// GET and POST /register/confirm: the code that confirms the mobile.
Task<Result<Response>> confirm_registration(Context& context);
/// POST /register/confirm/resend
Task<Result<Response>> resend_registration_code(Context& context);

}  // namespace yinxin::http
