// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"
#include "yinxin/http/view.hpp"
#include "yinxin/service/copies.hpp"

namespace yinxin::http {

/// FACES (FACE_URL, FIRST, FACE_PDF or FACE_OFD), the kind fetched last in front, and
/// TWO_FACES: the buttons of parts/downloads.html.
void set_downloads(View& view, const service::CopyView& copy);

/// GET /copies/{id}/view: [查看], the picture, its text, and the sealed file in the browser's
/// viewer.
Task<Result<Response>> show_copy(Context& context);
/// GET /copies/{id}/file: [下载], or inline for the viewer.
Task<Result<Response>> download_copy(Context& context);
/// GET and POST /copies/{id}/handover: for browsers inside apps.
Task<Result<Response>> hand_over(Context& context);
/// GET /d/{token}: what the single-use link leads to; a look does not use it up.
Task<Result<Response>> show_link(Context& context);
/// POST /d/{token}: the file, once.
Task<Result<Response>> redeem_link(Context& context);
/// GET and POST /copies/{id}/withdraw: [撤回加注].
Task<Result<Response>> withdraw_copy(Context& context);

}  // namespace yinxin::http
