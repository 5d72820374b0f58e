// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// The system administrator's page: which messages went out, and which did not.
namespace yinxin::http {

/// GET /office/messages
Task<Result<Response>> show_message_log(Context& context);

}  // namespace yinxin::http
