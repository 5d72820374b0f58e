// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/fonts.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yinxin::documents {

/// Room for a text that may shrink and then wrap, but never leave its place.
struct TextRoom {
    FontRole role = FontRole::serif;
    double width = 0;            ///< millimetres
    double size = 4;             ///< wanted em
    double one_line_size = 3;    ///< smallest em on one line; below it the text wraps
    double smallest_size = 2.5;  ///< smallest em at all
    std::size_t lines = 1;       ///< at most
    double height = 1000;        ///< millimetres for all lines, `line_pitch` ems each
    double first_indent = 0;     ///< in ems, before the first line
    double letter_spacing = 0;   ///< in ems
};

/// From base line to base line where nothing else is asked for, in ems.
inline constexpr double line_pitch = 1.28;

struct FittedText {
    double size = 0;
    std::vector<std::u32string> lines;
};

/// UTF-8 to code points, every one of which can be printed.
/// @error document.glyph_missing  @error malformed
[[nodiscard]] Result<std::u32string> printable(std::string_view text, const FontBook& fonts);

/// The largest setting that fits: the wanted size, then smaller on one line, then more lines.
/// @error document.text_does_not_fit  param part = `part`.
[[nodiscard]] Result<FittedText> fit(std::u32string_view text,
                                     const TextRoom& room,
                                     const FontBook& fonts,
                                     std::string_view part);

/// Width of a line with letter spacing (none after the last glyph), millimetres.
[[nodiscard]] double line_width(std::u32string_view text,
                                const TextRoom& room,
                                double size,
                                const FontBook& fonts);

/// Breaks at spaces and between ideographs; no closing mark begins a line, no opening mark ends
/// one.
[[nodiscard]] std::vector<std::u32string> break_lines(std::u32string_view text,
                                                      const TextRoom& room,
                                                      double size,
                                                      const FontBook& fonts);

}  // namespace yinxin::documents
