// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// What somebody of the office wants done with a batch: forms that end in a proposal, but for the
/// stop, which is done at once.
namespace yinxin::http {

/// GET and POST /office/batches/{batch}/release: another release time.
Task<Result<Response>> wish_release(Context& context);
/// GET and POST /office/batches/{batch}/recall
Task<Result<Response>> wish_recall(Context& context);
/// GET and POST /office/batches/{batch}/restore
Task<Result<Response>> wish_restore(Context& context);
/// GET and POST /office/batches/{batch}/stop
Task<Result<Response>> stop_batch_now(Context& context);

}  // namespace yinxin::http
