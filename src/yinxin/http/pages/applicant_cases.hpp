// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET and POST /recover/office/state: by its number, a code to the mobile of the request.
Task<Result<Response>> ask_for_case(Context& context);
/// GET and POST /recover/office/state/confirm
Task<Result<Response>> confirm_case(Context& context);
/// POST /recover/office/state/confirm/resend
Task<Result<Response>> resend_case_code(Context& context);
/// GET /recover/office/case: how it stands, what was said.
Task<Result<Response>> show_case(Context& context);
/// POST /recover/office/case/add: more, or the reply to a question.
Task<Result<Response>> add_to_case(Context& context);
/// GET /recover/office/case/files/{file}
Task<Result<Response>> download_case_evidence(Context& context);

}  // namespace yinxin::http
