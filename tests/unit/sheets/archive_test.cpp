// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/archive.hpp"

#include "unit/sheets/rows.hpp"
#include "unit/sheets/zip_builder.hpp"

#include <gtest/gtest.h>

namespace yinxin::sheets {
namespace {

std::string read_text(Archive& archive, std::string_view name) {
    const ArchiveEntry* entry = archive.find(name);
    if (entry == nullptr) return "(missing)";
    const auto bytes = archive.read(*entry);
    return bytes ? std::string(as_text(*bytes)) : bytes.error().describe();
}

/// The code an archive is refused with; "opened" if it is not.
std::string refusal(BytesView file, const ArchiveLimits& limits = {}) {
    const auto archive = Archive::open(file, limits);
    return archive ? "opened" : std::string(dotted_name(archive.error().code()));
}

TEST(Archive, reads_what_the_builder_of_these_tests_makes) {
    const Bytes file = ZipBuilder().add("a.txt", "alpha").add("dir/", "").add("dir/b", "").build();
    auto archive = Archive::open(file);
    ASSERT_TRUE(archive);
    ASSERT_EQ(archive->entries().size(), 2U);
    EXPECT_EQ(archive->entries()[1].name, "dir/b");
    EXPECT_EQ(read_text(*archive, "a.txt"), "alpha");
    EXPECT_EQ(read_text(*archive, "dir/b"), "");
}

TEST(Archive, reads_archives_of_others) {
    const Bytes streamed = vector_file("python_streamed.zip");
    auto archive = Archive::open(streamed);
    ASSERT_TRUE(archive) << archive.error().describe();
    EXPECT_EQ(archive->entries()[0].name, "\xE7\x94\xB2.txt");
    EXPECT_EQ(read_text(*archive, "\xE7\x94\xB2.txt").size(), 600U);
    EXPECT_EQ(read_text(*archive, "folder/\xE4\xB9\x99.txt"), "second");
    const Bytes packed = vector_file("infozip.zip");
    auto info_zip = Archive::open(packed);
    ASSERT_TRUE(info_zip) << info_zip.error().describe();
    EXPECT_EQ(read_text(*info_zip, "in/one.txt").substr(0, 8), "one one ");
}

TEST(Archive, reads_names_that_chinese_windows_writes) {
    MadeEntry entry{"\xBC\xD7.txt", "x"};  // GBK, and no flag that says what it is
    entry.flags = 0;
    const Bytes file = ZipBuilder().add(entry).build();
    auto archive = Archive::open(file);
    ASSERT_TRUE(archive);
    EXPECT_EQ(archive->entries()[0].name, "\xE7\x94\xB2.txt");
}

TEST(Archive, refuses_a_password_and_links_of_others) {
    EXPECT_EQ(refusal(vector_file("infozip_encrypted.zip")), "archive.encrypted");
    EXPECT_EQ(refusal(vector_file("infozip_link.zip")), "archive.unsafe");
}

TEST(Archive, refuses_names_that_lead_out) {
    for (const char* name : {"../x",
                             "a/../../x",
                             "/etc/passwd",
                             "C:x",
                             "a\\b",
                             "a//b",
                             "./a",
                             "a/.",
                             "..",
                             "/",
                             "a\nb",
                             "\xFF\xFE"}) {
        EXPECT_EQ(refusal(ZipBuilder().add(name, "x").build()), "archive.unsafe") << name;
    }
    MadeEntry empty{"", "x"};
    EXPECT_EQ(refusal(ZipBuilder().add(empty).build()), "archive.unsafe");
}

TEST(Archive, refuses_a_name_twice) {
    for (const char* second : {"a.txt", "A.TXT", "a.txt/"}) {
        const Bytes file = ZipBuilder().add("a.txt", "1").add(second, "2").build();
        EXPECT_EQ(refusal(file), "archive.unsafe") << second;
    }
}

TEST(Archive, refuses_bytes_that_belong_to_no_entry) {
    const ZipBuilder plain = ZipBuilder().add("a", "1").add("b", "2");
    EXPECT_EQ(refusal(plain.build()), "opened");
    EXPECT_EQ(refusal(plain.build("", "x")), "archive.unsafe") << "behind the end";
    EXPECT_EQ(refusal(plain.build("x")), "archive.unsafe") << "before the end record";
    MadeEntry late{"a", "1"};
    late.before = "%PDF-1.7 ";
    EXPECT_EQ(refusal(ZipBuilder().add(late).build()), "archive.unsafe") << "in front";
    EXPECT_EQ(refusal(ZipBuilder().add("b", "2").add(late).build()), "archive.unsafe") << "between";
    Bytes decoy = ZipBuilder().add("decoy", "hidden").build();
    const Bytes real = plain.build();
    decoy.insert(decoy.end(), real.begin(), real.end());
    EXPECT_NE(refusal(decoy), "opened") << "an archive behind an archive";
}

TEST(Archive, refuses_headers_that_disagree) {
    MadeEntry renamed{"shown.txt", "x"};
    renamed.local_name = "other.txt";
    EXPECT_EQ(refusal(ZipBuilder().add(renamed).build()), "archive.unsafe");
    MadeEntry resized{"a", "12345"};
    resized.local_announced = 3;
    EXPECT_EQ(refusal(ZipBuilder().add(resized).build()), "archive.unsafe");
    MadeEntry lying{"a", "12345"};
    lying.announced = 3;
    EXPECT_EQ(refusal(ZipBuilder().add(lying).build()), "archive.unsafe");
}

TEST(Archive, refuses_links_and_rare_methods) {
    MadeEntry link{"a", "/etc/passwd"};
    link.unix_mode = 0120777;
    EXPECT_EQ(refusal(ZipBuilder().add(link).build()), "archive.unsafe");
    MadeEntry regular{"a", "x"};
    regular.unix_mode = 0100644;
    EXPECT_EQ(refusal(ZipBuilder().add(regular).build()), "opened");
    MadeEntry rare{"a", "x"};
    rare.method = 14;  // LZMA
    EXPECT_EQ(refusal(ZipBuilder().add(rare).build()), "archive.unreadable");
    MadeEntry locked{"a", "x"};
    locked.flags |= 1;
    EXPECT_EQ(refusal(ZipBuilder().add(locked).build()), "archive.encrypted");
}

TEST(Archive, refuses_bombs_before_unpacking_them) {
    const Bytes bomb = vector_file("python_bomb.zip");
    EXPECT_EQ(refusal(bomb), "archive.too_large") << "by its ratio";
    ArchiveLimits patient;
    patient.ratio = 2000;
    EXPECT_EQ(refusal(bomb, patient), "opened");
    patient.unpacked_bytes = (1U << 20) - 1;
    EXPECT_EQ(refusal(bomb, patient), "archive.too_large") << "by its size";
    ZipBuilder many;
    for (int i = 0; i < 11; ++i) {
        many.add("f" + std::to_string(i), "");
    }
    EXPECT_EQ(refusal(many.build(), ArchiveLimits{.entries = 10}), "archive.too_large");
    EXPECT_EQ(refusal(many.build(), ArchiveLimits{.entries = 11}), "opened");
}

TEST(Archive, stops_unpacking_at_the_announced_size) {
    Bytes bomb = vector_file("python_bomb.zip");
    // The unpacked size stands at 22 in the local header and at 24 in the central one.
    const std::string_view text = as_text(bomb);
    const std::size_t central = text.rfind("PK\x01\x02");
    for (const std::size_t at : {std::size_t{22}, central + 24}) {
        bomb[at] = 100;
        bomb[at + 1] = bomb[at + 2] = bomb[at + 3] = 0;
    }
    auto archive = Archive::open(bomb);
    ASSERT_TRUE(archive);
    std::size_t unpacked = 0;
    const auto read = archive->stream(archive->entries()[0], [&](BytesView piece) {
        unpacked += piece.size();
        return ok();
    });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), ErrorCode::archive_unreadable);
    EXPECT_LE(unpacked, 100U);
}

TEST(Archive, notices_a_wrong_checksum) {
    Bytes file = ZipBuilder().add("a", "some content").build();
    file[30 + 1 + 3] ^= 1;  // in the content behind the local header and the name
    auto archive = Archive::open(file);
    ASSERT_TRUE(archive);
    EXPECT_FALSE(archive->read(archive->entries()[0]));
}

TEST(Archive, reads_no_part_of_an_archive) {
    for (const char* name : {"infozip.zip", "python_streamed.zip", "exceljs.xlsx"}) {
        const Bytes whole = vector_file(name);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_NE(refusal(BytesView(whole).first(size)), "opened") << name << " " << size;
        }
    }
}

TEST(Archive, survives_any_changed_byte) {
    const Bytes whole = vector_file("infozip.zip");
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const int change : {0x01, 0x80, 0xFF}) {
            Bytes changed = whole;
            changed[at] ^= static_cast<std::uint8_t>(change);
            auto archive = Archive::open(changed);
            if (!archive) continue;
            for (const ArchiveEntry& entry : archive->entries()) {
                (void)archive->read(entry).has_value();
            }
        }
    }
}

}  // namespace
}  // namespace yinxin::sheets
