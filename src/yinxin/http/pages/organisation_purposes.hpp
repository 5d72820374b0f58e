// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

namespace yinxin::http {

/// GET /organisations/{id}/purposes; POST (purpose, kind): saves one more.
Task<Result<Response>> show_purposes(Context& context);
/// GET and POST /organisations/{id}/purposes/{purpose} (purpose): other words.
Task<Result<Response>> rename_purpose(Context& context);
/// POST /organisations/{id}/purposes/{purpose}/retire
Task<Result<Response>> retire_purpose(Context& context);

}  // namespace yinxin::http
