// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/private_file.hpp"

#include "support/scratch_directory.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

using std::filesystem::perms;

class SharedKeys : public testing::Test {
  protected:
    Result<Secret> read(std::string_view content, perms mode = perms::owner_read) {
        const auto file = directory_.write("key", content);
        std::filesystem::permissions(file, mode);
        return read_shared_key(file);
    }
    std::string read_text(std::string_view content) {
        const auto key = read(content);
        return key ? std::string(key->expose()) : key.error().describe();
    }

    test::ScratchDirectory directory_;
};

TEST_F(SharedKeys, are_the_first_line_without_blanks_around_it) {
    EXPECT_EQ(read_text("of the demo"), "of the demo");
    EXPECT_EQ(read_text("  of the demo \r\n# a remark\n"), "of the demo");
}

TEST_F(SharedKeys, that_are_empty_or_not_there_are_unavailable) {
    for (const char* content : {"", "\n", "  \nsecond line\n"}) {
        const auto key = read(content);
        ASSERT_FALSE(key) << content;
        EXPECT_EQ(key.error().code(), ErrorCode::key_unavailable);
    }
    const auto missing = read_shared_key(directory_ / "none");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code(), ErrorCode::key_unavailable);
}

TEST_F(SharedKeys, that_others_may_read_are_unavailable) {
    for (const perms others : {perms::group_read, perms::others_read}) {
        const auto key = read("of the demo", perms::owner_read | others);
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error().code(), ErrorCode::key_unavailable);
    }
}

}  // namespace
}  // namespace yinxin::crypto
