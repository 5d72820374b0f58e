// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"

#include <string>

namespace yinxin::documents {

/// A code as a PNG (ISO/IEC 15948) in black and white, eight pixels a module: readers that smooth
/// what they enlarge leave its edges sharp.
[[nodiscard]] std::string draw_code_png(const CodeModules& code);

}  // namespace yinxin::documents
