// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/backup_archive.hpp"

#include <map>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

using crypto::BackupKey;
using crypto::Suite;

ByteSource source_of(BytesView bytes) {
    return [bytes](std::span<std::uint8_t> target) mutable -> Result<std::size_t> {
        const std::size_t given = std::min(bytes.size(), target.size());
        std::copy_n(bytes.begin(), given, target.begin());
        bytes = bytes.subspan(given);
        return given;
    };
}

/// Everything in an archive, or why not.
Result<std::map<std::string, Bytes>> read(const BackupKey& key, BytesView archive) {
    auto opened = SealedSource::open(key, source_of(archive));
    if (!opened) return opened.error();
    auto kept = std::make_shared<SealedSource>(*std::move(opened));
    BackupEntries entries([kept](std::span<std::uint8_t> target) { return kept->read(target); });
    std::map<std::string, Bytes> content;
    for (;;) {
        YX_TRY(const auto entry, entries.next());
        if (!entry) return content;
        YX_TRY(content[entry->name], entries.read_all(std::size_t{16} << 20));
    }
}

class BackupArchive : public testing::TestWithParam<Suite> {
  protected:
    void SetUp() override {
        key_ = std::make_unique<BackupKey>(*BackupKey::parse(*BackupKey::generate(GetParam())));
    }
    [[nodiscard]] Bytes write(const std::map<std::string, Bytes>& content) const {
        Bytes archive;
        auto writer = BackupWriter::start(*key_->recipient(), [&](BytesView piece) {
            archive.insert(archive.end(), piece.begin(), piece.end());
            return ok();
        });
        EXPECT_TRUE(writer);
        for (const auto& [name, bytes] : content) {
            EXPECT_TRUE(writer->begin(name, bytes.size()));
            EXPECT_TRUE(writer->write(bytes));
        }
        EXPECT_TRUE(writer->finish());
        return archive;
    }
    [[nodiscard]] std::optional<BackupFault> fault(BytesView archive) const {
        const auto content = read(*key_, archive);
        EXPECT_FALSE(content) << "it was read";
        return content ? std::nullopt : fault_of(content.error());
    }

    std::unique_ptr<BackupKey> key_;
    // More than two chunks, so that there is a first, a middle and a last one.
    const std::map<std::string, Bytes> content_{{"manifest.json", to_bytes("{}")},
                                                {"yinxin.sqlite", Bytes(600'000, 7)},
                                                {"keys/data.key", to_bytes("secret")},
                                                {"nothing", {}}};
};

TEST_P(BackupArchive, gives_back_what_was_written) {
    EXPECT_EQ(*read(*key_, write(content_)), content_);
    EXPECT_EQ(*read(*key_, write({})), (std::map<std::string, Bytes>{}));
}

TEST_P(BackupArchive, of_every_length_around_a_chunk_comes_back) {
    constexpr std::size_t chunk = std::size_t{256} * 1024;
    for (std::size_t size = chunk - 30; size < chunk + 3; ++size) {
        const std::map<std::string, Bytes> content{{"file", Bytes(size, 1)}};
        EXPECT_EQ(*read(*key_, write(content)), content) << size;
    }
}

TEST_P(BackupArchive, shows_nothing_of_what_is_in_it) {
    const Bytes archive = write(content_);
    EXPECT_EQ(as_text(archive).find("secret"), std::string_view::npos);
    EXPECT_EQ(as_text(archive).find("data.key"), std::string_view::npos);
}

TEST_P(BackupArchive, that_was_cut_is_refused_wherever_it_was_cut) {
    const Bytes archive = write(content_);
    for (std::size_t size = 8; size < archive.size(); size += size < 400 ? 1 : 4'999) {
        EXPECT_EQ(fault(BytesView(archive).first(size)), BackupFault::truncated) << size;
    }
    EXPECT_EQ(fault(BytesView(archive).first(archive.size() - 1)), BackupFault::truncated);
    EXPECT_EQ(fault({}), BackupFault::not_a_backup);
}

TEST_P(BackupArchive, with_any_bit_flipped_is_refused) {
    const Bytes archive = write(content_);
    for (std::size_t i = 0; i < archive.size(); i += i < 300 ? 1 : 3'331) {
        Bytes altered = archive;
        altered[i] ^= static_cast<std::uint8_t>(1 << (i % 8));
        BackupFault expected = BackupFault::altered;
        if (i < 8) expected = BackupFault::not_a_backup;
        // A suite byte that became the other suite's changes how everything is read.
        if (i == 8 || i == 9) expected = BackupFault::other_version;
        if (i >= 10 && i < 42) expected = BackupFault::key_wrong;
        const auto found = fault(altered);
        ASSERT_TRUE(found) << i;
        if (i == 42 || i == 43) continue;  // the length of the sealed key: refused, in its own way
        EXPECT_EQ(*found, expected) << i;
    }
    Bytes altered = archive;
    altered.back() ^= 1;
    EXPECT_EQ(fault(altered), BackupFault::truncated);
}

TEST_P(BackupArchive, whose_chunks_changed_places_is_refused) {
    constexpr std::size_t sealed_chunk = std::size_t{256} * 1024 + crypto::KeyRing::overhead;
    const Bytes archive = write(content_);
    ASSERT_GT(archive.size(), 2 * sealed_chunk);
    // The header's length is what the sealed key leaves: magic, version, suite, key, length, key.
    const std::size_t start = 44 + (std::size_t{archive[42]} << 8) + archive[43];
    Bytes swapped = archive;
    std::swap_ranges(swapped.begin() + static_cast<long>(start),
                     swapped.begin() + static_cast<long>(start + sealed_chunk),
                     swapped.begin() + static_cast<long>(start + sealed_chunk));
    EXPECT_EQ(fault(swapped), BackupFault::altered);
    Bytes shorter(archive.begin(), archive.begin() + static_cast<long>(start));
    shorter.insert(
        shorter.end(), archive.begin() + static_cast<long>(start + sealed_chunk), archive.end());
    EXPECT_EQ(fault(shorter), BackupFault::altered);
}

TEST_P(BackupArchive, made_for_another_key_is_refused) {
    const Bytes archive = write(content_);
    const BackupKey other = *BackupKey::parse(*BackupKey::generate(GetParam()));
    const auto content = read(other, archive);
    ASSERT_FALSE(content);
    EXPECT_EQ(fault_of(content.error()), BackupFault::key_wrong);
    EXPECT_EQ(content.error().code(), ErrorCode::unsealing_failed);
}

TEST_P(BackupArchive, of_another_version_says_so) {
    Bytes archive = write(content_);
    archive[8] = 2;
    const auto content = read(*key_, archive);
    ASSERT_FALSE(content);
    EXPECT_EQ(fault_of(content.error()), BackupFault::other_version);
    EXPECT_EQ(content.error().code(), ErrorCode::unsupported);
}

TEST_P(BackupArchive, with_bytes_behind_its_end_is_refused) {
    Bytes archive = write(content_);
    archive.push_back(0);
    EXPECT_EQ(fault(archive), BackupFault::truncated);
}

TEST_P(BackupArchive, can_be_opened_with_the_key_of_the_file) {
    Bytes archive;
    auto writer = BackupWriter::start(*key_->recipient(), [&](BytesView piece) {
        archive.insert(archive.end(), piece.begin(), piece.end());
        return ok();
    });
    ASSERT_TRUE(writer->begin("a", 1));
    ASSERT_TRUE(writer->write(to_bytes("x")));
    ASSERT_TRUE(writer->finish());
    auto opened = SealedSource::open(writer->file_key(), source_of(archive));
    ASSERT_TRUE(opened);
    Bytes plain(64);
    EXPECT_EQ(*opened->read(plain), 1U + 2 + 1 + 8 + 1 + 1);
}

INSTANTIATE_TEST_SUITE_P(Suites,
                         BackupArchive,
                         testing::Values(Suite::international, Suite::national),
                         [](const auto& named) { return std::string(domain::key(named.param)); });

TEST(BackupWriter, keeps_to_the_size_it_was_told) {
    const BackupKey key = *BackupKey::parse(*BackupKey::generate(Suite::international));
    auto writer = BackupWriter::start(*key.recipient(), [](BytesView) { return ok(); });
    ASSERT_TRUE(writer->begin("file", 2));
    EXPECT_FALSE(writer->write(to_bytes("three")));
    ASSERT_TRUE(writer->write(to_bytes("1")));
    EXPECT_FALSE(writer->begin("next", 0));
    EXPECT_FALSE(writer->finish());
}

TEST(BackupWriter, tells_of_a_full_disk) {
    const BackupKey key = *BackupKey::parse(*BackupKey::generate(Suite::international));
    std::size_t room = 300'000;
    auto writer = BackupWriter::start(*key.recipient(), [&](BytesView piece) -> Result<void> {
        if (piece.size() > room) return Error(ErrorCode::file_io, "no space left");
        room -= piece.size();
        return ok();
    });
    ASSERT_TRUE(writer->begin("file", 900'000));
    const auto written = writer->write(Bytes(900'000));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code(), ErrorCode::file_io);
}

TEST(BackupNames, are_plain_and_stay_inside) {
    for (const char* name : {"a", "keys/data.key", "yinxin.toml", "a/b/c", ".hidden", "x..y"})
        EXPECT_TRUE(is_backup_name(name)) << name;
    for (const char* name : {"",
                             "/a",
                             "a/",
                             "a//b",
                             "..",
                             "../a",
                             "a/../b",
                             ".",
                             "a/.",
                             "a/..",
                             "a b",
                             "a\\b",
                             "证",
                             "..a",
                             "a\n"})
        EXPECT_FALSE(is_backup_name(name)) << name;
    EXPECT_TRUE(is_backup_name(std::string(255, 'a')));
    EXPECT_FALSE(is_backup_name(std::string(256, 'a')));
}

TEST(BackupEntries, refuse_what_no_backup_has) {
    const auto fault = [](Bytes content) {
        BackupEntries entries(source_of(content));
        const auto entry = entries.next();
        EXPECT_FALSE(entry);
        return entry ? std::nullopt : fault_of(entry.error());
    };
    EXPECT_EQ(fault({}), BackupFault::content_wrong);
    EXPECT_EQ(fault({2}), BackupFault::content_wrong);
    EXPECT_EQ(fault({0, 0}), BackupFault::content_wrong);
    EXPECT_EQ(fault({1, 0, 2, '.', '.', 0, 0, 0, 0, 0, 0, 0, 0}), BackupFault::content_wrong);
    EXPECT_EQ(fault({1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), BackupFault::content_wrong);
    EXPECT_EQ(fault({1, 0, 9, 'a'}), BackupFault::content_wrong);
}

}  // namespace
}  // namespace yinxin::storage
