// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/typeset.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::documents {
namespace {

constexpr std::u32string_view never_first = U"，。、；：？！）》」』】〕”’·,.;:?!)%";
constexpr std::u32string_view never_last = U"（《「『【〔“‘(";

bool stands_alone(char32_t point) {
    return point >= 0x2E80;  // ideographs, kana, full-width forms: a break is allowed around them
}

bool may_break(char32_t before, char32_t after) {
    if (before == U' ') return true;
    if (after == U' ') return false;
    if (never_first.contains(after) || never_last.contains(before)) return false;
    // The separator inside a transliterated name hangs on the part before it.
    return stands_alone(before) || stands_alone(after) || before == U'·' || before == U'-';
}

std::u32string_view without_outer_spaces(std::u32string_view text) {
    while (!text.empty() && text.front() == U' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == U' ')
        text.remove_suffix(1);
    return text;
}

}  // namespace

Result<std::u32string> printable(std::string_view text, const FontBook& fonts) {
    YX_TRY(std::u32string points, decode_utf8(text));
    YX_CHECK(fonts.check_coverage(points));
    return points;
}

double line_width(std::u32string_view text,
                  const TextRoom& room,
                  double size,
                  const FontBook& fonts) {
    if (text.empty()) return 0;
    const auto gaps = static_cast<double>(text.size() - 1);
    return fonts.measure(room.role, text, size) + gaps * room.letter_spacing * size;
}

std::vector<std::u32string> break_lines(std::u32string_view text,
                                        const TextRoom& room,
                                        double size,
                                        const FontBook& fonts) {
    std::vector<std::u32string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        double left = room.width - (lines.empty() ? room.first_indent * size : 0);
        std::size_t end = begin;
        std::size_t breakable = begin;
        while (end < text.size()) {
            const double advance = fonts.measure(room.role, text.substr(end, 1), size);
            if (advance > left + 1e-6 && end > begin && text[end] != U' ') break;
            left -= advance + room.letter_spacing * size;
            ++end;
            if (end < text.size() && may_break(text[end - 1], text[end])) breakable = end;
        }
        // A word longer than the line is cut where the line ends.
        if (end < text.size()) end = breakable > begin ? breakable : end;
        const auto line = without_outer_spaces(text.substr(begin, end - begin));
        if (!line.empty()) lines.emplace_back(line);
        begin = end;
    }
    return lines;
}

Result<FittedText> fit(std::u32string_view text,
                       const TextRoom& room,
                       const FontBook& fonts,
                       std::string_view part) {
    if (text.empty()) return FittedText{room.size, {}};
    const double natural = line_width(text, room, room.size, fonts) + room.first_indent * room.size;
    if (natural <= room.width) return FittedText{room.size, {std::u32string(text)}};
    if (const double size = room.size * room.width / natural; size >= room.one_line_size) {
        return FittedText{size, {std::u32string(text)}};
    }
    for (std::size_t lines = 2; lines <= room.lines; ++lines) {
        const bool last = lines == room.lines;
        const double floor = last ? room.smallest_size : room.one_line_size;
        for (double size = room.size; size >= floor - 1e-9; size -= 0.1) {
            auto broken = break_lines(text, room, size, fonts);
            const double height = static_cast<double>(broken.size()) * line_pitch * size;
            if (broken.size() <= lines && height <= room.height)
                return FittedText{size, std::move(broken)};
        }
    }
    return Error(ErrorCode::text_does_not_fit, std::string(part)).with("part", std::string(part));
}

}  // namespace yinxin::documents
