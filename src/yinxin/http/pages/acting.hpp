// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

namespace yinxin::http {

/// GET /acting: for whom one checks, oneself or which organisation. POST: for oneself again.
Task<Result<Response>> choose_acting(Context& context);
/// GET and POST /acting/{id}: for this organisation, and why.
Task<Result<Response>> act_for_organisation(Context& context);

}  // namespace yinxin::http
