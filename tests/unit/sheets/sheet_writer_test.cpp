// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/sheet_writer.hpp"

#include "unit/sheets/rows.hpp"

#include "yinxin/sheets/archive.hpp"

namespace yinxin::sheets {
namespace {

using Cells = std::vector<std::string>;
using Rows = std::vector<std::string>;

Bytes written(SheetWriter& writer, const std::vector<Cells>& rows) {
    for (const Cells& row : rows) {
        writer.add_row(row);
    }
    auto file = writer.finish();
    EXPECT_TRUE(file);
    return file ? *file : Bytes{};
}

const std::vector<Cells> plain{{"name", "id"}, {"a, \"b\"", "0012"}, {"two\nlines", ""}};
const Rows plain_rows{"1: name|id", "2: a, \"b\"|0012", "3: two\nlines"};

TEST(SheetWriter, writes_what_the_readers_read) {
    const auto csv = make_csv_writer();
    const Bytes text = written(*csv, plain);
    EXPECT_TRUE(as_text(text).starts_with("\xEF\xBB\xBF\"name\",\"id\"\r\n"));
    EXPECT_EQ(rows_of(text), plain_rows);
    const auto xlsx = make_xlsx_writer({.sheet = "Rows", .widths = {10, 20}});
    EXPECT_EQ(rows_of(written(*xlsx, plain)), plain_rows);
}

TEST(SheetWriter, neutralises_formulas_in_csv) {
    for (const char* start : {"=",
                              "+",
                              "-",
                              "@",
                              "\t",
                              "\r",
                              "\n",
                              "\xEF\xBC\x9D",
                              "\xEF\xBC\x8B",
                              "\xEF\xBC\x8D",
                              "\xEF\xBC\xA0"}) {
        EXPECT_EQ(neutralised(std::string(start) + "1+1"), "'" + std::string(start) + "1+1");
    }
    EXPECT_EQ(neutralised(std::string_view("\0x", 2)), std::string("'\0x", 3));
    for (const char* harmless : {"", "1=1", "a@b", "\xEF\xBC\x81", "'=1"}) {
        EXPECT_EQ(neutralised(harmless), harmless);
    }
    const auto csv = make_csv_writer();
    EXPECT_EQ(as_text(written(*csv, {{"=HYPERLINK(\"x\")"}})),
              "\xEF\xBB\xBF\"'=HYPERLINK(\"\"x\"\")\"\r\n");
}

TEST(SheetWriter, writes_no_formula_into_a_workbook) {
    const auto xlsx = make_xlsx_writer({});
    const Bytes file = written(*xlsx, {{"header"}, {"=1+1"}, {"12345678901234567890"}});
    EXPECT_EQ(rows_of(file), (Rows{"1: header", "2: =1+1", "3: 12345678901234567890"}));
    auto archive = Archive::open(file);
    ASSERT_TRUE(archive);
    for (const ArchiveEntry& entry : archive->entries()) {
        const auto part = archive->read(entry);
        ASSERT_TRUE(part);
        EXPECT_EQ(as_text(*part).find("<f>"), std::string_view::npos) << entry.name;
    }
}

TEST(SheetWriter, adds_notes_and_choices_that_no_reader_takes_for_rows) {
    XlsxLook look;
    look.hints = {"as on the document", ""};
    look.choices = {{}, {"a", "b"}};
    const auto xlsx = make_xlsx_writer(look);
    const Bytes file = written(*xlsx, plain);
    EXPECT_EQ(rows_of(file), plain_rows);
    auto archive = Archive::open(file);
    ASSERT_TRUE(archive);
    const ArchiveEntry* sheet = archive->find("xl/worksheets/sheet1.xml");
    ASSERT_NE(sheet, nullptr);
    const Bytes part = *archive->read(*sheet);
    EXPECT_NE(as_text(part).find("<formula1>\"a,b\"</formula1>"), std::string_view::npos);
    ASSERT_NE(archive->find("xl/comments1.xml"), nullptr);
    XlsxLook large;
    large.is_large = true;
    const auto through = make_xlsx_writer(large);
    EXPECT_EQ(rows_of(written(*through, plain)), plain_rows);
}

TEST(SheetWriter, says_when_a_cell_is_longer_than_xlsx_allows) {
    const auto xlsx = make_xlsx_writer({});
    xlsx->add_row(Cells{std::string(32'768, 'x')});
    const auto file = xlsx->finish();
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code(), ErrorCode::too_large);
}

}  // namespace
}  // namespace yinxin::sheets
