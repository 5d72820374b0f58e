// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/router.hpp"

namespace yinxin::http {

/// GET, POST /office/certificates
Task<Result<Response>> find_office_certificates(Context& context);
/// GET /office/certificates/{certificate}
Task<Result<Response>> show_office_certificate(Context& context);
/// GET /office/certificates/{certificate}/picture.svg
Task<Result<Response>> show_office_picture(Context& context);

}  // namespace yinxin::http
