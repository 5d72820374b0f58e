// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/numbering.hpp"

#include "yinxin/domain/licence_id.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

const NumberParts parts{2026, "003"};

NumberingRule rule(std::string_view pattern) {
    auto parsed = NumberingRule::parse(pattern);
    EXPECT_TRUE(parsed) << parsed.error().describe();
    return *std::move(parsed);
}

TEST(Numbering, fills_year_item_and_serial_into_the_pattern) {
    EXPECT_EQ(*rule("YX{year}{item}{serial:7}").number(parts, 42), "YX20260030000042");
    EXPECT_EQ(*rule("{year:2}-{item}-{serial}").number(parts, 42), "26-003-42");
}

TEST(Numbering, ends_in_the_check_character_of_all_before_it_without_hyphens) {
    const std::string number = *rule("YH{year}-{serial:4}{check}").number(parts, 7);
    EXPECT_EQ(number.substr(0, number.size() - 1), "YH2026-0007");
    EXPECT_EQ(number.back(), mod37_36_check("YH20260007"));
}

TEST(Numbering, a_serial_longer_than_its_width_is_written_whole) {
    EXPECT_EQ(*rule("{year}{serial:3}").number(parts, 12345), "202612345");
}

TEST(Numbering, certificates_that_could_get_the_same_number_share_a_series) {
    const auto mixed = rule("YX{year}{serial:7}");
    EXPECT_EQ(mixed.series({2026, "001"}), mixed.series({2026, "002"}));
    EXPECT_NE(mixed.series({2026, "001"}), mixed.series({2027, "001"}));
    const auto by_item = rule("YX{year}{item}{serial:7}");
    EXPECT_NE(by_item.series({2026, "001"}), by_item.series({2026, "002"}));
}

TEST(Numbering, refuses_patterns_that_give_no_or_doubtful_numbers) {
    for (const char* pattern : {"",
                                "YX{year}",
                                "{serial}{serial}",
                                "yx{serial}",
                                "证{serial}",
                                "{serial:0}",
                                "{serial:13}",
                                "{year:3}{serial}",
                                "{month}{serial}",
                                "{serial",
                                "{check}{serial}",
                                "{serial}{check}X",
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345{serial}"}) {
        const auto parsed = NumberingRule::parse(pattern);
        ASSERT_FALSE(parsed) << pattern;
        EXPECT_EQ(parsed.error().code(), ErrorCode::config_invalid);
    }
}

TEST(Numbering, a_number_over_32_characters_is_refused) {
    const auto long_rule = rule("ABCDEFGHIJKLMNOPQRSTUVWXYZ{serial:4}");
    EXPECT_TRUE(long_rule.number(parts, 999999));
    const auto number = long_rule.number(parts, 1234567);
    ASSERT_FALSE(number);
    EXPECT_EQ(number.error().code(), ErrorCode::certificate_number_invalid);
}

TEST(Numbering, the_usual_rule_is_one) {
    EXPECT_EQ(*rule(usual_numbering).number(parts, 1), "202600300000001");
}

}  // namespace
}  // namespace yinxin::domain
