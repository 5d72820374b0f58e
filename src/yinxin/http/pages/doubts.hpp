// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"
#include "yinxin/http/view.hpp"

namespace yinxin::http {

/// GET and POST /certificates/{id}/doubt: 反映信息有误. Leads to the one that is not settled yet.
Task<Result<Response>> report_doubt(Context& context);
/// GET /certificates/{id}/doubts/{doubt}: how it stands, and what was said.
Task<Result<Response>> show_doubt(Context& context);
/// POST /certificates/{id}/doubts/{doubt}/add: more, or the reply to a question.
Task<Result<Response>> add_to_doubt(Context& context);
/// POST /certificates/{id}/doubts/{doubt}/withdraw
Task<Result<Response>> withdraw_doubt(Context& context);
/// GET /certificates/{id}/doubts/{doubt}/files/{file}
Task<Result<Response>> download_doubt_file(Context& context);

/// DOUBTS of a certificate on its page.
Task<Result<void>> add_doubts(Context& context, View& view, LineId line);

}  // namespace yinxin::http
