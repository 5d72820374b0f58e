// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/bulk_intake.hpp"

namespace yinxin::http {

/// The first look at a draft: what was understood, what cannot be read, which column holds what,
/// and the form with the purpose.
Response show_look(Context& context, const service::BulkLook& look, const FormErrors& errors);

}  // namespace yinxin::http
