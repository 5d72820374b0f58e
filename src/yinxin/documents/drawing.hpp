// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/fonts.hpp"
#include "yinxin/documents/typeset.hpp"

#include <string_view>
#include <vector>

namespace yinxin::documents {

enum class Align { left, centre, right };

/// How a fitted text stands on the page.
struct TextPlace {
    double x = 0;          ///< left end, middle or right end, after `align`
    double base_line = 0;  ///< of the first line
    double leading = 0;    ///< from base line to base line
    Align align = Align::left;
    Colour colour;
};

/// Appends one run per line.
void put_text(Ops& ops,
              const FittedText& text,
              const TextRoom& room,
              const TextPlace& place,
              const FontBook& fonts);

/// The base line that puts a line of ideographs of this em in the middle of `y`.
[[nodiscard]] constexpr double base_line_for(double y, double size) noexcept {
    return y + 0.38 * size;
}

/// A straight hairline.
[[nodiscard]] PaintedPath make_rule(Point from, Point to, Stroke stroke);

}  // namespace yinxin::documents
