// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/xlsx_cell.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/base/time.hpp"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace yinxin::sheets {
namespace {

Error unreadable(const char* reason) {
    return Error(ErrorCode::sheet_unreadable, reason);
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value)) {
        return {};
    }
    return value;
}

/// Days and part of a day since the workbook's epoch (ECMA-376 part 1, 18.17.4).
std::optional<std::string> date_text(double serial, bool counts_from_1904) {
    constexpr double last_day_9999 = 2'958'465;
    constexpr double seconds_per_day = 86'400;
    if (serial < 0 || serial > last_day_9999) return {};
    auto day = static_cast<int>(serial);
    auto second = std::llround((serial - day) * seconds_per_day);
    if (second == std::llround(seconds_per_day)) {
        ++day;
        second = 0;
    }
    CivilDay epoch = make_day(1904, 1, 1);
    if (!counts_from_1904) {
        // The 1900 system has a 29 February 1900 (serial 60) that never was.
        epoch = day < 60 ? make_day(1899, 12, 31) : make_day(1899, 12, 30);
    }
    std::string text = format_day(epoch + Days(day));
    if (second != 0) {
        text += fmt::format(" {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    }
    return text;
}

Result<Cell> read_number(const XlsxBook& book, const XlsxCell& cell) {
    const auto value = parse_number(cell.value);
    if (!value) return unreadable("a number that is none");
    if (cell.style < book.is_date_style.size() && book.is_date_style[cell.style]) {
        if (auto text = date_text(*value, book.counts_from_1904)) {
            return Cell{*std::move(text), CellKind::date};
        }
    }
    auto number = number_cell(cell.value);
    if (!number) return unreadable("a number that is none");
    return *std::move(number);
}

}  // namespace

std::optional<Cell> number_cell(std::string_view written) {
    constexpr double first_lossy = 1e15;
    const auto value = parse_number(written);
    if (!value) return {};
    if (std::abs(*value) >= first_lossy) return Cell{std::string(written), CellKind::lossy_number};
    if (*value == std::trunc(*value)) {
        return Cell{std::to_string(static_cast<std::int64_t>(*value)), CellKind::number};
    }
    return Cell{std::string(written), CellKind::number};
}

Result<Cell> read_cell(const XlsxBook& book, const XlsxCell& cell) {
    if (cell.type == "s") {
        const auto number = parse_integer(cell.value);
        std::string_view text;
        if (!number || *number < 0 || !book.texts.find(static_cast<std::size_t>(*number), text)) {
            return unreadable("a shared text that is not there");
        }
        return Cell{std::string(text), CellKind::text};
    }
    if (cell.type == "str" || cell.type == "inlineStr") return Cell{unescape(cell.value)};
    if (cell.type == "b") return Cell{cell.value == "1" ? "TRUE" : "FALSE"};
    if (cell.type == "e") return Cell{cell.value, CellKind::error};
    if (cell.type == "d") return Cell{cell.value, CellKind::date};
    if (!cell.type.empty() && cell.type != "n") return unreadable("a kind of cell nobody knows");
    if (cell.value.empty()) return Cell{};
    return read_number(book, cell);
}

std::optional<std::size_t> column_of(std::string_view reference) noexcept {
    constexpr std::size_t most = 16'384;
    std::size_t column = 0;
    std::size_t letters = 0;
    while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z') {
        column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A' + 1);
        if (++letters > 3) return {};
    }
    if (letters == 0 || column > most) return {};
    return column - 1;
}

}  // namespace yinxin::sheets
