// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// The system administrator's page: the queue and what is in trouble.
namespace yinxin::http {

/// GET /office/service
Task<Result<Response>> show_running(Context& context);
/// POST /office/service/jobs/{job}/retry
Task<Result<Response>> retry_job(Context& context);

}  // namespace yinxin::http
