// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/spool.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_suite.hpp"

#include "yinxin/base/files.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

namespace fs = std::filesystem;

Bytes pattern(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = static_cast<std::uint8_t>(i * 31 + i / 256);
    }
    return bytes;
}

class SpoolTest : public ::testing::Test {
  protected:
    /// Writes a kept file in pieces of one size.
    SpooledFile write(BytesView bytes, std::size_t piece) {
        auto spool = Spool::create({directory(), test::suite()});
        EXPECT_TRUE(spool);
        while (!bytes.empty()) {
            const std::size_t count = std::min(piece, bytes.size());
            EXPECT_TRUE((*spool)->write(bytes.first(count)));
            bytes = bytes.subspan(count);
        }
        EXPECT_TRUE((*spool)->finish());
        (*spool)->keep();
        return (*spool)->file();
    }
    Bytes read(const SpooledFile& file) {
        Bytes all;
        const auto done = each_piece(directory(), file, [&](BytesView piece) {
            EXPECT_LE(piece.size(), spool_piece);
            all.insert(all.end(), piece.begin(), piece.end());
            return ok();
        });
        EXPECT_TRUE(done) << done.error().describe();
        return all;
    }
    ErrorCode refusal(const SpooledFile& file) {
        const auto opened = SpoolMemory::open(directory(), file);
        return opened ? ErrorCode::internal : opened.error().code();
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(directory()), fs::directory_iterator()));
    }
    const fs::path& directory() const { return scratch_.path(); }

    test::ScratchDirectory scratch_;
};

TEST_F(SpoolTest, comes_back_whole_whatever_the_pieces) {
    for (const std::size_t size : {std::size_t{0},
                                   std::size_t{1},
                                   spool_piece - 1,
                                   spool_piece,
                                   spool_piece + 1,
                                   3 * spool_piece}) {
        const Bytes plain = pattern(size);
        for (const std::size_t piece : {std::size_t{1000}, spool_piece, 2 * spool_piece + 7}) {
            const SpooledFile file = write(plain, piece);
            EXPECT_EQ(file.size, size);
            EXPECT_EQ(file.sha256, crypto::sha256(plain));
            EXPECT_EQ(read(file), plain);
            const auto memory = SpoolMemory::open(directory(), file);
            ASSERT_TRUE(memory);
            EXPECT_TRUE(std::ranges::equal(memory->view(), plain));
        }
    }
}

TEST_F(SpoolTest, has_nothing_plain_on_the_disk) {
    const std::string secret = "110101199003070000 in the clear";
    std::string text;
    while (text.size() < 2 * spool_piece)
        text += secret;
    const SpooledFile file = write(as_bytes(text), 4096);
    const auto raw = read_text_file(directory() / file.name);
    ASSERT_TRUE(raw);
    EXPECT_EQ(raw->find(secret.substr(0, 12)), std::string::npos);
    EXPECT_EQ(fs::status(directory() / file.name).permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SpoolTest, what_is_broken_off_leaves_nothing) {
    {
        const auto spool = Spool::create({directory(), test::suite()});
        ASSERT_TRUE((*spool)->write(pattern(3 * spool_piece)));
        EXPECT_EQ(files(), 1U);
    }
    EXPECT_EQ(files(), 0U);
}

TEST_F(SpoolTest, does_not_open_with_another_key_or_name) {
    const SpooledFile file = write(pattern(2 * spool_piece), 4096);
    SpooledFile other = write(pattern(10), 10);
    SpooledFile wrong_key = file;
    wrong_key.key = other.key;
    EXPECT_EQ(refusal(wrong_key), ErrorCode::unsealing_failed);
    fs::copy_file(
        directory() / file.name, directory() / other.name, fs::copy_options::overwrite_existing);
    other.key = file.key;
    EXPECT_EQ(refusal(other), ErrorCode::unsealing_failed);
}

TEST_F(SpoolTest, does_not_open_when_cut_anywhere) {
    const SpooledFile file = write(pattern(2 * spool_piece + 100), 4096);
    const auto whole = fs::file_size(directory() / file.name);
    const std::uintmax_t record = 4 + 33 + spool_piece;
    for (const std::uintmax_t size : {whole - 1,
                                      whole - 100,
                                      2 * record,
                                      2 * record + 2,
                                      record,
                                      record - 1,
                                      std::uintmax_t{0}}) {
        fs::resize_file(directory() / file.name, size);
        EXPECT_EQ(refusal(file), ErrorCode::unsealing_failed) << size;
    }
}

TEST_F(SpoolTest, does_not_open_when_a_bit_is_another) {
    const SpooledFile file = write(pattern(spool_piece + 5), 4096);
    const fs::path path = directory() / file.name;
    const auto raw = read_file(path);
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{5}, std::size_t{5000}, raw->size() - 1}) {
        Bytes changed = *raw;
        changed[at] ^= 1;
        ASSERT_TRUE(write_file_durably(path, changed));
        EXPECT_EQ(refusal(file), ErrorCode::unsealing_failed) << at;
    }
}

TEST_F(SpoolTest, a_directory_that_is_gone_is_said_so) {
    const auto spool = Spool::create({directory() / "nowhere", test::suite()});
    ASSERT_FALSE(spool);
    EXPECT_EQ(spool.error().code(), ErrorCode::file_io);
    ASSERT_TRUE(make_spool_directory(directory() / "uploads"));
    EXPECT_TRUE(Spool::create({directory() / "uploads", test::suite()}));
}

TEST_F(SpoolTest, lists_what_was_left_behind) {
    const SpooledFile file = write(pattern(10), 10);
    EXPECT_TRUE(list_spooled(directory(), std::chrono::hours(1))->empty());
    EXPECT_EQ(*list_spooled(directory(), std::chrono::seconds(-1)),
              std::vector<std::string>{file.name});
    EXPECT_TRUE(remove_spooled(directory(), file.name));
    EXPECT_TRUE(remove_spooled(directory(), file.name));
    EXPECT_EQ(refusal(file), ErrorCode::file_missing);
}

}  // namespace
}  // namespace yinxin::storage
