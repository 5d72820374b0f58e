// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET and POST /bind/identity: what the identity service is told; who agrees is led there.
Task<Result<Response>> go_to_identity_service(Context& context);
/// GET /bind/identity/back: the browser comes back with a ticket; bound, or on to the office.
Task<Result<Response>> return_from_identity_service(Context& context);

}  // namespace yinxin::http
