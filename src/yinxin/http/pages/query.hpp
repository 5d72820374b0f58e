// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET and POST /query: 证书查询, the three fields, the purpose and the human check.
Task<Result<Response>> query(Context& context);
/// GET and POST /query/confirm: the code, which leads to the answer.
Task<Result<Response>> confirm_query(Context& context);
/// POST /query/confirm/resend
Task<Result<Response>> resend_query_code(Context& context);

}  // namespace yinxin::http
