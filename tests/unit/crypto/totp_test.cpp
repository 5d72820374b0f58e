// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/totp.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

/// The secret of RFC 6238 appendix B for SHA-1: twenty ASCII digits.
const Secret rfc_secret{std::string("12345678901234567890")};

TEST(Totp, gives_the_last_six_digits_of_rfc_6238_appendix_b) {
    struct Case {
        std::int64_t at;
        const char* code;
    };
    for (const Case& one : {Case{59, "287082"},
                            Case{1111111109, "081804"},
                            Case{1111111111, "050471"},
                            Case{1234567890, "005924"},
                            Case{2000000000, "279037"},
                            Case{20000000000, "353130"}}) {
        EXPECT_EQ(totp_code(rfc_secret, totp_step(instant_of(one.at))), one.code);
    }
}

TEST(Totp, takes_one_step_either_way_and_no_code_twice) {
    const Instant now = instant_of(1111111111);
    const std::int64_t step = totp_step(now);
    EXPECT_EQ(match_totp(rfc_secret, totp_code(rfc_secret, step), 0, now), step);
    EXPECT_EQ(match_totp(rfc_secret, totp_code(rfc_secret, step - 1), 0, now), step - 1);
    EXPECT_EQ(match_totp(rfc_secret, totp_code(rfc_secret, step + 1), 0, now), step + 1);
    EXPECT_FALSE(match_totp(rfc_secret, totp_code(rfc_secret, step - 2), 0, now));
    EXPECT_FALSE(match_totp(rfc_secret, totp_code(rfc_secret, step + 2), 0, now));
    EXPECT_FALSE(match_totp(rfc_secret, totp_code(rfc_secret, step), step, now));
    EXPECT_FALSE(match_totp(rfc_secret, totp_code(rfc_secret, step - 1), step, now));
    EXPECT_FALSE(match_totp(rfc_secret, "", 0, now));
    EXPECT_FALSE(match_totp(rfc_secret, "50471", 0, now));
    EXPECT_FALSE(match_totp(rfc_secret, "0504710", 0, now));
}

// RFC 4648 section 10, without padding.
TEST(Totp, writes_base32_as_rfc_4648) {
    EXPECT_EQ(to_base32(as_bytes("")), "");
    EXPECT_EQ(to_base32(as_bytes("f")), "MY");
    EXPECT_EQ(to_base32(as_bytes("fo")), "MZXQ");
    EXPECT_EQ(to_base32(as_bytes("foobar")), "MZXW6YTBOI");
}

TEST(Totp, the_address_escapes_what_names_may_hold) {
    EXPECT_EQ(totp_address(Secret(std::string("f")), "印 A", "a&b"),
              "otpauth://totp/%E5%8D%B0%20A:a%26b?secret=MY&issuer=%E5%8D%B0%20A");
}

}  // namespace
}  // namespace yinxin::crypto
