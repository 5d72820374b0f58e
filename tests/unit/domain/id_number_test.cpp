// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/id_number.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using Kind = IdDocumentType;

/// A synthetic number: region 000000 does not exist below province level, order codes are made up.
std::string with_check(const std::string& body) {
    return body + gb11643_check(body);
}

ErrorCode code_of(Kind type, std::string_view raw) {
    const auto id = parse_id_number(type, raw);
    return id ? ErrorCode::internal : id.error().code();
}

std::string number_of(Kind type, std::string_view raw) {
    const auto id = parse_id_number(type, raw);
    return id ? id->number : "refused";
}

TEST(IdNumber, computes_the_check_character_of_gb_11643) {
    // The example printed in GB 11643-1999 itself, a number that belongs to nobody.
    EXPECT_EQ(gb11643_check("11010519491231002"), 'X');
    EXPECT_EQ(gb11643_check("44052418800101001"), '4');
    EXPECT_EQ(gb11643_check("1101051949123100"), '\0');
    EXPECT_EQ(gb11643_check("1101051949123100X"), '\0');
}

TEST(IdNumber, notices_every_wrong_digit_and_every_exchange_of_neighbours) {
    const std::string good = "11010519491231002X";
    for (std::size_t i = 0; i < 17; ++i) {
        for (char c = '0'; c <= '9'; ++c) {
            std::string wrong = good;
            wrong[i] = c;
            if (c != good[i]) EXPECT_FALSE(parse_id_number(Kind::resident_identity_card, wrong));
        }
        std::string exchanged = good;
        std::swap(exchanged[i], exchanged[i + 1]);
        if (exchanged != good) {
            EXPECT_FALSE(parse_id_number(Kind::resident_identity_card, exchanged));
        }
    }
}

TEST(IdNumber, reads_what_people_type) {
    const std::string good = "11010519491231002X";
    for (const std::string_view typed : {"11010519491231002x",
                                         "  110105 19491231 002X\t",
                                         "１１０１０５１９４９１２３１００２Ｘ",
                                         "　11010519491231002ｘ"}) {
        EXPECT_EQ(number_of(Kind::resident_identity_card, typed), good) << typed;
    }
}

TEST(IdNumber, lengthens_the_fifteen_digit_form) {
    EXPECT_EQ(number_of(Kind::resident_identity_card, "110105491231002"), "11010519491231002X");
    const auto id = parse_id_number(Kind::resident_identity_card, "11010519491231002X");
    ASSERT_TRUE(id);
    EXPECT_EQ(equivalent_forms(*id),
              (std::vector<std::string>{"11010519491231002X", "110105491231002"}));
}

TEST(IdNumber, has_no_fifteen_digit_form_for_people_born_after_1999) {
    const auto id = parse_id_number(Kind::resident_identity_card, with_check("11010520000229001"));
    ASSERT_TRUE(id);
    EXPECT_EQ(equivalent_forms(*id).size(), 1U);
}

TEST(IdNumber, says_why_a_resident_number_is_refused) {
    const Kind type = Kind::resident_identity_card;
    EXPECT_EQ(code_of(type, ""), ErrorCode::id_number_length);
    EXPECT_EQ(code_of(type, "1101051949123100"), ErrorCode::id_number_length);
    EXPECT_EQ(code_of(type, "11010519491231002Y"), ErrorCode::id_number_characters);
    EXPECT_EQ(code_of(type, "1101051949123X0020"), ErrorCode::id_number_characters);
    EXPECT_EQ(code_of(type, "11010549123100X"), ErrorCode::id_number_characters);
    EXPECT_EQ(code_of(type, "110105王949123100"), ErrorCode::id_number_characters);
    EXPECT_EQ(code_of(type, "\xFF\xFE"), ErrorCode::id_number_characters);
    EXPECT_EQ(code_of(type, with_check("11010519490231002")), ErrorCode::id_number_date);
    EXPECT_EQ(code_of(type, with_check("11010518490101002")), ErrorCode::id_number_date);
    EXPECT_EQ(code_of(type, "110105194912310021"), ErrorCode::id_number_check);
    EXPECT_EQ(code_of(type, with_check("16010519491231002")), ErrorCode::id_number_region);
}

TEST(IdNumber, knows_the_leap_years) {
    const Kind type = Kind::resident_identity_card;
    EXPECT_EQ(code_of(type, with_check("11010519000229001")), ErrorCode::id_number_date);
    EXPECT_EQ(code_of(type, with_check("11010519990229001")), ErrorCode::id_number_date);
    EXPECT_TRUE(parse_id_number(type, with_check("11010520000229001")));
}

TEST(IdNumber, accepts_residence_permits_and_tells_which_type_would_fit) {
    for (const std::string_view region : {"810000", "820000", "830000"}) {
        const std::string number = with_check(std::string(region) + "19900101001");
        EXPECT_EQ(number_of(Kind::hk_macau_taiwan_residence, number), number);
        const auto wrong_type = parse_id_number(Kind::resident_identity_card, number);
        ASSERT_FALSE(wrong_type);
        EXPECT_EQ(wrong_type.error().code(), ErrorCode::id_number_region);
        EXPECT_EQ(wrong_type.error().params().at("type"), "hk_macau_taiwan_residence");
    }
    const auto other_way = parse_id_number(Kind::hk_macau_taiwan_residence, "11010519491231002X");
    ASSERT_FALSE(other_way);
    EXPECT_EQ(other_way.error().params().at("type"), "resident_identity_card");
}

TEST(IdNumber, accepts_both_forms_of_permanent_residence) {
    const std::string number = with_check("91184019900101001");
    EXPECT_EQ(number_of(Kind::foreign_permanent_residence, number), number);
    EXPECT_EQ(number_of(Kind::foreign_permanent_residence, "usa110190010112"), "USA110190010112");
    EXPECT_EQ(code_of(Kind::foreign_permanent_residence, "11010519491231002X"),
              ErrorCode::id_number_region);
    EXPECT_EQ(code_of(Kind::foreign_permanent_residence, "US1110190010112"),
              ErrorCode::id_number_length);
    const auto id = parse_id_number(Kind::foreign_permanent_residence, number);
    ASSERT_TRUE(id);
    EXPECT_EQ(birth_day(*id), make_day(1990, 1, 1));
    EXPECT_FALSE(sex_of(*id));
}

TEST(IdNumber, takes_other_documents_as_letters_and_digits) {
    EXPECT_EQ(number_of(Kind::passport, " e1234 5678 "), "E12345678");
    EXPECT_EQ(number_of(Kind::taiwan_permit, "01234567"), "01234567");
    EXPECT_EQ(number_of(Kind::officer_card, "演字第 01234567 号"), "演字第01234567号");
    EXPECT_EQ(code_of(Kind::passport, "E123"), ErrorCode::id_number_length);
    EXPECT_EQ(code_of(Kind::passport, "E12345678901234567890"), ErrorCode::id_number_length);
    EXPECT_EQ(code_of(Kind::passport, "E12345-78"), ErrorCode::id_number_characters);
    EXPECT_EQ(code_of(Kind::passport, "演字第01234567号"), ErrorCode::id_number_characters);
}

TEST(IdNumber, reads_birth_day_and_sex_where_the_number_states_them) {
    const IdNumber female{Kind::resident_identity_card, "11010519491231002X"};
    EXPECT_EQ(birth_day(female), make_day(1949, 12, 31));
    EXPECT_EQ(sex_of(female), Sex::female);
    const IdNumber male{Kind::resident_identity_card, with_check("11010519491231001")};
    EXPECT_EQ(sex_of(male), Sex::male);
    EXPECT_FALSE(birth_day(IdNumber{Kind::passport, "E12345678"}));
    EXPECT_FALSE(sex_of(IdNumber{Kind::passport, "E12345678"}));
}

TEST(IdNumber, masks_all_but_the_first_and_the_last_character) {
    EXPECT_EQ(masked({Kind::resident_identity_card, "11010519491231002X"}), "1****************X");
    EXPECT_EQ(masked({Kind::passport, "E12345678"}), "E*******8");
    EXPECT_EQ(masked({Kind::officer_card, "演字第01234567号"}), "演**********号");
    EXPECT_EQ(last_four({Kind::resident_identity_card, "11010519491231002X"}), "002X");
    EXPECT_EQ(last_four({Kind::officer_card, "演字第01234567号"}), "567号");
}

TEST(IdNumber, has_a_key_for_every_type_that_leads_back_to_it) {
    for (const auto& [value, name] : all_keyed<Kind>()) {
        EXPECT_EQ(key(value), name);
        const auto parsed = parse_key<Kind>(name);
        ASSERT_TRUE(parsed);
        EXPECT_EQ(*parsed, value);
        EXPECT_EQ(gbt36903_code(value).code.size(), 3U);
    }
    EXPECT_FALSE(parse_key<Kind>("Passport"));
    EXPECT_FALSE(parse_key<Kind>(""));
    EXPECT_FALSE(gbt36903_code(Kind::hk_macau_taiwan_residence).confirmed);
}

}  // namespace
}  // namespace yinxin::domain
