// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/numbering.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/licence_id.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::domain {
namespace {

constexpr std::size_t full_year = 4;
constexpr std::size_t short_year = 2;
constexpr std::size_t most_serial_digits = 12;

Error wrong(std::string_view what) {
    return Error(ErrorCode::config_invalid, "numbering pattern: " + std::string(what));
}

bool is_plain(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/// The part after the colon as a number of digits; `standard` where there is none.
Result<std::size_t> width_of(std::string_view field, std::size_t standard, std::size_t most) {
    const auto colon = field.find(':');
    if (colon == std::string_view::npos) return standard;
    const auto width = parse_integer(field.substr(colon + 1));
    if (!width || *width < 1 || static_cast<std::uint64_t>(*width) > most) {
        return wrong("width in {" + std::string(field) + "}");
    }
    return static_cast<std::size_t>(*width);
}

}  // namespace

Result<NumberingRule::Piece> NumberingRule::read_field(std::string_view field) {
    const std::string_view name = field.substr(0, field.find(':'));
    if (name == "year") {
        YX_TRY(const std::size_t width, width_of(field, full_year, full_year));
        if (width != full_year && width != short_year) return wrong("a year has 2 or 4 digits");
        return Piece{Kind::year, {}, width};
    }
    if (name == "serial") {
        YX_TRY(const std::size_t width, width_of(field, 1, most_serial_digits));
        return Piece{Kind::serial, {}, width};
    }
    if (field == "item") return Piece{Kind::item, {}, 0};
    if (field == "check") return Piece{Kind::check, {}, 0};
    return wrong("unknown field {" + std::string(field) + "}");
}

Result<void> NumberingRule::check_shape() const {
    if (std::ranges::count(pieces_, Kind::serial, &Piece::kind) != 1) {
        return wrong("{serial:n} must stand exactly once");
    }
    const auto checks = std::ranges::count(pieces_, Kind::check, &Piece::kind);
    if (checks > 1 || (checks == 1 && pieces_.back().kind != Kind::check)) {
        return wrong("{check} stands at the end");
    }
    if (!number({9999, "999"}, 1)) return wrong("gives more than 32 characters");
    return ok();
}

Result<NumberingRule> NumberingRule::parse(std::string_view pattern) {
    NumberingRule rule;
    rule.pattern_ = pattern;
    while (!pattern.empty()) {
        if (pattern.front() != '{') {
            if (!is_plain(pattern.front())) return wrong("capitals, digits and hyphens only");
            if (rule.pieces_.empty() || rule.pieces_.back().kind != Kind::text) {
                rule.pieces_.push_back({Kind::text, {}, 0});
            }
            rule.pieces_.back().text += pattern.front();
            pattern.remove_prefix(1);
            continue;
        }
        const auto end = pattern.find('}');
        if (end == std::string_view::npos) return wrong("a brace is not closed");
        YX_TRY(Piece piece, read_field(pattern.substr(1, end - 1)));
        rule.pieces_.push_back(std::move(piece));
        pattern.remove_prefix(end + 1);
    }
    YX_CHECK(rule.check_shape());
    return rule;
}

std::string NumberingRule::series(const NumberParts& parts) const {
    std::string text;
    for (const Piece& piece : pieces_) {
        switch (piece.kind) {
            case Kind::text:
                text += piece.text;
                break;
            case Kind::year: {
                const std::string year = fmt::format("{:04}", parts.year);
                text += year.substr(year.size() - piece.width);
                break;
            }
            case Kind::item:
                text += parts.item_code;
                break;
            case Kind::serial:
                text += '#';
                break;
            case Kind::check:
                break;
        }
    }
    return text;
}

Result<std::string> NumberingRule::number(const NumberParts& parts, std::int64_t serial) const {
    const auto width = std::ranges::find(pieces_, Kind::serial, &Piece::kind)->width;
    std::string text =
        replace_all(series(parts), "#", fmt::format("{:0{}}", serial, static_cast<int>(width)));
    if (pieces_.back().kind == Kind::check) text += mod37_36_check(replace_all(text, "-", ""));
    if (text.size() > max_number_length)
        return Error(ErrorCode::certificate_number_invalid, "too long");
    return text;
}

}  // namespace yinxin::domain
