// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET and POST /bind/office: asks the office to confirm who one is; once it is asked, how that
/// stands and what was said.
Task<Result<Response>> bind_by_office(Context& context);
/// POST /bind/office/add: more, or the reply to a question.
Task<Result<Response>> add_to_office_request(Context& context);
/// GET /bind/office/files/{file}
Task<Result<Response>> download_own_evidence(Context& context);

}  // namespace yinxin::http
