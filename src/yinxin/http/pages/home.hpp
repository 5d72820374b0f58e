// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /: 首页.
Task<Result<Response>> show_home(Context& context);
/// GET /announcements/{id}
Task<Result<Response>> show_announcement(Context& context);
/// GET /faq: 常见问题.
Task<Result<Response>> show_faq(Context& context);
/// GET /scope: 证书查询验证范围.
Task<Result<Response>> show_scope(Context& context);
/// GET /progress: 证书办理进度; never names a batch that is not announced.
Task<Result<Response>> show_progress(Context& context);

}  // namespace yinxin::http
