// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/base/bytes.hpp"

#include <cstddef>
#include <optional>

namespace yinxin::verify {

/// Pictures with more are not decoded: 50 megapixels, more than a page at 600 dpi.
inline constexpr std::size_t most_pixels = 50'000'000;

/// A decoded picture: eight bits a pixel, black is 0, rows without padding.
struct GreyPicture {
    int width = 0;
    int height = 0;
    Bytes samples;
    bool is_reduced = false;  ///< decoded smaller than it is
};

/// Nothing when it cannot be read or has too many pixels.
/// @param longest_side  a larger picture is decoded at a half or a quarter of its size, which costs
///   less than the whole.
[[nodiscard]] std::optional<GreyPicture> decode_jpeg(BytesView file, unsigned longest_side);
/// Transparent parts are paper.
[[nodiscard]] std::optional<GreyPicture> decode_png(BytesView file);

}  // namespace yinxin::verify
