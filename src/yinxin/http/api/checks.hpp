// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/api/door.hpp"

/// Operations that ask about certificates and copies (docs/api.md).
namespace yinxin::http {

/// POST /certificates/status: by number and name of the holder.
Task<Result<ApiAnswer>> answer_certificate(Context& context, const service::ApiCall& call);
/// POST /copies/status: by copy number or 核验码.
Task<Result<ApiAnswer>> answer_copy(Context& context, const service::ApiCall& call);
/// POST /verifications/code: by the text of a QR or a typed code.
Task<Result<ApiAnswer>> answer_code(Context& context, const service::ApiCall& call);
/// POST /verifications/file: a file, as multipart/form-data.
Task<Result<ApiAnswer>> answer_file(Context& context, const service::ApiCall& call);

}  // namespace yinxin::http
