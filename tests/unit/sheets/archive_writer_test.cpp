// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/archive_writer.hpp"

#include "yinxin/sheets/archive.hpp"

#include <gtest/gtest.h>

namespace yinxin::sheets {
namespace {

TEST(ArchiveWriter, writes_what_the_reader_accepts) {
    const std::vector<ArchiveFile> files{
        {"a.jpg", Bytes(100'000, 7)}, {"\xE7\x8E\x8B.jpg", to_bytes("x")}, {"empty", {}}};
    const auto written = write_archive(files);
    ASSERT_TRUE(written) << written.error().describe();
    auto archive = Archive::open(*written);
    ASSERT_TRUE(archive) << archive.error().describe();
    ASSERT_EQ(archive->entries().size(), files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        const ArchiveEntry& entry = archive->entries()[i];
        EXPECT_EQ(entry.name, files[i].name);
        EXPECT_EQ(*archive->read(entry), files[i].content);
    }
    EXPECT_GT(written->size(), 100'000U) << "stored, not packed";
}

}  // namespace
}  // namespace yinxin::sheets
