// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/time.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::sheets {

/// Writes one table of texts; what a spreadsheet program would calculate or guess stays text.
class SheetWriter {
  public:
    virtual ~SheetWriter() = default;
    /// UTF-8. The first row is the header.
    virtual void add_row(std::span<const std::string> cells) = 0;
    /// The file; the writer is used up. @error too_large, file.io
    [[nodiscard]] virtual Result<Bytes> finish() = 0;
};

/// UTF-8 with a byte order mark (or Excel takes it for the system's own code), commas, CRLF. A cell
/// that a spreadsheet program could take for a formula gets an apostrophe in front.
[[nodiscard]] std::unique_ptr<SheetWriter> make_csv_writer();

struct XlsxLook {
    std::string sheet = "Sheet1";
    std::vector<double> widths;      ///< of the columns, in characters; missing ones are usual
    Instant made_at{};               ///< stands in the file's properties
    std::vector<std::string> hints;  ///< note on the header of each column; "" for none
    /// What may be chosen in each column; other texts are asked about, not refused. Left out where
    /// there are none or too many for the format (255 characters together).
    std::vector<std::vector<std::string>> choices;
    bool is_large = false;  ///< hundreds of thousands of rows: written through, not kept in memory
};
/// An XLSX workbook of text cells, formatted as text so that typed digits stay as they are; the
/// header is bold and stays in view.
[[nodiscard]] std::unique_ptr<SheetWriter> make_xlsx_writer(const XlsxLook& look);

/// The text as it may stand in a CSV cell: an apostrophe in front of = + - @ tab, carriage return,
/// NUL, and of the full-width forms of the first four (OWASP, CSV injection).
[[nodiscard]] std::string neutralised(std::string_view text);

}  // namespace yinxin::sheets
