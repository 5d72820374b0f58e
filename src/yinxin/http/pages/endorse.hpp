// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /certificates/{id}/endorse: 加注下载, where everything about one certificate's copies meets.
Task<Result<Response>> show_endorse(Context& context);
/// POST /certificates/{id}/checked: 我已核对以上信息.
Task<Result<Response>> confirm_data(Context& context);

}  // namespace yinxin::http
