// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/row_gate.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::sheets {

Error at_cell(ErrorCode code, std::size_t row, std::size_t column) {
    return Error(code).with("row", std::to_string(row)).with("column", column_letters(column));
}

Error RowGate::too_long(std::size_t row, std::size_t column) const {
    return at_cell(ErrorCode::sheet_cell_too_long, row, column)
        .with("most", std::to_string(limits_.cell_bytes));
}

Result<void> RowGate::add(std::size_t row, std::size_t column, Cell cell) {
    if (cell.text.empty()) return ok();
    if (column >= limits_.columns) {
        return at_cell(ErrorCode::sheet_too_many_columns, row, column)
            .with("most", std::to_string(limits_.columns));
    }
    if (cell.text.size() > limits_.cell_bytes) return too_long(row, column);
    row_.cells.resize(column);
    row_.cells.push_back(std::move(cell));
    return ok();
}

Result<void> RowGate::end_row(std::size_t row) {
    const bool is_blank =
        std::ranges::all_of(row_.cells, [](const Cell& cell) { return trim(cell.text).empty(); });
    if (!is_blank) {
        if (++rows_ > limits_.rows) {
            return Error(ErrorCode::sheet_too_many_rows).with("most", std::to_string(limits_.rows));
        }
        row_.number = row;
        YX_TRY(const Walk walk, visit_(row_));
        was_stopped_ = walk == Walk::stop;
    }
    row_.cells.clear();
    if (was_stopped_) return Error(ErrorCode::conflict, "stopped by the visitor");
    return ok();
}

std::string column_letters(std::size_t column) {
    std::string letters;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return letters;
}

}  // namespace yinxin::sheets
