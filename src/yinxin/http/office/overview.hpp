// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office: what waits for this person.
Task<Result<Response>> show_overview(Context& context);
/// POST /office/alarms/{alarm}/end: what was done about it.
Task<Result<Response>> end_alarm(Context& context);

}  // namespace yinxin::http
