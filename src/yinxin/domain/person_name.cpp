// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/person_name.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"
#include "yinxin/domain/latin.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace yinxin::domain {
namespace {

constexpr char32_t separator = 0x00B7;

struct Replacement {
    char32_t from;
    char32_t to;
};

// Separators, quotes and brackets that mean the same in a name; then the nine compatibility
// ideographs that GBK contains, with the unified ideographs they are canonically equal to.
constexpr std::array<Replacement, 25> replacements{{
    {0x2022, separator}, {0x2024, separator}, {0x2027, separator}, {0x2219, separator},
    {0x22C5, separator}, {0x2E31, separator}, {0x30FB, separator}, {0x318D, separator},
    {0xFF65, separator}, {0x0387, separator}, {0x16EB, separator}, {0x2018, '\''},
    {0x2019, '\''},      {0x02BC, '\''},      {0x3010, '['},       {0x3011, ']'},
    {0xF92C, 0x90CE},    {0xF979, 0x51C9},    {0xF995, 0x79CA},    {0xF9E7, 0x88CF},
    {0xF9F1, 0x96A3},    {0xFA0C, 0x5140},    {0xFA0D, 0x55C0},    {0xFA18, 0x793C},
    {0xFA20, 0x8612},
}};

struct Range {
    char32_t first;
    char32_t last;
};

// What is printable but in no name. Everything that is not listed, not unprintable and not private
// use is accepted: names come in many scripts.
constexpr std::array<Range, 19> not_in_names{{
    {0x00A1, 0x00B6},  // Latin-1 signs
    {0x00B8, 0x00BF},   {0x00D7, 0x00D7}, {0x00F7, 0x00F7},
    {0x0300, 0x036F},  // marks that did not compose
    {0x2000, 0x2BFF},  // punctuation, signs, arrows, shapes
    {0x2E00, 0x2FFF},  // punctuation, radicals, description characters
    {0x3001, 0x3004},   {0x3008, 0x3020}, {0x3030, 0x3040},
    {0x3099, 0x30A0},   {0x31C0, 0x31EF},  // strokes
    {0x3200, 0x33FF},                      // enclosed characters, squared words
    {0x4DC0, 0x4DFF},   {0xFB00, 0xFB4F},  // ligatures
    {0xFE10, 0xFE6F},                      // vertical and small forms
    {0xFF00, 0xFFEF},                      // what is left of the full- and half-width forms
    {0x1D000, 0x1FFFF},                    // musical, mathematical, pictographs
    {0x2F800, 0x2FA1F},                    // compatibility ideographs
}};

bool is_name_character(char32_t point) noexcept {
    if (point < 0x80) {
        const bool letter = (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
        return letter || std::u32string_view(U"-'.()[]").contains(point);
    }
    if (fold::is_unprintable(point)) return false;
    if (point >= 0xF900 && point <= 0xFAFF) return fold::is_ideograph(point);
    return std::ranges::none_of(
        not_in_names, [point](const Range& r) { return r.first <= point && point <= r.last; });
}

char32_t normal_form(char32_t point) noexcept {
    const auto found = std::ranges::find(replacements, point, &Replacement::from);
    if (found != replacements.end()) return found->to;
    return fold::is_hyphen(point) ? U'-' : fold::to_half_width(point);
}

Error refuse(std::string reason, std::size_t position = 0) {
    Error error(ErrorCode::name_invalid, reason);
    error.with("reason", reason);
    if (position != 0) error.with("position", std::to_string(position));
    return error;
}

/// Builds the normalised spelling one typed character after another.
class Spelling {
  public:
    void put_space() {
        if (!text_.empty() && text_.back() != separator && text_.back() != U' ') text_ += U' ';
    }
    void put_separator() {
        drop_space();
        if (text_.empty() || text_.back() != separator) text_ += separator;
    }
    void put(char32_t point) { text_ += point; }
    /// Whether `mark` became part of the letter before it.
    bool compose(char32_t mark) {
        if (text_.empty()) return false;
        const auto composed = fold::compose(text_.back(), mark);
        if (composed) text_.back() = *composed;
        return composed.has_value();
    }
    [[nodiscard]] bool ends_with_ideograph() const {
        const auto last = text_.find_last_not_of(U' ');
        return last != std::u32string::npos && fold::is_ideograph(text_[last]);
    }
    [[nodiscard]] std::u32string take() {
        drop_space();
        return std::move(text_);
    }

  private:
    void drop_space() {
        if (!text_.empty() && text_.back() == U' ') text_.pop_back();
    }

    std::u32string text_;
};

/// Whether the first character that is no space is an ideograph.
bool ideograph_follows(std::u32string_view rest) noexcept {
    const auto next = std::ranges::find_if_not(rest, fold::is_space);
    return next != rest.end() && fold::is_ideograph(*next);
}

std::u32string points_of(const PersonName& name) {
    auto points = decode_utf8(name.value);
    return points ? *std::move(points) : std::u32string();
}

/// Without the spaces that people put between the characters of a short Chinese name.
std::u32string unspaced(const PersonName& name) {
    const std::u32string points = points_of(name);
    std::u32string out;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool is_between = points[i] == U' ' && i > 0 && i + 1 < points.size() &&
                                fold::is_ideograph(points[i - 1]) &&
                                fold::is_ideograph(points[i + 1]);
        if (!is_between) out += points[i];
    }
    return out;
}

}  // namespace

Result<PersonName> parse_person_name(std::string_view raw) {
    const auto decoded = decode_utf8(raw);
    if (!decoded) return refuse("encoding");
    const std::u32string_view typed(*decoded);
    Spelling spelling;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const char32_t point = normal_form(typed[i]);
        const bool dot_as_separator = point == '.' && spelling.ends_with_ideograph() &&
                                      ideograph_follows(typed.substr(i + 1));
        if (fold::is_space(point)) {
            spelling.put_space();
        } else if (point == separator || dot_as_separator) {
            spelling.put_separator();
        } else if (fold::is_private_use(point)) {
            return Error(ErrorCode::name_private_use).with("position", std::to_string(i + 1));
        } else if (fold::is_combining_mark(point) && spelling.compose(point)) {
            continue;
        } else if (is_name_character(point)) {
            spelling.put(point);
        } else {
            return refuse("character", i + 1);
        }
    }
    const std::u32string name = spelling.take();
    if (name.empty()) return refuse("empty");
    if (name.front() == separator || name.back() == separator) return refuse("character");
    if (name.size() > max_name_length) {
        return refuse("too_long").with("max", std::to_string(max_name_length));
    }
    return PersonName{encode_utf8(name)};
}

bool has_bracket_substitute(const PersonName& name) {
    const std::u32string text = points_of(name);
    const auto open = text.find(U'[');
    if (open == std::u32string::npos) return false;
    const auto close = text.find(U']', open);
    return close != std::u32string::npos && close > open + 1 && fold::is_ideograph(text[open + 1]);
}

bool same_name(const PersonName& a, const PersonName& b) {
    return std::ranges::equal(
        unspaced(a), unspaced(b), {}, fold::to_lower_latin, fold::to_lower_latin);
}

std::string masked_name(const PersonName& name) {
    const std::u32string text = points_of(name);
    if (text.empty()) return {};
    return encode_utf8(text.front()) + std::string(text.size() - 1, '*');
}

std::size_t length(const PersonName& name) {
    return points_of(name).size();
}

}  // namespace yinxin::domain
