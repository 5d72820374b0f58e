// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/typed_line.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

std::string purpose(std::string_view raw) {
    const auto parsed = parse_purpose(raw);
    return parsed ? *parsed : std::string(dotted_name(parsed.error().code()));
}

TEST(Purpose, is_one_tidy_line) {
    EXPECT_EQ(purpose("  招标资格审查\n 第 2 包 "), "招标资格审查 第 2 包");
    EXPECT_EQ(purpose("HR"), "HR");
}

TEST(Purpose, must_say_something) {
    EXPECT_EQ(purpose(""), "purpose.invalid");
    EXPECT_EQ(purpose(" \t\n"), "purpose.invalid");
    EXPECT_EQ(purpose("x"), "purpose.invalid");
}

TEST(Purpose, has_an_end) {
    std::string longest;
    for (std::size_t i = 0; i < max_purpose_length; ++i)
        longest += "审";
    EXPECT_EQ(purpose(longest), longest);
    const auto longer = parse_purpose(longest + "审");
    ASSERT_FALSE(longer);
    EXPECT_EQ(longer.error().params().at("max"), "200");
}

TEST(Purpose, holds_nothing_that_readers_cannot_see) {
    EXPECT_EQ(purpose("bid\x01review"), "purpose.invalid");
    EXPECT_EQ(purpose("bid \xE2\x80\xAE weiver"), "purpose.invalid");  // right-to-left override
    EXPECT_EQ(purpose("\xFF\xFE"), "purpose.invalid");
}

}  // namespace
}  // namespace yinxin::domain
