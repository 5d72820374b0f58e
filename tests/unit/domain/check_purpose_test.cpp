// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/check_purpose.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

TEST(CheckPurpose, is_one_line_of_two_to_a_hundred_characters) {
    std::string longest;
    for (std::size_t i = 0; i < max_check_purpose; ++i)
        longest += "核";
    EXPECT_EQ(parse_check_purpose("  招聘 岗位核验\n").value(), "招聘 岗位核验");
    EXPECT_TRUE(parse_check_purpose(longest));
    EXPECT_TRUE(parse_check_purpose("投标"));
    for (const std::string& wrong : {longest + "核",
                                     std::string("核"),
                                     std::string(" "),
                                     std::string("a\nb"),
                                     std::string("bid\u202Egnp"),
                                     std::string("\xFF\xFE\xFD")}) {
        const auto refused = parse_check_purpose(wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code(), ErrorCode::check_purpose_invalid);
    }
}

}  // namespace
}  // namespace yinxin::domain
