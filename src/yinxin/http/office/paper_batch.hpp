// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /office/paper/batch, POST: looks at many rows (step look), then registers them (step enter).
Task<Result<Response>> register_paper_batch(Context& context);
/// GET /office/paper/batch/template.xlsx: the columns to fill in.
Task<Result<Response>> download_paper_template(Context& context);

}  // namespace yinxin::http
