// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// What several readers of typed text in this room share; not for other rooms.
namespace yinxin::domain::fold {

/// A full-width character of U+FF01 to U+FF5E as its ASCII twin, everything else unchanged.
[[nodiscard]] constexpr char32_t to_half_width(char32_t point) noexcept {
    return point >= 0xFF01 && point <= 0xFF5E ? point - 0xFEE0 : point;
}

/// ASCII white space, no-break space, the general spaces U+2000 to U+200A, U+3000.
[[nodiscard]] constexpr bool is_space(char32_t point) noexcept {
    return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0 ||
           (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x3000;
}

/// ASCII and full-width hyphen, U+2010 to U+2015, minus sign.
[[nodiscard]] constexpr bool is_hyphen(char32_t point) noexcept {
    return point == '-' || point == 0xFF0D || (point >= 0x2010 && point <= 0x2015) ||
           point == 0x2212;
}

[[nodiscard]] constexpr bool is_digit(char32_t point) noexcept {
    return point >= '0' && point <= '9';
}
[[nodiscard]] constexpr bool is_upper(char32_t point) noexcept {
    return point >= 'A' && point <= 'Z';
}
[[nodiscard]] constexpr char32_t to_upper(char32_t point) noexcept {
    return point >= 'a' && point <= 'z' ? point - ('a' - 'A') : point;
}

/// Han characters: U+3007, the unified blocks with all extensions, not the compatibility ones.
[[nodiscard]] bool is_ideograph(char32_t point) noexcept;
/// Private use in the BMP and in planes 15 and 16.
[[nodiscard]] bool is_private_use(char32_t point) noexcept;
/// Controls, format and invisible characters, surrogates, noncharacters, tags, planes without
/// assigned text: never printable.
[[nodiscard]] bool is_unprintable(char32_t point) noexcept;

/// Typed number as ASCII: white space dropped, full-width made half-width, letters upper case.
/// Empty where the text is not UTF-8; foreign characters stay, for the caller to refuse.
[[nodiscard]] std::u32string compact(std::string_view raw);

}  // namespace yinxin::domain::fold
