// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET /certificates: every certificate of the persons this account is bound to.
Task<Result<Response>> show_certificates(Context& context);
/// GET /certificates/{id}: 证书信息.
Task<Result<Response>> show_certificate(Context& context);
/// GET /certificates/{id}/picture.svg: the preview, without seal and QR.
Task<Result<Response>> show_picture(Context& context);

}  // namespace yinxin::http
