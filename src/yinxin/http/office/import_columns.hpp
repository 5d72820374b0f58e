// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// 列的对应: what the columns of an uploaded table are.
Task<Result<Response>> show_import_columns(Context& context);
Task<Result<Response>> set_import_columns(Context& context);

}  // namespace yinxin::http
