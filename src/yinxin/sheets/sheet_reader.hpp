// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Tables people keep in spreadsheets: CSV and XLSX in and out, and ZIP archives of files.
///
/// Everything read here comes from strangers. Rows are handed on one by one, so that a million of
/// them need no more memory than one (XLSX: than its table of shared texts).
namespace yinxin::sheets {

/// What passes one of these is refused.
struct SheetLimits {
    std::size_t rows = 1'000'000;  ///< that are not blank
    std::size_t columns = 200;
    std::size_t cell_bytes = std::size_t{128} * 1024;  ///< Excel itself ends at 32,767 characters
    std::size_t unpacked_bytes = std::size_t{64} * 1024 * 1024;  ///< XLSX: all parts together
    std::size_t ratio = 100;  ///< XLSX: unpacked to packed, per part
    /// XLSX: the largest part that is held in memory, which is the table of shared texts.
    std::size_t shared_bytes = std::size_t{64} * 1024 * 1024;
};

struct SheetOptions {
    SheetLimits limits;
    std::string sheet;  ///< XLSX: which one; empty: the first that is not hidden
};

/// What a cell was before it became text.
enum class CellKind {
    text,
    number,        ///< whole numbers as digits
    lossy_number,  ///< 16 digits or more: the spreadsheet program has forgotten the last ones
    date,          ///< "2026-11-23", with " 18:00:00" if there is a time
    error,         ///< "#N/A" and its like
};

struct Cell {
    std::string text;  ///< UTF-8, not trimmed
    CellKind kind = CellKind::text;
    bool is_calculated = false;  ///< XLSX: a formula stands behind it; the text is its last result
};

struct Row {
    std::size_t number = 0;   ///< as the spreadsheet program shows it, from 1
    std::vector<Cell> cells;  ///< empty ones at the end are left out
};

enum class Walk { on, stop };
using RowVisit = std::function<Result<Walk>(const Row&)>;

/// One table, read row by row.
class SheetReader {
  public:
    virtual ~SheetReader() = default;

    /// Visits the rows that are not blank from the top, until one visit says stop or fails. The row
    /// is only lent. May be called again and begins anew.
    ///
    /// Errors name the place in params "row" and "column" ("C"), as far as it is known:
    /// @error sheet.unreadable  broken structure
    /// @error sheet.encoding  CSV: neither UTF-8 nor GB 18030, or control characters
    /// @error sheet.quoting  CSV: a quotation mark where RFC 4180 has none
    /// @error sheet.too_many_rows, sheet.too_many_columns, sheet.cell_too_long, sheet.too_large
    ///   param "most"
    /// @error archive.unsafe  XLSX with a DOCTYPE
    virtual Result<void> each_row(const RowVisit& visit) = 0;

    /// XLSX: names of the sheets that are not hidden, in order. CSV: none.
    [[nodiscard]] virtual std::vector<std::string> sheet_names() const = 0;
};

/// Opens CSV or XLSX, whichever the bytes are; names and media types lie.
/// @param file  outlives the reader; a large file may be mapped.
/// @error sheet.old_excel  .xls, or an XLSX protected by a password
/// @error sheet.missing  no such sheet
/// @error sheet.unreadable, and those of Archive::open
[[nodiscard]] Result<std::unique_ptr<SheetReader>> open_sheet(BytesView file,
                                                              const SheetOptions& options = {});

/// Whether the bytes are an XLSX workbook rather than any other archive.
[[nodiscard]] bool is_workbook(BytesView file);

/// "A" for 0, "Z" for 25, "AA" for 26.
[[nodiscard]] std::string column_letters(std::size_t column);

}  // namespace yinxin::sheets
