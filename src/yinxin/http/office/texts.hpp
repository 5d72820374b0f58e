// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// The editor's pages: announcements, frequent questions, the 服务须知.
namespace yinxin::http {

/// GET /office/texts
Task<Result<Response>> show_texts(Context& context);
/// GET and POST /office/texts/articles/{article} ("new_announcement", "new_faq" for a new one)
Task<Result<Response>> edit_article(Context& context);
/// POST /office/texts/articles/{article}/undo
Task<Result<Response>> undo_article(Context& context);
/// GET and POST /office/texts/notice: the next version.
Task<Result<Response>> edit_notice(Context& context);

}  // namespace yinxin::http
