// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/authorised_use.hpp"

#include "yinxin/domain/copy_code.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

constexpr std::string_view body = "7K3M9QXZ04TBA1C";

TEST(AuthorisedUseCode, is_fifteen_characters_and_a_check) {
    const UseCode code = make_use_code(std::string(body));
    ASSERT_EQ(code.value.size(), use_code_length);
    EXPECT_EQ(code.value.substr(0, 15), body);
    EXPECT_EQ(*parse_use_code(grouped(code)), code);
    EXPECT_EQ(grouped(code).size(), 19U);
}

TEST(AuthorisedUseCode, is_read_as_people_type_it) {
    const UseCode code = make_use_code(std::string(body));
    std::string typed = grouped(code);
    for (char& c : typed) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '0') c = 'o';
        if (c == '1') c = 'l';
        if (c == '-') c = ' ';
    }
    EXPECT_EQ(*parse_use_code("  " + typed + " "), code);
}

TEST(AuthorisedUseCode, no_wrong_character_and_no_exchange_of_two_goes_unnoticed) {
    const std::string right = make_use_code(std::string(body)).value;
    for (std::size_t i = 0; i < right.size(); ++i) {
        for (const char c : copy_code_alphabet) {
            if (c == right[i]) continue;
            std::string wrong = right;
            wrong[i] = c;
            EXPECT_FALSE(parse_use_code(wrong)) << wrong;
        }
        for (std::size_t j = i + 1; j < right.size(); ++j) {
            if (right[i] == right[j]) continue;
            std::string wrong = right;
            std::swap(wrong[i], wrong[j]);
            EXPECT_FALSE(parse_use_code(wrong)) << wrong;
        }
    }
}

TEST(AuthorisedUseCode, what_is_no_code_is_mistyped) {
    for (const char* wrong : {"", "7K3M", "7K3M-9QXZ-04TB-A1CU", "7K3M-9QXZ-04TB-A1C0-0"}) {
        const auto parsed = parse_use_code(wrong);
        ASSERT_FALSE(parsed) << wrong;
        EXPECT_EQ(parsed.error().code(), ErrorCode::authorised_use_code_invalid);
    }
}

}  // namespace
}  // namespace yinxin::domain
