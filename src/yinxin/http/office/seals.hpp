// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// The administrators' pages for seals.
namespace yinxin::http {

/// GET /office/seals
Task<Result<Response>> show_seals(Context& context);
/// GET and POST /office/seals/new
Task<Result<Response>> apply_for_seal(Context& context);
/// GET /office/seals/{seal}
Task<Result<Response>> show_seal(Context& context);
/// GET /office/seals/{seal}/picture.svg
Task<Result<Response>> show_seal_picture(Context& context);
/// POST /office/seals/{seal}/step: the next state, for a second person to decide.
Task<Result<Response>> propose_seal_step(Context& context);
/// POST /office/seals/{seal}/assign: from which day it stands for its type.
Task<Result<Response>> assign_seal(Context& context);
/// POST /office/seals/{seal}/stop: at once.
Task<Result<Response>> stop_seal(Context& context);

}  // namespace yinxin::http
