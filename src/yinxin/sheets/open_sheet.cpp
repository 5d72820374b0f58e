// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/archive.hpp"
#include "yinxin/sheets/csv_reader.hpp"
#include "yinxin/sheets/sheet_reader.hpp"
#include "yinxin/sheets/xlsx_reader.hpp"
#include "yinxin/sheets/zip_layout.hpp"

#include <algorithm>

namespace yinxin::sheets {
namespace {

/// Compound File Binary: .xls, and workbooks under a password.
constexpr std::string_view compound_file = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

}  // namespace

Result<std::unique_ptr<SheetReader>> open_sheet(BytesView file, const SheetOptions& options) {
    if (as_text(file).starts_with(compound_file)) return Error(ErrorCode::sheet_old_excel);
    if (is_archive(file)) return open_xlsx(file, options);
    if (as_text(file).starts_with("%PDF-")) return Error(ErrorCode::sheet_unreadable, "PDF");
    return open_csv(file, options);
}

bool is_workbook(BytesView file) {
    const auto entries = read_zip_layout(file);
    if (!entries) return false;
    return std::ranges::any_of(
        *entries, [](const ZipEntry& entry) { return entry.raw_name == "[Content_Types].xml"; });
}

}  // namespace yinxin::sheets
