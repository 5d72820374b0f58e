// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/licence_id.hpp"
#include "yinxin/domain/uscc.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

TEST(Uscc, knows_a_code_made_by_others) {
    // The defining body in a widely copied example of GB/T 36904.
    EXPECT_EQ(uscc_check("11100000000013338"), 'W');
    EXPECT_TRUE(parse_uscc("11100000000013338W"));
}

TEST(Uscc, reads_lower_case_and_refuses_letters_outside_the_alphabet) {
    const auto code = parse_uscc(" 11100000000013338w ");
    ASSERT_TRUE(code);
    EXPECT_EQ(code->value, "11100000000013338W");
    for (const char c : std::string_view("IOSVZ")) {
        std::string body = "11100000000013338";
        body[9] = c;
        EXPECT_EQ(uscc_check(body), '\0');
        EXPECT_EQ(parse_uscc(body + "W").error().code(), ErrorCode::malformed);
    }
    EXPECT_EQ(parse_uscc("11100000000013338").error().code(), ErrorCode::malformed);
    EXPECT_EQ(parse_uscc("11100000000013338Z").error().code(), ErrorCode::malformed);
}

TEST(Uscc, notices_every_single_wrong_character) {
    const std::string good = "11100000000013338W";
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
            if (c == good[i]) continue;
            std::string wrong = good;
            wrong[i] = c;
            const auto code = parse_uscc(wrong);
            ASSERT_FALSE(code) << wrong;
            EXPECT_EQ(code.error().code(), ErrorCode::identifier_check);
        }
    }
}

// Vectors of the reference page on GB/T 36904: the algorithm was checked there against real
// identifiers, these synthetic ones were made with it.
constexpr std::string_view version_1 =
    "1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.001.V";
constexpr std::string_view version_2 =
    "1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.002.T";
constexpr std::string_view other_issuer =
    "1.2.156.3005.2.99999999999999999X007.99999999999999998Y.YX0000ABCDEF.001.F";

TEST(LicenceId, agrees_with_the_vectors) {
    for (const std::string_view text : {version_1, version_2, other_issuer}) {
        const auto id = parse_licence_id(text);
        ASSERT_TRUE(id) << text;
        EXPECT_EQ(format(*id), text);
    }
    EXPECT_EQ(mod37_36_check("11100000000013338W00211320482014138860P201807250201001"), 'M');
}

TEST(LicenceId, gives_the_next_version_of_the_same_licence) {
    const auto first = parse_licence_id(version_1);
    ASSERT_TRUE(first);
    const auto second = next_version(*first);
    ASSERT_TRUE(second);
    EXPECT_EQ(format(*second), version_2);
    auto last = *first;
    last.version = 999;
    EXPECT_EQ(next_version(last).error().code(), ErrorCode::conflict);
}

TEST(LicenceId, refuses_a_foreign_root_wrong_parts_and_a_wrong_check) {
    const auto code = [](std::string_view text) {
        const auto id = parse_licence_id(text);
        return id ? ErrorCode::internal : id.error().code();
    };
    EXPECT_EQ(code("1.2.156.3003.2.99999999999999999X001.99999999999999999X.1.001.V"),
              ErrorCode::malformed);
    EXPECT_EQ(code("1.2.156.3005.2"), ErrorCode::malformed);
    EXPECT_EQ(code("1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.1.V"),
              ErrorCode::malformed);
    EXPECT_EQ(code("1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.000.V"),
              ErrorCode::malformed);
    EXPECT_EQ(code("1.2.156.3005.2.99999999999999999X001.99999999999999999X..001.V"),
              ErrorCode::malformed);
    EXPECT_EQ(code("1.2.156.3005.2.99999999999999999X001.99999999999999999x.1.001.V"),
              ErrorCode::malformed);
    EXPECT_EQ(code("1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000001.001.W"),
              ErrorCode::identifier_check);
    EXPECT_EQ(code("1.2.156.3005.2.99999999999999999X001.99999999999999999X.2026000000010.001.V"),
              ErrorCode::identifier_check);
}

TEST(LicenceId, accepts_the_region_code_of_old_data_as_issuer) {
    EXPECT_TRUE(make_licence_id("99999999999999999X001", "510000", "A", 1));
    EXPECT_FALSE(make_licence_id("99999999999999999X001", "51000", "A", 1));
    EXPECT_FALSE(make_licence_id("99999999999999999X001", "510000", "A", 1000));
    EXPECT_FALSE(make_licence_id("99999999999999999X00A", "510000", "A", 1));
    EXPECT_FALSE(make_licence_id("99999999999999999X001", "510000", std::string(33, 'A'), 1));
}

}  // namespace
}  // namespace yinxin::domain
