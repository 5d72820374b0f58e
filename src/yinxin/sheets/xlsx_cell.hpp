// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/sheets/sheet_reader.hpp"
#include "yinxin/sheets/xlsx_book.hpp"

#include <optional>
#include <string_view>

namespace yinxin::sheets {

/// A cell as it stands in the sheet's XML.
struct XlsxCell {
    std::string type;  ///< s, str, inlineStr, n, b, e, d; empty: n
    std::size_t style = 0;
    std::string value;  ///< text of <v>, or of <is>
    bool has_formula = false;
};

/// @error sheet.unreadable  a text number that is not there, a number that is none
[[nodiscard]] Result<Cell> read_cell(const XlsxBook& book, const XlsxCell& cell);

/// A plain number as people see it: whole numbers as digits. More digits than a spreadsheet program
/// keeps (15) are lossy.
[[nodiscard]] std::optional<Cell> number_cell(std::string_view written);

/// 0-based column of a reference like "AB12".
[[nodiscard]] std::optional<std::size_t> column_of(std::string_view reference) noexcept;

}  // namespace yinxin::sheets
