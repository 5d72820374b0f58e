// SPDX-License-Identifier: Apache-2.0
#include "unit/sheets/rows.hpp"
#include "unit/sheets/zip_builder.hpp"

namespace yinxin::sheets {
namespace {

using Rows = std::vector<std::string>;

constexpr const char* package_relations =
    R"(<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/>)"
    R"(</Relationships>)";
constexpr const char* book_relations =
    R"(<Relationships><Relationship Id="s1" Type="x/worksheet" Target="/xl/one.xml"/>)"
    R"(<Relationship Id="st" Type="x/styles" Target="styles.xml"/></Relationships>)";
constexpr const char* book =
    R"(<workbook xmlns:r="x"><sheets><sheet name="One" r:id="s1"/></sheets></workbook>)";
constexpr const char* styles =
    R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;d&quot;"/>)"
    R"(<numFmt numFmtId="165" formatCode="[Red]0&quot;day&quot;"/></numFmts>)"
    R"(<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>)"
    R"(<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>)";

/// A workbook of one sheet with this <sheetData>.
Bytes workbook(const std::string& data, const std::string& prolog = "") {
    return ZipBuilder()
        .add("[Content_Types].xml", "<Types/>")
        .add("_rels/.rels", package_relations)
        .add("xl/workbook.xml", book)
        .add("xl/_rels/workbook.xml.rels", book_relations)
        .add("xl/styles.xml", styles)
        .add("xl/one.xml", prolog + "<worksheet><sheetData>" + data + "</sheetData></worksheet>")
        .build();
}

std::vector<CellKind> kinds_of(BytesView file) {
    std::vector<CellKind> kinds;
    const auto reader = open_sheet(file);
    EXPECT_TRUE(reader);
    const auto read = (*reader)->each_row([&](const Row& row) -> Result<Walk> {
        for (const Cell& cell : row.cells) {
            kinds.push_back(cell.kind);
        }
        return Walk::on;
    });
    EXPECT_TRUE(read);
    return kinds;
}

TEST(XlsxReader, reads_a_workbook_of_others) {
    const Bytes file = vector_file("exceljs.xlsx");
    EXPECT_TRUE(is_workbook(file));
    const Rows rows = rows_of(file);
    ASSERT_EQ(rows.size(), 4U) << "the hidden sheet is passed over, the blank row left out";
    EXPECT_EQ(
        rows[0],
        "1: \xE5\xA7\x93\xE5\x90\x8D|\xE8\xAF\x81\xE4\xBB\xB6\xE5\x8F\xB7\xE7\xA0\x81|"
        "\xE7\xAE\xA1\xE7\x90\x86\xE5\x8F\xB7|\xE6\x89\xB9\xE5\x87\x86\xE6\x97\xA5\xE6\x9C\x9F|"
        "\xE5\xA4\x87\xE6\xB3\xA8");
    EXPECT_EQ(rows[1],
              "2: \xE5\xBC\xA0\xE4\xB8\x89|11010519491231002X|202402988510000001|2024-03-01|"
              "\xE6\x9C\x89\xE7\x96\x91\xE9\x97\xAE");
    EXPECT_EQ(rows[2], "4: \xE6\x9D\x8E\xE5\x9B\x9B|110105194912310030|12345|2|#N/A");
    EXPECT_EQ(rows[3], "5:  \xE7\x8E\x8B\xE4\xBA\x94 |'0012|a\nb|TRUE");
}

TEST(XlsxReader, reads_the_sheet_that_is_asked_for) {
    const Bytes file = vector_file("exceljs.xlsx");
    SheetOptions options;
    options.sheet = "\xE7\xAC\xAC\xE4\xBA\x8C\xE5\xBC\xA0";
    EXPECT_EQ(rows_of(file, options), (Rows{"1: other|sheet"}));
    options.sheet = "nobody";
    EXPECT_EQ(rows_of(file, options), (Rows{"sheet.missing"}));
    const auto reader = open_sheet(file);
    ASSERT_TRUE(reader);
    EXPECT_EQ((*reader)->sheet_names(),
              (Rows{"\xE5\x90\x8D\xE5\x8D\x95", "\xE7\xAC\xAC\xE4\xBA\x8C\xE5\xBC\xA0"}));
}

TEST(XlsxReader, says_which_cells_are_calculated) {
    const Bytes file = workbook(
        "<row><c><f>A1+1</f><v>2</v></c><c "
        "t=\"str\"><f>B1&amp;\"x\"</f><v>yx</v></c><c><v>3</v></c>"
        "</row>");
    std::vector<bool> calculated;
    const auto reader = open_sheet(file);
    ASSERT_TRUE(reader);
    ASSERT_TRUE((*reader)->each_row([&](const Row& row) -> Result<Walk> {
        for (const Cell& cell : row.cells) {
            calculated.push_back(cell.is_calculated);
        }
        return Walk::on;
    }));
    EXPECT_EQ(calculated, (std::vector<bool>{true, true, false}));
    EXPECT_EQ(rows_of(file), (Rows{"1: 2|yx|3"}));
}

TEST(XlsxReader, holds_no_more_shared_texts_than_it_may) {
    SheetOptions options;
    options.limits.shared_bytes = 100;
    EXPECT_EQ(rows_of(workbook("<row><c><v>1</v></c></row>"), options), (Rows{"sheet.too_large"}))
        << "the styles are larger";
}

TEST(XlsxReader, says_which_numbers_are_not_what_was_typed) {
    const Bytes file = workbook(
        "<row><c><v>1.1010519491231E+17</v></c><c><v>110105194912310030</v></c>"
        "<c><v>999999999999999</v></c><c><v>1.5</v></c><c s=\"1\"><v>45352.75</v></c>"
        "<c s=\"2\"><v>59</v></c><c s=\"3\"><v>61</v></c><c t=\"e\"><v>#REF!</v></c></row>");
    using enum CellKind;
    EXPECT_EQ(kinds_of(file),
              (std::vector{lossy_number, lossy_number, number, number, date, date, number, error}));
    EXPECT_EQ(rows_of(file),
              (Rows{"1: 1.1010519491231E+17|110105194912310030|999999999999999|1.5|"
                    "2024-03-01 18:00:00|1900-02-28|61|#REF!"}));
}

TEST(XlsxReader, reads_inline_texts_without_phonetic_hints) {
    EXPECT_EQ(rows_of(workbook("<row><c t=\"inlineStr\"><is><r><t>a</t></r><rPh><t>no</t></rPh>"
                               "<r><t xml:space=\"preserve\"> b_x000D_</t></r></is></c>"
                               "<c t=\"str\"><f>A1</f><v>c</v></c></row>")),
              (Rows{"1: a b\r|c"}));
}

TEST(XlsxReader, finds_rows_and_cells_with_and_without_their_names) {
    EXPECT_EQ(rows_of(workbook("<row r=\"3\"><c r=\"B3\"><v>1</v></c><c><v>2</v></c></row>"
                               "<row><c r=\"AA4\"><v>3</v></c></row><row r=\"9\"/>")),
              (Rows{"3: |1|2", "4: ||||||||||||||||||||||||||3"}));
}

TEST(XlsxReader, refuses_what_no_spreadsheet_program_writes) {
    for (const char* data : {"<row r=\"2\"/><row r=\"2\"/>",
                             "<row r=\"0\"/>",
                             "<row r=\"1048577\"/>",
                             "<row r=\"x\"/>",
                             "<row><c r=\"B1\"/><c r=\"B1\"/></row>",
                             "<row><c r=\"1\"/></row>",
                             "<row><c r=\"XFE1\"/></row>",
                             "<row><c r=\"AAAA1\"/></row>",
                             "<row><c t=\"s\"><v>0</v></c></row>",
                             "<row><c t=\"s\"><v>-1</v></c></row>",
                             "<row><c t=\"q\"><v>0</v></c></row>",
                             "<row><c><v>1e999</v></c></row>",
                             "<row><c><v>12x</v></c></row>",
                             "<row><c>",
                             "<row></c></row>"}) {
        const Rows rows = rows_of(workbook(data));
        ASSERT_FALSE(rows.empty()) << data;
        EXPECT_TRUE(rows.back().starts_with("sheet.unreadable")) << data << ": " << rows.back();
    }
}

TEST(XlsxReader, refuses_a_doctype_and_deep_nesting) {
    const Bytes laughs =
        workbook("<row><c t=\"str\"><v>&a;</v></c></row>", "<!DOCTYPE x [<!ENTITY a \"ha\">]>");
    EXPECT_EQ(rows_of(laughs), (Rows{"archive.unsafe"}));
    std::string deep = "<row>";
    for (int i = 0; i < 200'000; ++i) {
        deep += "<x>";
    }
    EXPECT_EQ(rows_of(workbook(deep)), (Rows{"sheet.unreadable"}));
}

TEST(XlsxReader, holds_its_limits) {
    SheetOptions options;
    options.limits = {.rows = 1, .columns = 2, .cell_bytes = 4};
    const std::string row = "<row><c><v>1</v></c></row>";
    EXPECT_EQ(rows_of(workbook(row + row), options), (Rows{"1: 1", "sheet.too_many_rows most 1"}));
    EXPECT_EQ(rows_of(workbook("<row><c r=\"C1\"><v>1</v></c></row>"), options),
              (Rows{"sheet.too_many_columns row 1 column C most 2"}));
    EXPECT_EQ(rows_of(workbook("<row><c t=\"str\"><v>12345</v></c></row>"), options),
              (Rows{"sheet.cell_too_long row 1 column A most 4"}));
    options.limits = {.unpacked_bytes = 100};
    EXPECT_EQ(rows_of(workbook(row), options), (Rows{"sheet.too_large"}));
}

TEST(XlsxReader, opens_no_archive_that_is_no_workbook) {
    EXPECT_EQ(rows_of(ZipBuilder().add("a", "b").build()), (Rows{"sheet.unreadable"}));
    EXPECT_FALSE(is_workbook(ZipBuilder().add("a", "b").build()));
    EXPECT_EQ(rows_of(vector_file("infozip_encrypted.zip")), (Rows{"archive.encrypted"}));
    EXPECT_EQ(rows_of(ZipBuilder().build()), (Rows{"sheet.unreadable"}));
}

TEST(XlsxReader, survives_any_changed_byte) {
    const Bytes whole = vector_file("exceljs.xlsx");
    for (std::size_t at = 0; at < whole.size(); at += 7) {
        Bytes changed = whole;
        changed[at] ^= 0x20;
        (void)rows_of(changed).size();
    }
}

}  // namespace
}  // namespace yinxin::sheets
