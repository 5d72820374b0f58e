// SPDX-License-Identifier: Apache-2.0
// Tables of strangers as text: nothing passes the limits, and a second reading sees the same.
#include "fuzz/input.hpp"

#include "yinxin/sheets/csv_reader.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    sheets::SheetOptions options;
    options.limits = {.rows = 50, .columns = 10, .cell_bytes = 200};
    const auto reader = sheets::open_csv(BytesView(data, size), options);
    if (!reader) return 0;
    const auto read = [&](std::size_t& rows) {
        return (*reader)->each_row([&](const sheets::Row& row) -> Result<sheets::Walk> {
            fuzz::must(++rows <= options.limits.rows);
            fuzz::must(row.cells.size() <= options.limits.columns);
            for (const sheets::Cell& cell : row.cells) {
                fuzz::must(cell.text.size() <= options.limits.cell_bytes);
            }
            return sheets::Walk::on;
        });
    };
    std::size_t first = 0;
    std::size_t second = 0;
    const bool is_read = read(first).has_value();
    fuzz::must(read(second).has_value() == is_read && first == second);
    return 0;
}
