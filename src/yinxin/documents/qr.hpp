// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/documents/display_list.hpp"

#include <string_view>

namespace yinxin::documents {

/// The smallest module that survives a grey photocopy and a cheap phone, millimetres.
inline constexpr double smallest_module = 0.5;

/// Modules a side that the place of the second code on our page has room for.
inline constexpr int offline_code_room = 68;

/// Whether the text makes a code of at most so many modules a side.
[[nodiscard]] bool fits_qr(std::string_view text, int largest_side) noexcept;

/// A QR code (ISO/IEC 18004), error correction level M, smallest version that holds the text:
/// alphanumeric mode where the text allows it, else byte mode.
/// @error document.qr_too_large  empty, or more than `largest_side` modules a side.
[[nodiscard]] Result<CodeModules> encode_qr(std::string_view text, int largest_side);

}  // namespace yinxin::documents
