// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// 通知设置.
namespace yinxin::http {

/// GET, POST /account/notifications
Task<Result<Response>> notifications(Context& context);

}  // namespace yinxin::http
