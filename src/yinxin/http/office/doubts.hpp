// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office/doubts: the queue.
Task<Result<Response>> show_doubt_queue(Context& context);
/// POST /office/doubts/desks: which desks one looks after.
Task<Result<Response>> choose_desks(Context& context);
/// GET /office/doubts/{doubt}
Task<Result<Response>> show_doubt_sheet(Context& context);
/// GET /office/doubts/{doubt}/picture.svg: the version the doubt is about.
Task<Result<Response>> show_doubted_picture(Context& context);
/// GET /office/doubts/{doubt}/files/{file}
Task<Result<Response>> download_doubt_attachment(Context& context);
/// POST /office/doubts/{doubt}/take, /ask, /answer
Task<Result<Response>> take_one_doubt(Context& context);
Task<Result<Response>> ask_about_doubt(Context& context);
Task<Result<Response>> answer_one_doubt(Context& context);

}  // namespace yinxin::http
