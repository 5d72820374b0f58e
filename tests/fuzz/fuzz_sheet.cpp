// SPDX-License-Identifier: Apache-2.0
// Workbooks of strangers, and the archives they are.
#include "fuzz/input.hpp"

#include "yinxin/sheets/sheet_reader.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    sheets::SheetOptions options;
    options.limits = {.rows = 50, .columns = 10, .cell_bytes = 200, .unpacked_bytes = 1 << 20};
    const auto reader = sheets::open_sheet(BytesView(data, size), options);
    if (!reader) return 0;
    (void)(*reader)->sheet_names();
    std::size_t rows = 0;
    (void)(*reader)->each_row([&](const sheets::Row& row) -> Result<sheets::Walk> {
        fuzz::must(++rows <= options.limits.rows);
        fuzz::must(row.cells.size() <= options.limits.columns);
        return sheets::Walk::on;
    });
    return 0;
}
