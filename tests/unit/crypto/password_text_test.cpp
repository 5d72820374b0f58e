// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/password_text.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

std::string normal(std::string typed) {
    return std::string(nfkc(Secret(std::move(typed))).expose());
}

// Rows of NormalizationTest.txt (Unicode 15.0), source and NFKC column.
TEST(PasswordText, takes_the_compatibility_form_of_the_standards_own_rows) {
    EXPECT_EQ(normal("\u1E9B\u0323"), "\u1E69");
    EXPECT_EQ(normal("\uFB01"), "fi");
    EXPECT_EQ(normal("\uFF21\uFF42\uFF13"), "Ab3");
    EXPECT_EQ(normal("e\u0301"), "\u00E9");
    EXPECT_EQ(normal("\u2460"), "1");
    EXPECT_EQ(normal("\uAC00"), "\uAC00");
}

TEST(PasswordText, leaves_what_is_normal_what_is_no_text_and_a_zero_byte) {
    EXPECT_EQ(normal("correct horse 电池"), "correct horse 电池");
    EXPECT_EQ(normal("\xFF\xFE"), "\xFF\xFE");
    EXPECT_EQ(normal(std::string("a\0b", 3)), std::string("a\0b", 3));
    EXPECT_EQ(normal(""), "");
}

}  // namespace
}  // namespace yinxin::crypto
