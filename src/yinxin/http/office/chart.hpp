// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/view.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yinxin::http {

/// One bar: what stands below it, and how high it is.
struct Bar {
    std::string label;
    std::int64_t value = 0;
};

/// A bar chart as SVG, coloured by the style sheet. The first, the last and the highest bar are
/// labelled; the table beside a chart has all of them.
/// @param title  read out in place of the picture.
/// @param width  in units of the letters' height of 13: a picture in a narrow place is drawn
/// narrow,
///   so that its letters stay readable.
[[nodiscard]] SafeHtml draw_bars(const std::vector<Bar>& bars,
                                 const std::string& title,
                                 double width = 720);

}  // namespace yinxin::http
