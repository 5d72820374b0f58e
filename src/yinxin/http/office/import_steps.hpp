// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// What stands between a checked import and its submission: photos, a look at what the certificates
/// will be, the submission itself.
Task<Result<Response>> show_import_photos(Context& context);
Task<Result<Response>> upload_import_photos(Context& context);
Task<Result<Response>> show_import_specimens(Context& context);
Task<Result<Response>> submit_import(Context& context);

}  // namespace yinxin::http
