// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET and POST /bind: the proof that certificates are one's own.
Task<Result<Response>> bind(Context& context);
/// GET and POST /bind/person: under which name and document, for accounts that do not say so or
/// said it wrong.
Task<Result<Response>> state_person(Context& context);
/// GET and POST /bind/confirm: the code sent to the mobile on the exam record.
Task<Result<Response>> confirm_binding(Context& context);
/// POST /bind/confirm/resend
Task<Result<Response>> resend_binding_code(Context& context);
/// GET and POST /rebind: for people whose name or number was corrected.
Task<Result<Response>> rebind(Context& context);
/// POST /rebind/follow: the office corrected the name, and the owner says that it is right.
Task<Result<Response>> follow_corrected_name(Context& context);

}  // namespace yinxin::http
