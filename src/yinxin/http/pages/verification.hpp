// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /verify: 证书查验.
Task<Result<Response>> show_verify(Context& context);
/// POST /verify/code: the typed 核验码 leads to the compare page.
Task<Result<Response>> verify_code(Context& context);
/// GET /v/{token}: what the QR leads to.
Task<Result<Response>> show_comparison(Context& context);
/// POST /v/{token}/match: name and last four characters of the ID number, typed from the paper.
Task<Result<Response>> match_copy(Context& context);

}  // namespace yinxin::http
