// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

/// 我的手机: the account gets a mobile, or another one.
namespace yinxin::http {

/// GET and POST /account/mobile (`mobile`)
Task<Result<Response>> own_mobile(Context& context);
/// GET and POST /account/mobile/confirm (`code`)
Task<Result<Response>> confirm_own_mobile(Context& context);
/// POST /account/mobile/confirm/resend
Task<Result<Response>> resend_own_mobile_code(Context& context);

}  // namespace yinxin::http
