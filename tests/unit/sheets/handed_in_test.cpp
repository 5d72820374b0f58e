// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/handed_in.hpp"

#include "unit/sheets/rows.hpp"
#include "unit/sheets/zip_builder.hpp"

#include "yinxin/sheets/sheet_writer.hpp"

#include <gtest/gtest.h>

namespace yinxin::sheets {
namespace {

const std::string list = "姓名,证件号码,管理号\n王演示,1,A1\n李演示,2,A2\n";
const std::string pdf = "%PDF-1.7\n%%EOF\n";

Result<HandedIn> hand_in(const Bytes& file,
                         const std::string& name = "",
                         const HandedLimits& limits = {}) {
    return HandedIn::read(file, name, limits);
}
Result<HandedIn> hand_in(const std::string& text, const std::string& name = "list.csv") {
    return hand_in(to_bytes(text), name);
}

/// Tables as "name:rows", files as "name", with a fault as "name!fault".
std::vector<std::string> summary(const Result<HandedIn>& handed) {
    if (!handed) return {std::string(dotted_name(handed.error().code()))};
    std::vector<std::string> all;
    for (const HandedTable& table : handed->tables())
        all.push_back(table.name + ":" + std::to_string(table.rows.size()));
    for (const HandedFile& file : handed->files()) {
        all.push_back(file.name + (file.fault ? "!" + std::string(dotted_name(*file.fault)) : ""));
    }
    return all;
}

using Strings = std::vector<std::string>;

/// A workbook with these rows.
Bytes workbook(int rows = 2) {
    const auto writer = make_xlsx_writer({});
    const Strings cells{"姓名", "证件号码", "管理号"};
    for (int i = 0; i < rows; ++i)
        writer->add_row(cells);
    return *writer->finish();
}

TEST(HandedIn, takes_a_table_alone) {
    auto handed = hand_in(list);
    EXPECT_EQ(summary(handed), Strings{"list.csv:3"});
    ASSERT_TRUE(handed);
    EXPECT_EQ(handed->tables()[0].rows[1].cells[0].text, "王演示");
    EXPECT_EQ(handed->tables()[0].rows[1].number, 2U);
    EXPECT_EQ(summary(hand_in(workbook(4), "list.xlsx")), Strings{"list.xlsx:4"});
}

TEST(HandedIn, takes_a_table_whatever_its_name) {
    EXPECT_EQ(summary(hand_in(list, "")), Strings{":3"});
    EXPECT_EQ(summary(hand_in(workbook(), "photo.jpg")), Strings{"photo.jpg:2"});
    EXPECT_EQ(summary(hand_in(list, "C:\\lists\\A.CSV")), Strings{"A.CSV:3"});
}

TEST(HandedIn, takes_a_file_alone) {
    auto handed = hand_in(to_bytes(pdf), "copy.pdf");
    EXPECT_EQ(summary(handed), Strings{"copy.pdf"});
    ASSERT_TRUE(handed);
    EXPECT_EQ(as_text(*handed->content(handed->files()[0])), pdf);
}

TEST(HandedIn, takes_an_archive_of_tables_and_files_in_any_mixture) {
    const Bytes ofd = ZipBuilder().add("OFD.xml", "<OFD/>").build();
    const Bytes file = ZipBuilder()
                           .add("lists/a.csv", list)
                           .add("copies/1.pdf", pdf)
                           .add("copies/2.ofd", std::string(as_text(ofd)))
                           .add("scan.png", "\x89PNG\r\n\x1A\n...")
                           .add("b.xlsx", std::string(as_text(workbook())))
                           .add("letter.doc", "hello")
                           .build();
    auto handed = hand_in(file, "all.zip");
    EXPECT_EQ(summary(handed),
              (Strings{"lists/a.csv:3",
                       "b.xlsx:2",
                       "copies/1.pdf",
                       "copies/2.ofd",
                       "scan.png",
                       "letter.doc"}));
    ASSERT_TRUE(handed);
    EXPECT_EQ(*handed->content(handed->files()[1]), ofd);
}

TEST(HandedIn, leaves_out_what_systems_put_beside_files) {
    const Bytes file = ZipBuilder()
                           .add("__MACOSX/._a.pdf", "x")
                           .add(".DS_Store", "x")
                           .add("folder/Thumbs.db", "x")
                           .add("folder/~$list.xlsx", "x")
                           .add("a.pdf", pdf)
                           .build();
    EXPECT_EQ(summary(hand_in(file)), Strings{"a.pdf"});
}

TEST(HandedIn, a_bad_file_in_an_archive_is_the_fault_of_that_file) {
    const Bytes inner = ZipBuilder().add("x.txt", "x").build();
    const Bytes file = ZipBuilder()
                           .add("inner.zip", std::string(as_text(inner)))
                           .add("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
                           .add("broken.csv", "a,\"b\n")
                           .add("empty.pdf", "")
                           .add("good.pdf", pdf)
                           .build();
    EXPECT_EQ(summary(hand_in(file)),
              (Strings{"inner.zip!archive.nested",
                       "old.xls!sheet.old_excel",
                       "broken.csv!sheet.quoting",
                       "empty.pdf!bulk.empty",
                       "good.pdf"}));
}

TEST(HandedIn, half_a_table_is_no_table) {
    const std::string half = list + "\"x\n";
    const Bytes file = ZipBuilder().add("a.csv", half).add("b.csv", list).build();
    EXPECT_EQ(summary(hand_in(file)), (Strings{"b.csv:3", "a.csv!sheet.quoting"}));
}

TEST(HandedIn, refuses_whole_what_cannot_be_opened_or_bombs) {
    EXPECT_EQ(summary(hand_in(vector_file("infozip_encrypted.zip"))), Strings{"archive.encrypted"});
    EXPECT_EQ(summary(hand_in(ZipBuilder().add("../x.pdf", pdf).build())),
              Strings{"archive.unsafe"});
    MadeEntry bomb{"bomb.csv", std::string(700, 'x')};
    bomb.method = 8;
    bomb.announced = bomb.local_announced = 2'000'000'000;
    EXPECT_EQ(summary(hand_in(ZipBuilder().add(bomb).build())), Strings{"archive.too_large"});
    EXPECT_EQ(summary(hand_in(to_bytes("PK\x03\x04 nonsense"), "a.zip")),
              Strings{"archive.unreadable"});
    EXPECT_EQ(summary(hand_in("a,\"b\n")), Strings{"sheet.quoting"});
    EXPECT_EQ(summary(hand_in(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "a.xls")),
              Strings{"sheet.old_excel"});
    EXPECT_EQ(summary(hand_in(std::string("\x01\x02\x03"), "a.csv")), Strings{"sheet.encoding"});
}

TEST(HandedIn, a_million_blank_rows_are_no_rows) {
    std::string blank = list;
    for (int i = 0; i < 1'000'000; ++i)
        blank += ",,\n";
    EXPECT_EQ(summary(hand_in(blank)), Strings{"list.csv:3"});
}

TEST(HandedIn, counts_rows_of_all_tables_and_files_together) {
    const HandedLimits limits{.rows = 5, .files = 2};
    const auto two = ZipBuilder().add("a.csv", list).add("b.csv", list).build();
    EXPECT_EQ(summary(hand_in(two, "", limits)), Strings{"bulk.too_many"});
    const auto mixed = ZipBuilder().add("a.csv", list).add("1.pdf", pdf).add("2.pdf", pdf);
    EXPECT_EQ(summary(hand_in(mixed.build(), "", limits)).size(), 3U);
    auto third = mixed;
    third.add("3.pdf", pdf);
    EXPECT_EQ(summary(hand_in(third.build(), "", limits)), Strings{"bulk.too_many"});
    const auto error = hand_in(third.build(), "", limits).error();
    EXPECT_EQ(error.params().at("most"), "5");
    EXPECT_EQ(error.params().at("files"), "2");
    EXPECT_EQ(summary(hand_in(to_bytes(list + list), "", limits)), Strings{"bulk.too_many"});
}

TEST(HandedIn, a_file_that_is_too_large_is_not_unpacked) {
    const HandedLimits limits{.file_bytes = 100};
    const auto file = ZipBuilder().add("large.pdf", pdf + std::string(200, ' ')).add("b.pdf", pdf);
    EXPECT_EQ(summary(hand_in(file.build(), "", limits)),
              (Strings{"large.pdf!too_large", "b.pdf"}));
    EXPECT_EQ(summary(hand_in(to_bytes(pdf + std::string(200, ' ')), "l.pdf", limits)),
              Strings{"too_large"});
}

TEST(HandedIn, does_not_open_tables_without_end) {
    ZipBuilder many;
    for (int i = 0; i < 60; ++i)
        many.add(std::to_string(i) + ".csv", "a\n");
    EXPECT_EQ(summary(hand_in(many.build())), Strings{"bulk.too_many"});
}

TEST(HandedIn, keeps_the_start_of_a_long_cell_and_no_half_character) {
    std::string name;
    for (int i = 0; i < 100; ++i)
        name += "王";
    const auto handed = hand_in("姓名\n" + name + "\n");
    ASSERT_TRUE(handed);
    const std::string& kept = handed->tables()[0].rows[1].cells[0].text;
    EXPECT_EQ(kept.size(), 198U);
    EXPECT_TRUE(name.starts_with(kept));
}

}  // namespace
}  // namespace yinxin::sheets
