// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

/// 批次 of the office.
namespace yinxin::http {

/// GET /office/batches
Task<Result<Response>> show_batches(Context& context);
/// GET /office/batches/{batch}
Task<Result<Response>> show_batch(Context& context);
/// GET /office/batches/{batch}/samples/{sample}: a specimen as SVG.
Task<Result<Response>> show_batch_sample(Context& context);

/// POST /office/batches/{batch}/leftovers: rows without a certificate, to repair.
Task<Result<Response>> download_batch_leftovers(Context& context);

}  // namespace yinxin::http
