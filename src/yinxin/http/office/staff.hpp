// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// The security administrators' pages: who works here.
namespace yinxin::http {

/// GET /office/staff
Task<Result<Response>> show_staff(Context& context);
/// GET and POST /office/staff/invite
Task<Result<Response>> invite_colleague(Context& context);
/// GET /office/staff/{staff}
Task<Result<Response>> show_colleague(Context& context);
/// POST /office/staff/{staff}/roles
Task<Result<Response>> change_colleague_roles(Context& context);
/// POST /office/staff/{staff}/recover
Task<Result<Response>> recover_colleague(Context& context);
/// POST /office/staff/{staff}/state
Task<Result<Response>> change_colleague_state(Context& context);

}  // namespace yinxin::http
