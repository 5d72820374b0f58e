// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// 找回账号. No answer and no status tells whether there is an account.
namespace yinxin::http {

/// GET /recover: what was forgotten.
Task<Result<Response>> show_recovery(Context& context);

/// GET and POST /recover/name: a code to the mobile; GET and POST /recover/name/confirm: the names.
Task<Result<Response>> recover_name(Context& context);
Task<Result<Response>> confirm_recovered_name(Context& context);
Task<Result<Response>> resend_name_code(Context& context);

/// GET and POST /recover/password: a code to the account's mobile; GET and POST
/// /recover/password/confirm: the code and the new password.
Task<Result<Response>> recover_password(Context& context);
Task<Result<Response>> confirm_recovered_password(Context& context);
Task<Result<Response>> resend_password_code(Context& context);

/// GET and POST /recover/mobile: other proofs and a code to the new mobile; GET and POST
/// /recover/mobile/confirm: the code; in force after a while.
Task<Result<Response>> recover_mobile(Context& context);
Task<Result<Response>> confirm_recovered_mobile(Context& context);
Task<Result<Response>> resend_mobile_code(Context& context);

/// GET and POST /recover/object: the owner of the old mobile did not ask for another.
Task<Result<Response>> object_to_recovery(Context& context);
Task<Result<Response>> confirm_objection(Context& context);
Task<Result<Response>> resend_objection_code(Context& context);

/// GET and POST /recover/office: a code to the mobile at which the office answers; then
/// /recover/office/form.
Task<Result<Response>> recover_by_office(Context& context);
Task<Result<Response>> confirm_office_mobile(Context& context);
Task<Result<Response>> resend_office_code(Context& context);
Task<Result<Response>> send_recovery_to_office(Context& context);

}  // namespace yinxin::http
