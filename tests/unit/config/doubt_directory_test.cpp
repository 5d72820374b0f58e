// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/doubt_directory.hpp"

#include <gtest/gtest.h>

namespace yinxin::config {
namespace {

TEST(DoubtDirectoryText, is_read_as_it_was_written) {
    domain::DoubtDirectory directory;
    directory.answer_days = 15;
    directory.desks = {{{"河北“组”", "Hebei \"desk\""}, {"constructor_1", "economist"}, {"13"}},
                       {{"其他", "Others"}, {}, {}}};
    const auto read = parse_doubt_directory(format_doubt_directory(directory));
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(*read, directory);
    EXPECT_EQ(*parse_doubt_directory("answer_days = 21"), domain::DoubtDirectory{});
}

TEST(DoubtDirectoryText, refuses_what_no_office_can_keep) {
    EXPECT_FALSE(parse_doubt_directory(""));
    EXPECT_FALSE(parse_doubt_directory("answer_days = 0"));
    EXPECT_FALSE(parse_doubt_directory("answer_days = 121"));
    EXPECT_FALSE(parse_doubt_directory("answer_days = 21\nphone = \"1\""));
    const std::string desk = "[[desks]]\nname = { zh = \"甲\", en = \"A\" }\n";
    EXPECT_TRUE(parse_doubt_directory("answer_days = 21\n" + desk));
    EXPECT_FALSE(parse_doubt_directory("answer_days = 21\n" + desk + desk));
    EXPECT_FALSE(parse_doubt_directory("answer_days = 21\n" + desk + "provinces = [\"99\"]\n"));
}

}  // namespace
}  // namespace yinxin::config
