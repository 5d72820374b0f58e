// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/mobile.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

std::string number_of(std::string_view raw) {
    const auto mobile = parse_mobile(raw);
    return mobile ? mobile->e164 : "refused";
}

TEST(Mobile, reads_a_chinese_number_in_all_its_spellings) {
    for (const std::string_view typed : {"13800001234",
                                         "138 0000 1234",
                                         "138-0000-1234",
                                         "+8613800001234",
                                         "+86 138-0000-1234",
                                         "008613800001234",
                                         "8613800001234",
                                         "１３８００００１２３４"}) {
        EXPECT_EQ(number_of(typed), "+8613800001234") << typed;
    }
}

TEST(Mobile, reads_other_countries_only_with_their_code) {
    EXPECT_EQ(number_of("+44 7700 900123"), "+447700900123");
    EXPECT_EQ(number_of("00852 5123 4567"), "+85251234567");
    EXPECT_EQ(number_of("447700900123"), "refused");
}

TEST(Mobile, refuses_what_is_no_mobile_number) {
    for (const std::string_view typed : {"",
                                         "12800001234",
                                         "1380000123",
                                         "138000012345",
                                         "+861280000123",
                                         "+8602112345678",
                                         "+123456",
                                         "+1234567890123456",
                                         "+0123456789",
                                         "++4477009001",
                                         "44+7700900123",
                                         "138000o1234",
                                         "\xFF"}) {
        EXPECT_EQ(number_of(typed), "refused") << typed;
    }
}

TEST(Mobile, hides_at_least_four_digits) {
    EXPECT_EQ(masked_mobile({"+8613800001234"}), "138****1234");
    EXPECT_EQ(masked_mobile({"+447700900123"}), "+44******0123");
    EXPECT_EQ(masked_mobile({"+85251234567"}), "+85*****4567");
    EXPECT_EQ(masked_mobile({"+12345678"}), "+12****78");
    EXPECT_EQ(masked_mobile({"+1234567"}), "********");
}

}  // namespace
}  // namespace yinxin::domain
