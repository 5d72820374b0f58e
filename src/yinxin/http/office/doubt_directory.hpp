// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET and POST /office/doubts/directory: 答复分工, which desk answers what.
Task<Result<Response>> edit_doubt_directory(Context& context);

}  // namespace yinxin::http
