// SPDX-License-Identifier: Apache-2.0
#include "unit/sheets/rows.hpp"

namespace yinxin::sheets {
namespace {

using Rows = std::vector<std::string>;

const Rows python_rows{
    "1: \xE5\xA7\x93\xE5\x90\x8D|\xE8\xAF\x81\xE4\xBB\xB6\xE5\x8F\xB7\xE7\xA0"
    "\x81|\xE7\xAE\xA1\xE7\x90\x86\xE5\x8F\xB7",
    "2: \xE5\xBC\xA0\xE4\xB8\x89|11010519491231002X|202402988510000001",
    "3: \xE6\x9D\x8E,\xE5\x9B\x9B|a \"quoted\" cell|two\nlines",
    "4: \xF0\xA0\xAE\xB7\xE9\x87\x8E||last"};

TEST(CsvReader, reads_files_of_others_in_every_code) {
    for (const char* name :
         {"python_utf8_bom.csv", "python_gb18030.csv", "python_utf16_tabs.csv"}) {
        EXPECT_EQ(rows_of(vector_file(name)), python_rows) << name;
    }
}

TEST(CsvReader, reads_quotation_marks_as_rfc_4180_has_them) {
    EXPECT_EQ(rows_of("a,b\r\n\"x,\"\"y\"\"\",\"1\r\n2\"\r\n"),
              (Rows{"1: a|b", "2: x,\"y\"|1\r\n2"}));
    EXPECT_EQ(rows_of("\"\",a\n"), (Rows{"1: |a"}));
}

TEST(CsvReader, needs_no_line_end_at_the_end) {
    EXPECT_EQ(rows_of("a,b\n1,2"), (Rows{"1: a|b", "2: 1|2"}));
    EXPECT_EQ(rows_of("a,b\n1,"), (Rows{"1: a|b", "2: 1"}));
    EXPECT_EQ(rows_of(""), (Rows{}));
    EXPECT_EQ(rows_of("\xEF\xBB\xBF"), (Rows{}));
}

TEST(CsvReader, leaves_blank_rows_out_but_counts_them) {
    EXPECT_EQ(rows_of("a\n\n , \xE3\x80\x80,\n\"\"\nb\n"), (Rows{"1: a", "5: b"}));
}

TEST(CsvReader, takes_the_separator_of_the_first_line) {
    EXPECT_EQ(rows_of("a;b;c\n1,5;2;3\n"), (Rows{"1: a|b|c", "2: 1,5|2|3"}));
    EXPECT_EQ(rows_of("\"a;;;;\",b\n1,2\n"), (Rows{"1: a;;;;|b", "2: 1|2"}));
}

TEST(CsvReader, keeps_digits_that_were_written_as_a_formula) {
    EXPECT_EQ(rows_of("id,n\n=\"0012\",2\n\"=\"\"0012\"\"\",2\n"),
              (Rows{"1: id|n", "2: 0012|2", "3: =\"0012\"|2"}));
    EXPECT_EQ(rows_of("a=\"0012\"\n"), (Rows{"sheet.quoting row 1 column A"}));
}

TEST(CsvReader, says_where_a_quotation_mark_is_wrong) {
    EXPECT_EQ(rows_of("a,b\n1,x\"y\n"), (Rows{"1: a|b", "sheet.quoting row 2 column B"}));
    EXPECT_EQ(rows_of("a,b\n1,\"x\"y\n"), (Rows{"1: a|b", "sheet.quoting row 2 column B"}));
    EXPECT_EQ(rows_of("a,b\n1,\"never closed\n3,4\n"),
              (Rows{"1: a|b", "sheet.quoting row 2 column B"}));
}

TEST(CsvReader, says_where_the_text_is_no_text) {
    EXPECT_EQ(rows_of("a\nb\nc\x01\n"), (Rows{"1: a", "2: b", "sheet.encoding row 3 column A"}));
    EXPECT_EQ(rows_of("a\rb\n"), (Rows{"sheet.encoding row 1 column A"}));
    EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                      "a\nb\n\xFFz\n"),
              (Rows{"1: a", "2: b", "sheet.encoding row 3 column A"}));
    EXPECT_EQ(rows_of("a\n\x81\n"), (Rows{"1: a", "sheet.encoding row 2 column A"}))
        << "half a GBK";
    EXPECT_EQ(rows_of(std::string_view("a\0b\n", 4)), (Rows{"sheet.unreadable"}));
    EXPECT_EQ(rows_of("%PDF-1.7\n"), (Rows{"sheet.unreadable"}));
    EXPECT_EQ(rows_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), (Rows{"sheet.old_excel"}));
}

TEST(CsvReader, holds_its_limits) {
    SheetOptions options;
    options.limits = {.rows = 2, .columns = 3, .cell_bytes = 5};
    EXPECT_EQ(rows_of("1\n\n2\n3\n", options),
              (Rows{"1: 1", "3: 2", "sheet.too_many_rows most 2"}));
    EXPECT_EQ(rows_of("a,b,c,,,\n", options), (Rows{"1: a|b|c"}))
        << "empty cells count for nothing";
    EXPECT_EQ(rows_of("a,b,c,d\n", options),
              (Rows{"sheet.too_many_columns row 1 column D most 3"}));
    EXPECT_EQ(rows_of("12345,\n123456,\n", options),
              (Rows{"1: 12345", "sheet.cell_too_long row 2 column A most 5"}));
}

TEST(CsvReader, marks_numbers_that_excel_has_forgotten) {
    const std::string_view csv = "1.10105E+17,1.5E+3,1E5x,E5\n";
    const auto reader = open_sheet(as_bytes(csv));
    ASSERT_TRUE(reader);
    std::vector<CellKind> kinds;
    ASSERT_TRUE((*reader)->each_row([&](const Row& row) -> Result<Walk> {
        for (const Cell& cell : row.cells) {
            kinds.push_back(cell.kind);
        }
        return Walk::on;
    }));
    EXPECT_EQ(
        kinds,
        (std::vector{CellKind::lossy_number, CellKind::number, CellKind::text, CellKind::text}));
}

TEST(CsvReader, stops_when_the_visitor_does_and_begins_anew) {
    const auto reader = open_sheet(as_bytes("1\n2\n3\"broken\n"));
    ASSERT_TRUE(reader);
    for (int round = 0; round < 2; ++round) {
        int visited = 0;
        const auto read = (*reader)->each_row(
            [&](const Row&) -> Result<Walk> { return ++visited == 2 ? Walk::stop : Walk::on; });
        EXPECT_TRUE(read) << "what stands behind the last visited row was not read";
        EXPECT_EQ(visited, 2);
    }
    const auto failed = (*reader)->each_row(
        [](const Row&) -> Result<Walk> { return Error(ErrorCode::bulk_empty); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code(), ErrorCode::bulk_empty);
}

TEST(CsvReader, reads_the_same_however_the_pieces_fall) {
    // Longer than a piece of the decoder, with characters of three bytes across its border.
    std::string csv;
    for (int i = 0; i < 20000; ++i) {
        csv += "\xE5\xA7\x93\xE5\x90\x8D" + std::to_string(i) + ",\"x\"\"\"\r\n";
    }
    const auto rows = rows_of(csv);
    ASSERT_EQ(rows.size(), 20000U);
    EXPECT_EQ(rows.back(),
              "20000: \xE5\xA7\x93\xE5\x90\x8D"
              "19999|x\"");
}

TEST(ColumnLetters, count_as_spreadsheet_programs_do) {
    EXPECT_EQ(column_letters(0), "A");
    EXPECT_EQ(column_letters(25), "Z");
    EXPECT_EQ(column_letters(26), "AA");
    EXPECT_EQ(column_letters(701), "ZZ");
    EXPECT_EQ(column_letters(16383), "XFD");
}

}  // namespace
}  // namespace yinxin::sheets
