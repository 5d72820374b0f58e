// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/characters.hpp"

#include <algorithm>
#include <array>

namespace yinxin::documents {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

/// Sorted. A font that has a glyph for one of these would draw something that only it understands
/// (private use), something invisible, or a mark that needs shaping, which we do not do.
constexpr std::array refused{
    Range{0x0000, 0x001F},      // C0
    Range{0x007F, 0x009F},      // DEL, C1
    Range{0x00AD, 0x00AD},      // soft hyphen
    Range{0x0300, 0x036F},      // combining diacritical marks
    Range{0x0590, 0x08FF},      // right-to-left scripts need shaping
    Range{0x1100, 0x11FF},      // conjoining jamo
    Range{0x1AB0, 0x1AFF},      // combining, extended
    Range{0x1DC0, 0x1DFF},      // combining, supplement
    Range{0x200B, 0x200F},      // zero width, direction marks
    Range{0x2028, 0x202E},      // separators, direction overrides
    Range{0x2060, 0x206F},      // invisible operators, direction isolates
    Range{0x20D0, 0x20FF},      // combining, symbols
    Range{0x302A, 0x302F},      // ideographic tone marks
    Range{0x3099, 0x309A},      // combining kana sound marks
    Range{0xD800, 0xF8FF},      // surrogates, private use
    Range{0xFB1D, 0xFDFF},      // presentation forms of right-to-left scripts
    Range{0xFE00, 0xFE0F},      // variation selectors
    Range{0xFE20, 0xFE2F},      // combining half marks
    Range{0xFE70, 0xFEFF},      // presentation forms, byte order mark
    Range{0xFFF0, 0xFFFF},      // specials
    Range{0xE0000, 0x10FFFFFF}  // tags, variation selectors supplement, planes 15 and 16, beyond
};

}  // namespace

bool is_printable(char32_t point) noexcept {
    const auto* range = std::ranges::lower_bound(refused, point, {}, &Range::last);
    if (range != refused.end() && point >= range->first) return false;
    return (point & 0xFFFE) != 0xFFFE;  // the last two of every plane are noncharacters
}

}  // namespace yinxin::documents
