// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/documents/display_list.hpp"

#include <string_view>

namespace yinxin::documents {

/// The smallest module that survives a grey photocopy and a cheap phone, millimetres.
inline constexpr double smallest_module = 0.5;

/// A QR code (ISO/IEC 18004) in byte mode, error correction level M, smallest version that holds
/// the text.
/// @error document.qr_too_large  empty, or more than `largest_side` modules a side.
[[nodiscard]] Result<CodeModules> encode_qr(std::string_view text, int largest_side);

}  // namespace yinxin::documents
