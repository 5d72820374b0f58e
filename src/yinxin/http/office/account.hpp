// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// One's own account at the office.
namespace yinxin::http {

/// GET /office/account
Task<Result<Response>> show_staff_account(Context& context);
/// GET and POST /office/account/password
Task<Result<Response>> change_own_password(Context& context);
/// GET and POST /office/account/authenticator
Task<Result<Response>> change_own_authenticator(Context& context);
/// GET and POST /office/account/recovery-codes
Task<Result<Response>> renew_own_recovery_codes(Context& context);
/// POST /office/account/sessions/end
Task<Result<Response>> end_own_other_sessions(Context& context);

}  // namespace yinxin::http
