// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET and POST /agent: somebody with a person's written authority; a code to his own mobile first.
Task<Result<Response>> begin_agent_request(Context& context);
/// GET and POST /agent/confirm
Task<Result<Response>> confirm_agent_mobile(Context& context);
/// POST /agent/confirm/resend
Task<Result<Response>> resend_agent_code(Context& context);
/// GET and POST /agent/form: for whom, what, and the evidence; then the number to quote.
Task<Result<Response>> send_agent_request(Context& context);

}  // namespace yinxin::http
