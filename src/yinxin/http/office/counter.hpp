// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET, POST /office/counter
Task<Result<Response>> ask_counter(Context& context);
/// GET /office/counter/{look}
Task<Result<Response>> show_counter(Context& context);

}  // namespace yinxin::http
