// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <cstdint>

namespace yinxin::cli {

/// 35 mm x 45 mm at 300 dpi, the size of an ID photo.
inline constexpr int portrait_width = 413;
inline constexpr int portrait_height = 531;

/// A drawn placeholder for the ID photo of a demonstration holder: flat shapes, visibly nobody.
///
/// @param seed  chooses hair, clothes, glasses and colours; the same seed gives the same bytes.
/// @return a baseline JPEG (RGB, 300 dpi) of portrait_width x portrait_height, at most 20 KB.
[[nodiscard]] Bytes draw_portrait(std::uint32_t seed);

}  // namespace yinxin::cli
