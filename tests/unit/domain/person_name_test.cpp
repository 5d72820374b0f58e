// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/person_name.hpp"

#include <string>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

std::string name_of(std::string_view raw) {
    const auto name = parse_person_name(raw);
    return name ? name->value : "refused";
}

std::string reason_of(std::string_view raw) {
    const auto name = parse_person_name(raw);
    return name ? "accepted" : name.error().params().at("reason");
}

TEST(PersonName, keeps_an_ordinary_name_as_it_is) {
    EXPECT_EQ(name_of("王晓沛"), "王晓沛");
    EXPECT_EQ(name_of(" 王晓沛　"), "王晓沛");
    EXPECT_EQ(name_of("JOHN  SMITH"), "JOHN SMITH");
    EXPECT_EQ(name_of("O’NEIL-ＬＥＥ"), "O'NEIL-LEE");
}

TEST(PersonName, keeps_rare_characters_of_all_planes) {
    for (const std::string_view name : {"㛃", "䶮", "𬍛", "𠮷", "𮧵", "王〇"}) {
        EXPECT_EQ(name_of(name), name);
    }
}

TEST(PersonName, unifies_the_separators) {
    for (const std::string_view typed : {"阿卜杜拉·买买提",
                                         "阿卜杜拉•买买提",
                                         "阿卜杜拉‧买买提",
                                         "阿卜杜拉・买买提",
                                         "阿卜杜拉･买买提",
                                         "阿卜杜拉․买买提",
                                         "阿卜杜拉⸱买买提",
                                         "阿卜杜拉ㆍ买买提",
                                         "阿卜杜拉．买买提",
                                         "阿卜杜拉.买买提",
                                         "阿卜杜拉 · 买买提",
                                         "阿卜杜拉··买买提"}) {
        EXPECT_EQ(name_of(typed), "阿卜杜拉·买买提") << typed;
    }
}

TEST(PersonName, keeps_a_full_stop_between_latin_letters) {
    EXPECT_EQ(name_of("J. SMITH"), "J. SMITH");
    EXPECT_EQ(name_of("Ｊ．SMITH"), "J.SMITH");
}

TEST(PersonName, refuses_a_separator_at_either_end) {
    EXPECT_EQ(reason_of("·买买提"), "character");
    EXPECT_EQ(reason_of("买买提·"), "character");
}

TEST(PersonName, composes_letters_and_marks) {
    EXPECT_EQ(name_of("JOSE\xCC\x81"), "JOSÉ");
    EXPECT_EQ(name_of("Nguye\xCC\x82\xCC\x83n"), "Nguyễn");
    EXPECT_EQ(reason_of("王\xCC\x81"), "character");
    EXPECT_EQ(reason_of("\xCC\x81"), "character");
}

TEST(PersonName, maps_the_compatibility_ideographs_of_gbk_and_refuses_the_others) {
    EXPECT_EQ(name_of("王\xEF\xA4\xAC"), "王郎");             // U+F92C
    EXPECT_EQ(name_of("王\xEF\xA8\x8E"), "王\xEF\xA8\x8E");   // U+FA0E is a unified ideograph
    EXPECT_EQ(reason_of("王\xEF\xA4\x80"), "character");      // U+F900
    EXPECT_EQ(reason_of("王\xF0\xAF\xA0\x80"), "character");  // U+2F800
}

TEST(PersonName, counts_characters_and_not_bytes) {
    std::string fifty;
    for (int i = 0; i < 50; ++i)
        fifty += "𠮷";
    const auto name = parse_person_name(fifty);
    ASSERT_TRUE(name);
    EXPECT_EQ(length(*name), 50U);
    EXPECT_EQ(reason_of(fifty + "王"), "too_long");
    EXPECT_EQ(reason_of(""), "empty");
    EXPECT_EQ(reason_of(" 　"), "empty");
}

TEST(PersonName, refuses_private_use_with_its_position) {
    for (const std::string_view typed :
         {"王\xEE\x80\x80", "王\xF3\xB0\x80\x80", "王\xF4\x80\x80\x80", "王\xEF\xA3\xBF"}) {
        const auto name = parse_person_name(typed);
        ASSERT_FALSE(name);
        EXPECT_EQ(name.error().code(), ErrorCode::name_private_use);
        EXPECT_EQ(name.error().params().at("position"), "2");
    }
}

TEST(PersonName, refuses_what_is_in_no_name) {
    for (const std::string_view typed : {"王\x01",              // control
                                         "王<b>",               // markup
                                         "王5",                 // digit
                                         "王\xE2\x80\xAE晓",    // U+202E right-to-left override
                                         "王\xE2\x80\x8B晓",    // U+200B zero width space
                                         "王\xEF\xB7\x90",      // U+FDD0 noncharacter
                                         "王\xEF\xBF\xBE",      // U+FFFE noncharacter
                                         "王\xEF\xBF\xBD",      // U+FFFD replacement character
                                         "王\xF3\xA0\x84\x80",  // U+E0100 variation selector
                                         "王😀",
                                         "王□",
                                         "⼀"}) {  // U+2F00 radical
        EXPECT_EQ(reason_of(typed), "character") << typed;
    }
    EXPECT_EQ(reason_of("\xFF"), "encoding");
}

TEST(PersonName, recognises_a_homophone_in_brackets) {
    for (const std::string_view typed : {"王晓[沛]", "王晓［沛］", "王晓【沛】"}) {
        const auto name = parse_person_name(typed);
        ASSERT_TRUE(name) << typed;
        EXPECT_EQ(name->value, "王晓[沛]");
        EXPECT_TRUE(has_bracket_substitute(*name));
    }
    EXPECT_FALSE(has_bracket_substitute({"王晓沛"}));
    EXPECT_FALSE(has_bracket_substitute({"王晓[]"}));
    EXPECT_FALSE(has_bracket_substitute({"王晓(女)"}));
}

TEST(PersonName, compares_latin_letters_without_case_and_nothing_else) {
    EXPECT_TRUE(same_name({"JOSÉ Nguyễn"}, {"josé NGUYỄN"}));
    EXPECT_TRUE(same_name({"Ÿ"}, {"ÿ"}));
    EXPECT_FALSE(same_name({"JOSE"}, {"JOSÉ"}));
    EXPECT_TRUE(same_name({"罗 婷"}, {"罗婷"}));
    EXPECT_FALSE(same_name({"LI NA"}, {"LINA"}));
    EXPECT_FALSE(same_name({"罗 婷 LI"}, {"罗婷LI"}));
    EXPECT_FALSE(same_name({"龙"}, {"龍"}));
    EXPECT_FALSE(same_name({"吉"}, {"𠮷"}));
    EXPECT_FALSE(same_name({"王晓"}, {"王晓沛"}));
}

TEST(PersonName, masks_all_but_the_first_character) {
    EXPECT_EQ(masked_name({"王晓沛"}), "王**");
    EXPECT_EQ(masked_name({"𠮷野"}), "𠮷*");
    EXPECT_EQ(masked_name({"阿·买"}), "阿**");
    EXPECT_EQ(masked_name({"王"}), "王");
}

TEST(PersonName, is_stable_under_a_second_reading) {
    for (const std::string_view typed :
         {"阿卜杜拉 ． 买买提", "JOSE\xCC\x81  Ｌ.", "王晓【沛】", "A . 王 . 李"}) {
        const std::string once = name_of(typed);
        EXPECT_NE(once, "refused");
        EXPECT_EQ(name_of(once), once);
    }
}

}  // namespace
}  // namespace yinxin::domain
