// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/storage/checks.hpp"

namespace yinxin::http {

/// GET /checks: 核验记录, who checked my certificates and what I have checked.
Task<Result<Response>> show_checks(Context& context);

/// One check in a list: when, through which door, what came out, why.
void set_check(View& row, const Context& context, const storage::CheckRow& check);

}  // namespace yinxin::http
