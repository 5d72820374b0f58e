// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office/erasures: what was erased when its time was over, for the security administrator.
Task<Result<Response>> show_erasures(Context& context);

}  // namespace yinxin::http
