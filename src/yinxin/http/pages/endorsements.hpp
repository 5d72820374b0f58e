// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /certificates/{id}/apply: 申请证书加注, the form.
Task<Result<Response>> show_apply(Context& context);
/// POST /certificates/{id}/apply: step "review" shows the exact end and asks, step "submit"
/// applies.
Task<Result<Response>> apply(Context& context);
/// GET /endorsements/{id}: 证书生成中…, until the copy is there.
Task<Result<Response>> show_endorsement(Context& context);
/// GET /endorsements: every application of this account's persons.
Task<Result<Response>> show_endorsements(Context& context);

}  // namespace yinxin::http
