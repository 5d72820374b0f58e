// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/copy_code.hpp"

#include "yinxin/domain/copy_number.hpp"

#include <array>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

constexpr unsigned seed = 20261123;

CopyCode random_code(std::mt19937& random) {
    std::array<std::uint8_t, 7> bytes{};
    for (auto& byte : bytes)
        byte = static_cast<std::uint8_t>(random());
    return make_copy_code(bytes);
}

TEST(CopyCode, is_twelve_characters_of_the_alphabet_and_reads_back) {
    std::mt19937 random(seed);
    std::set<std::string> seen;
    for (int i = 0; i < 2000; ++i) {
        const CopyCode code = random_code(random);
        ASSERT_EQ(code.value.size(), copy_code_length);
        ASSERT_EQ(code.value.find_first_not_of(copy_code_alphabet), std::string::npos);
        const auto back = parse_copy_code(grouped(code));
        ASSERT_TRUE(back);
        ASSERT_EQ(*back, code);
        seen.insert(code.value);
    }
    EXPECT_EQ(seen.size(), 2000U);
}

TEST(CopyCode, uses_every_one_of_its_55_bits) {
    std::set<std::string> seen;
    const std::array<std::uint8_t, 7> zero{};
    seen.insert(make_copy_code(zero).value);
    for (std::size_t bit = 0; bit < 55; ++bit) {
        std::array<std::uint8_t, 7> bytes{};
        bytes.at(6 - bit / 8) = static_cast<std::uint8_t>(1U << (bit % 8));
        seen.insert(make_copy_code(bytes).value);
    }
    EXPECT_EQ(seen.size(), 56U);
}

TEST(CopyCode, notices_every_single_wrong_character) {
    std::mt19937 random(seed);
    for (int i = 0; i < 50; ++i) {
        const CopyCode code = random_code(random);
        for (std::size_t at = 0; at < copy_code_length; ++at) {
            for (const char c : copy_code_alphabet) {
                std::string wrong = code.value;
                wrong[at] = c;
                if (c != code.value[at]) ASSERT_FALSE(parse_copy_code(wrong)) << wrong;
            }
        }
    }
}

TEST(CopyCode, notices_every_exchange_of_two_characters_wherever_they_stand) {
    std::mt19937 random(seed);
    for (int i = 0; i < 500; ++i) {
        const CopyCode code = random_code(random);
        for (std::size_t a = 0; a < copy_code_length; ++a) {
            for (std::size_t b = a + 1; b < copy_code_length; ++b) {
                std::string wrong = code.value;
                std::swap(wrong[a], wrong[b]);
                if (wrong != code.value) ASSERT_FALSE(parse_copy_code(wrong)) << wrong;
            }
        }
    }
}

TEST(CopyCode, notices_all_exchanges_of_neighbours_for_every_pair_of_characters) {
    const std::string base = "0000000000";
    for (std::size_t at = 0; at + 1 < 11; ++at) {
        for (const char a : copy_code_alphabet) {
            for (const char b : copy_code_alphabet) {
                if (a == b) continue;
                std::string body = base + "0";
                body[at] = a;
                body[at + 1] = b;
                std::string exchanged = body;
                std::swap(exchanged[at], exchanged[at + 1]);
                ASSERT_NE(copy_code_check(body), copy_code_check(exchanged));
            }
        }
    }
}

TEST(CopyCode, forgives_case_spaces_hyphens_and_look_alikes) {
    const std::string body = "01A0K1MZ9T0";
    const std::string code = body + copy_code_check(body);
    const std::string last(1, code.back());
    for (const std::string& typed : {"OIA0-KLMZ-9TO" + last,
                                     "o1ao k1mz 9to" + last,
                                     "  0lA0–KiMZ–9T0" + last,
                                     "０１Ａ０Ｋ１ＭＺ９Ｔ０" + last}) {
        const auto parsed = parse_copy_code(typed);
        ASSERT_TRUE(parsed) << typed;
        EXPECT_EQ(parsed->value, code);
    }
    EXPECT_EQ(grouped({code}), "01A0-K1MZ-9T0" + last);
}

TEST(CopyCode, says_what_is_wrong) {
    const auto reason = [](std::string_view typed) {
        const auto code = parse_copy_code(typed);
        return code ? std::string("accepted") : code.error().params().at("reason");
    };
    EXPECT_EQ(reason(""), "length");
    EXPECT_EQ(reason("00000000000"), "length");
    EXPECT_EQ(reason("0000000000000"), "length");
    EXPECT_EQ(reason("00000000000U"), "character");
    EXPECT_EQ(reason("0000000000王0"), "character");
    EXPECT_EQ(reason("000000000000"), "accepted");
    EXPECT_EQ(reason("000000000001"), "check");
}

TEST(CopyToken, is_base64url_of_sixteen_bytes_and_nothing_else) {
    std::array<std::uint8_t, 16> bytes{};
    bytes.fill(0xFB);
    const CopyToken token = make_copy_token(bytes);
    EXPECT_EQ(token.value.size(), copy_token_length);
    EXPECT_TRUE(parse_copy_token(token.value));
    EXPECT_FALSE(parse_copy_token(""));
    EXPECT_FALSE(parse_copy_token(token.value + "A"));
    EXPECT_FALSE(parse_copy_token("AAAAAAAAAAAAAAAAAAAAAB"));  // stray bits
    EXPECT_FALSE(parse_copy_token("AAAAAAAAAAAAAAAAAAAA/A"));
    EXPECT_FALSE(parse_copy_token("AAAAAAAAAAAAAAAAAAAA%A"));
}

TEST(CopyNumber, carries_its_day_and_reads_back) {
    const std::string number = make_copy_number(make_day(2026, 11, 23), 12345);
    EXPECT_EQ(number.substr(0, 21), "YX20261123-0000012345");
    EXPECT_EQ(number.size(), 23U);
    for (const std::string& typed :
         {number, "yx 20261123 " + number.substr(11), "ＹＸ20261123－" + number.substr(11)}) {
        const auto back = parse_copy_number(typed);
        ASSERT_TRUE(back) << typed;
        EXPECT_EQ(*back, number);
    }
}

TEST(CopyNumber, satisfies_iso_7064_mod_97_10) {
    // The whole digit string modulo 97 is 1: the standard's own test.
    const std::string number = make_copy_number(make_day(2026, 11, 23), 9'876'543'210);
    int rest = 0;
    for (const char c : number) {
        if (c >= '0' && c <= '9') rest = (rest * 10 + (c - '0')) % 97;
    }
    EXPECT_EQ(rest, 1);
}

TEST(CopyNumber, reduces_the_number_to_its_range) {
    const CivilDay day = make_day(2026, 11, 23);
    EXPECT_EQ(make_copy_number(day, copy_number_range + 7), make_copy_number(day, 7));
}

TEST(CopyNumber, notices_every_wrong_digit_and_every_exchange_of_neighbours) {
    std::mt19937_64 random(seed);
    for (int i = 0; i < 200; ++i) {
        const std::string good = make_copy_number(make_day(2026, 11, 23), random());
        for (std::size_t at = 2; at < good.size(); ++at) {
            if (good[at] == '-') continue;
            for (char c = '0'; c <= '9'; ++c) {
                std::string wrong = good;
                wrong[at] = c;
                if (c != good[at]) ASSERT_FALSE(parse_copy_number(wrong)) << wrong;
            }
            if (at + 1 == good.size() || good[at + 1] == '-') continue;
            std::string exchanged = good;
            std::swap(exchanged[at], exchanged[at + 1]);
            if (exchanged != good) ASSERT_FALSE(parse_copy_number(exchanged)) << exchanged;
        }
    }
}

TEST(CopyNumber, refuses_what_is_none) {
    EXPECT_FALSE(parse_copy_number(""));
    EXPECT_FALSE(parse_copy_number("XY20261123-000001234567"));
    EXPECT_FALSE(parse_copy_number("YX20261123-00000123456"));
    EXPECT_FALSE(parse_copy_number("YX20261323-000001234567"));
}

}  // namespace
}  // namespace yinxin::domain
