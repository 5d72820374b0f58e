// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/claims_encoding.hpp"

#include <gtest/gtest.h>

namespace yinxin::verify {
namespace {

Claims sample() {
    Claims claims;
    claims.format = FileFormat::pdf;
    claims.sha256.fill(7);
    claims.size = 4711;
    claims.signature_count = 1;
    claims.seal = SealClaims{.is_intact = true, .algorithm = "rsa-sha256"};
    claims.seal->other_certificates = {to_bytes("one"), to_bytes("two")};
    claims.seal->claimed_at = instant_of(1795399200);
    claims.face.recipient = "演示建设集团";
    claims.codes = {{"https://example.cn/v/abc", 3}};
    claims.pages_searched = 5;
    claims.findings = {{"pdf.frame", Level::warning, "pdf.frame.prefix", "a clause"}};
    return claims;
}

TEST(ClaimsEncoding, comes_back_as_it_went) {
    const Claims back = *decode_claims(encode_claims(sample()));
    EXPECT_EQ(encode_claims(back), encode_claims(sample()));
    EXPECT_EQ(back.seal->claimed_at, instant_of(1795399200));
    EXPECT_EQ(back.face.recipient, "演示建设集团");
    EXPECT_EQ(back.codes[0].page, 3U);
    EXPECT_EQ(back.pages_searched, 5U);
    EXPECT_EQ(back.findings, sample().findings);
}

TEST(ClaimsEncoding, a_part_of_it_is_not_taken_and_nothing_may_follow) {
    Bytes bytes = encode_claims(sample());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_FALSE(decode_claims(BytesView(bytes).first(length))) << length;
    }
    bytes.push_back(0);
    EXPECT_FALSE(decode_claims(bytes));
}

TEST(ClaimsEncoding, lengths_that_lie_are_refused) {
    const Bytes bytes = encode_claims(sample());
    int refused = 0;
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        Bytes spoiled = bytes;
        std::fill_n(spoiled.begin() + static_cast<std::ptrdiff_t>(at), 8, 0xFF);
        // Digests and texts may hold any bytes; numbers, flags and lengths may not.
        if (!decode_claims(spoiled)) ++refused;
    }
    EXPECT_GT(refused, 10);
}

}  // namespace
}  // namespace yinxin::verify
