// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace yinxin::documents::qr {

/// Versions beyond this have more modules than any place on our page.
inline constexpr int largest_version = 20;

/// Modules a side.
[[nodiscard]] constexpr int side_of(int version) noexcept {
    return 17 + 4 * version;
}

/// Smallest version that holds a text at level M; 0 if none does. Alphanumeric mode where the text
/// allows it, else byte mode.
[[nodiscard]] int version_for(std::string_view text) noexcept;

/// Data and error correction codewords of a text, interleaved as they are placed
/// (ISO/IEC 18004, 7.4 to 7.6).
[[nodiscard]] std::vector<std::uint8_t> make_codewords(std::string_view text, int version);

}  // namespace yinxin::documents::qr
