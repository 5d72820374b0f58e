// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/verify/pdf_seal.hpp"

namespace yinxin::issuing {

/// Verifies the very bytes that will be handed out (verify::check_sealed_pdf).
/// @error issuing.sealed_file_refused  the detail lists the findings' codes.
[[nodiscard]] Result<void> check_release(BytesView file,
                                         const crypto::TrustStore& trust,
                                         const crypto::Certificate& signer,
                                         verify::TimestampRule timestamp,
                                         Instant now);

}  // namespace yinxin::issuing
