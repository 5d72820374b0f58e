// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace yinxin::documents::qr {

/// Places codewords among the function patterns and applies the mask with the lowest penalty
/// (ISO/IEC 18004, 7.7 to 7.10); level M.
/// @return modules row by row, true is dark.
[[nodiscard]] std::vector<bool> make_symbol(std::span<const std::uint8_t> codewords, int version);

}  // namespace yinxin::documents::qr
