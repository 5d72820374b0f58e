// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/fold.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>
#include <array>

namespace yinxin::domain::fold {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
constexpr bool in_any(const std::array<Range, N>& ranges, char32_t point) noexcept {
    return std::ranges::any_of(
        ranges, [point](const Range& r) { return r.first <= point && point <= r.last; });
}

}  // namespace

bool is_ideograph(char32_t point) noexcept {
    // Twelve code points of the compatibility block are unified ideographs (Unicode, "The Unified
    // Ideographs in the CJK Compatibility Ideographs block").
    static constexpr std::array<Range, 15> ranges{{
        {0x3007, 0x3007},
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        {0xFA0E, 0xFA0F},
        {0xFA11, 0xFA11},
        {0xFA13, 0xFA14},
        {0xFA1F, 0xFA1F},
        {0xFA21, 0xFA21},
        {0xFA23, 0xFA24},
        {0xFA27, 0xFA29},
        {0x20000, 0x2A6DF},
        {0x2A700, 0x2EBE0},
        {0x2EBF0, 0x2EE5D},
        {0x30000, 0x3134A},
        {0x31350, 0x33479},
    }};
    return in_any(ranges, point);
}

bool is_private_use(char32_t point) noexcept {
    static constexpr std::array<Range, 3> ranges{{
        {0xE000, 0xF8FF},
        {0xF0000, 0xFFFFD},
        {0x100000, 0x10FFFD},
    }};
    return in_any(ranges, point);
}

bool is_unprintable(char32_t point) noexcept {
    static constexpr std::array<Range, 17> ranges{{
        {0x0000, 0x001F},
        {0x007F, 0x009F},
        {0x00AD, 0x00AD},
        {0x034F, 0x034F},
        {0x061C, 0x061C},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x200B, 0x200F},
        {0x2028, 0x202E},
        {0x2060, 0x206F},
        {0x3164, 0x3164},
        {0xD800, 0xDFFF},
        {0xFE00, 0xFE0F},
        {0xFEFF, 0xFEFF},
        {0xFFF0, 0xFFFD},
        {0x34000, 0xEFFFF},
    }};
    const bool noncharacter =
        (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF) || point > 0x10FFFF;
    return noncharacter || in_any(ranges, point);
}

std::u32string compact(std::string_view raw) {
    const auto points = decode_utf8(raw);
    if (!points) return {};
    std::u32string text;
    text.reserve(points->size());
    for (const char32_t point : *points) {
        if (!is_space(point)) text += to_upper(to_half_width(point));
    }
    return text;
}

}  // namespace yinxin::domain::fold
