// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

namespace yinxin::http {

/// GET /organisations/{id}/clients: its programs that use the API.
Task<Result<Response>> show_clients(Context& context);
/// GET /organisations/{id}/clients/{client} (before): what one of them asked.
Task<Result<Response>> show_client_calls(Context& context);

}  // namespace yinxin::http
