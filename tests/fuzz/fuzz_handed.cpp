// SPDX-License-Identifier: Apache-2.0
// What somebody hands in for a bulk check: a table, a file, or an archive of them.
#include "fuzz/input.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/bulk_columns.hpp"
#include "yinxin/sheets/handed_in.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const sheets::HandedLimits limits{.rows = 40,
                                      .files = 10,
                                      .columns = 8,
                                      .file_bytes = std::size_t{1} << 16,
                                      .unpacked_bytes = std::size_t{1} << 20,
                                      .cell_bytes = 20};
    // The first byte chooses a name: names tell text that is a table from text that is none.
    constexpr const char* names[]{"list.csv", "copy.pdf", "all.zip", "x.ofd", ""};
    const char* name = size == 0 ? "" : names[data[0] % std::size(names)];
    const std::size_t from = size == 0 ? 0 : 1;
    auto handed = sheets::HandedIn::read(Bytes(data + from, data + size), name, limits);
    if (!handed) return 0;
    std::size_t rows = 0;
    for (const sheets::HandedTable& table : handed->tables()) {
        fuzz::must(is_utf8(table.name));
        fuzz::must(!table.rows.empty());
        rows += table.rows.size();
        for (const sheets::Row& row : table.rows) {
            fuzz::must(row.cells.size() <= limits.columns);
            std::vector<std::string> texts;
            for (const sheets::Cell& cell : row.cells) {
                fuzz::must(cell.text.size() <= limits.cell_bytes && is_utf8(cell.text));
                texts.push_back(cell.text);
            }
            const domain::BulkColumns columns = domain::recognise_columns(texts);
            for (const auto& column : {columns.name, columns.id_number, columns.management_number})
                fuzz::must(!column || *column < texts.size());
        }
    }
    fuzz::must(rows + handed->files().size() <= limits.rows);
    fuzz::must(handed->files().size() <= limits.files);
    for (const sheets::HandedFile& file : handed->files()) {
        fuzz::must(is_utf8(file.name));
        if (file.fault) continue;
        const auto content = handed->content(file);
        fuzz::must(content && content->size() == file.size && file.size <= limits.file_bytes);
    }
    return 0;
}
