// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/sheets/sheet_reader.hpp"

namespace yinxin::sheets {

/// Between a parser and its visitor: collects the cells of a row, counts, leaves blank rows out and
/// holds the limits.
class RowGate {
  public:
    RowGate(const SheetLimits& limits, const RowVisit& visit) : limits_(limits), visit_(visit) {}

    [[nodiscard]] const SheetLimits& limits() const noexcept { return limits_; }
    /// Columns may be skipped, but grow. An empty cell counts for nothing.
    /// @error sheet.too_many_columns, sheet.cell_too_long
    Result<void> add(std::size_t row, std::size_t column, Cell cell);
    /// Hands the row on. Once the visitor has said stop it returns an Error, which ends the parser
    /// and means nothing: was_stopped(). @error sheet.too_many_rows, and the visitor's own
    Result<void> end_row(std::size_t row);
    [[nodiscard]] bool was_stopped() const noexcept { return was_stopped_; }

    /// @return sheet.cell_too_long
    [[nodiscard]] Error too_long(std::size_t row, std::size_t column) const;

  private:
    const SheetLimits& limits_;
    const RowVisit& visit_;
    Row row_;
    std::size_t rows_ = 0;
    bool was_stopped_ = false;
};

/// An error at a place people can find.
[[nodiscard]] Error at_cell(ErrorCode code, std::size_t row, std::size_t column);

}  // namespace yinxin::sheets
