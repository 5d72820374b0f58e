// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/fonts.hpp"

#include <string>

namespace yinxin::documents {

/// An outline as a Type 2 charstring (Adobe Technical Note 5177) without hints, for a font whose
/// defaultWidthX is 1000 and nominalWidthX 0.
[[nodiscard]] std::string write_charstring(const Outline& outline, int advance);

}  // namespace yinxin::documents
