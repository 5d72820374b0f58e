// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /account/close: what stays, what is open, when it happens.
Task<Result<Response>> show_account_close(Context& context);
/// POST /account/close: sends the code.
Task<Result<Response>> ask_account_close(Context& context);
/// GET and POST /account/close/confirm: with the right code the account is to be closed, and the
/// session ends.
Task<Result<Response>> confirm_account_close(Context& context);
/// POST /account/close/confirm/resend
Task<Result<Response>> resend_account_close_code(Context& context);

}  // namespace yinxin::http
