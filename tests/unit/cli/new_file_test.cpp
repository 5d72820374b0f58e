// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/new_file.hpp"

#include "support/scratch_directory.hpp"

#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(NewFile, appears_whole_and_for_its_owner_alone) {
    const test::ScratchDirectory scratch;
    const fs::path path = scratch / "new";
    {
        auto file = NewFile::open(path);
        ASSERT_TRUE(file) << file.error().describe();
        ASSERT_TRUE(file->write(as_bytes("one ")));
        ASSERT_TRUE(file->write(as_bytes("two")));
        EXPECT_FALSE(fs::exists(path));
        ASSERT_TRUE(file->commit());
    }
    EXPECT_EQ(*read_text_file(path), "one two");
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(files_in(scratch.path()), 1U);
}

TEST(NewFile, nothing_is_left_of_one_that_was_given_up) {
    const test::ScratchDirectory scratch;
    {
        auto file = NewFile::open(scratch / "new");
        ASSERT_TRUE(file);
        ASSERT_TRUE(file->write(as_bytes("half")));
    }
    EXPECT_EQ(files_in(scratch.path()), 0U);
}

TEST(NewFile, takes_nobody_s_place_not_even_of_who_came_meanwhile) {
    const test::ScratchDirectory scratch;
    scratch.write("taken", std::string_view("mine"));
    const auto refused = NewFile::open(scratch / "taken");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::conflict);
    fs::create_symlink("nowhere", scratch / "link");
    EXPECT_FALSE(NewFile::open(scratch / "link"));

    auto late = NewFile::open(scratch / "new");
    ASSERT_TRUE(late);
    scratch.write("new", std::string_view("first"));
    const auto committed = late->commit();
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code(), ErrorCode::conflict);
    EXPECT_EQ(*read_text_file(scratch / "new"), "first");
}

}  // namespace
}  // namespace yinxin::cli
