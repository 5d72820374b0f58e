// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/verify/pdf_seal.hpp"
#include "yinxin/verify/sealed_ofd.hpp"

namespace yinxin::issuing {

/// The outcome of verifying the very bytes that will be handed out (verify::check_sealed_pdf,
/// verify::check_sealed_ofd).
/// @error issuing.sealed_file_refused  the detail lists the findings' codes.
[[nodiscard]] Result<void> release_outcome(const std::vector<verify::Finding>& findings);

}  // namespace yinxin::issuing
