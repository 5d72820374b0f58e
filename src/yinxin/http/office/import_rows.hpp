// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// The faulty rows of an import, to be repaired one by one.
Task<Result<Response>> show_import_rows(Context& context);
Task<Result<Response>> show_import_row(Context& context);
Task<Result<Response>> change_import_row(Context& context);
/// Goes on without all of them, or takes them back in.
Task<Result<Response>> leave_out_import_rows(Context& context);
Task<Result<Response>> take_back_import_rows(Context& context);
/// Rows with their reasons, as a table to repair elsewhere.
Task<Result<Response>> download_import_rows(Context& context);

}  // namespace yinxin::http
