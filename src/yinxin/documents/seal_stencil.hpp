// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/result.hpp"

#include <cstddef>
#include <string>

namespace yinxin::documents {

/// The ink of a seal's picture made elsewhere: a square of pixels that are painted or not. One bit
/// and one colour, because the archival profile has no transparency and a seal has one ink.
struct SealStencil {
    int side = 0;      ///< pixels
    std::string rows;  ///< a bit a pixel, the highest first, 0 is ink; rows begin at a whole byte
    Bytes png;         ///< the same as a PNG: vermilion, and nothing elsewhere

    [[nodiscard]] bool is_ink(int x, int y) const noexcept;
};

/// What an uploaded picture must be. At 40 mm, 600 pixels are 380 dots an inch.
struct StencilLimits {
    std::size_t bytes = std::size_t{1024} * 1024;
    int least_side = 600;
    int most_side = 2400;
    double least_ink = 0.02;  ///< share of the square; less is an empty picture
    double most_ink = 0.6;    ///< more is a picture without paper: a photo, or a filled square
};

/// Reads a PNG (ISO/IEC 15948) from strangers. Ink is what is nearer to full colour than to white
/// paper in its darkest channel, whatever the colour: red, blue and black alike.
/// @error seal.picture_refused  param `why`: too_large, not_png, not_square, too_few_pixels,
///   too_many_pixels, no_ink, no_paper
[[nodiscard]] Result<SealStencil> read_seal_stencil(BytesView png,
                                                    const StencilLimits& limits = {});

}  // namespace yinxin::documents
