// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/sheets/sheet_reader.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace yinxin::sheets {

inline Bytes vector_file(const std::string& name) {
    auto file = read_file(std::string(YX_SOURCE_DIR) + "/tests/vectors/sheets/" + name);
    EXPECT_TRUE(file) << name;
    return file ? *file : Bytes{};
}

/// "2: a|b|c" per row; an error ends the list as "sheet.quoting row 3 column B".
inline std::vector<std::string> rows_of(BytesView file, const SheetOptions& options = {}) {
    std::vector<std::string> rows;
    const auto explain = [&](const Error& error) {
        std::string text(dotted_name(error.code()));
        for (const char* key : {"row", "column", "most"}) {
            const auto found = error.params().find(key);
            if (found != error.params().end()) text += std::string(" ") + key + " " + found->second;
        }
        rows.push_back(text);
    };
    const auto reader = open_sheet(file, options);
    if (!reader) {
        explain(reader.error());
        return rows;
    }
    const auto read = (*reader)->each_row([&](const Row& row) -> Result<Walk> {
        std::string text = std::to_string(row.number) + ":";
        for (const Cell& cell : row.cells) {
            text += (&cell == row.cells.data() ? " " : "|") + cell.text;
        }
        rows.push_back(text);
        return Walk::on;
    });
    if (!read) explain(read.error());
    return rows;
}

inline std::vector<std::string> rows_of(std::string_view csv, const SheetOptions& options = {}) {
    return rows_of(as_bytes(csv), options);
}

}  // namespace yinxin::sheets
