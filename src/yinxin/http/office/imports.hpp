// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// 导入: the list with the form to upload, one import from its first look to its end, and the files
/// that help to begin.
Task<Result<Response>> show_imports(Context& context);
Task<Result<Response>> upload_import(Context& context);
Task<Result<Response>> show_import(Context& context);
Task<Result<Response>> discard_import(Context& context);
Task<Result<Response>> reopen_import(Context& context);
Task<Result<Response>> download_template(Context& context);
/// Only in a demonstration.
Task<Result<Response>> download_demo_table(Context& context);
Task<Result<Response>> download_demo_photos(Context& context);

}  // namespace yinxin::http
