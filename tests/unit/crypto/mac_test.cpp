// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/mac.hpp"

#include "yinxin/crypto/blind_index.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

Bytes hex(std::string_view text) {
    return *parse_hex(text);
}

struct HmacCase {
    Bytes key;
    Bytes message;
    std::string mac;
};

// RFC 4231 test cases 1, 2, 3 and 6.
TEST(HmacSha256, gives_the_values_of_rfc_4231) {
    const std::vector<HmacCase> cases{
        {Bytes(20, 0x0b),
         to_bytes("Hi There"),
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {to_bytes("Jefe"),
         to_bytes("what do ya want for nothing?"),
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {Bytes(20, 0xaa),
         Bytes(50, 0xdd),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {Bytes(131, 0xaa),
         to_bytes("Test Using Larger Than Block-Size Key - Hash Key First"),
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    };
    for (const HmacCase& one : cases) {
        EXPECT_EQ(to_hex(hmac_sha256(one.key, one.message)), one.mac);
    }
}

// Computed with BouncyCastle 1.72 (tests/java/NationalKeys.java) and with openssl mac.
TEST(HmacSm3, gives_the_values_of_other_libraries) {
    EXPECT_EQ(to_hex(hmac(
                  DigestAlgorithm::sm3, Bytes(32, 0x6b), as_bytes("what do ya want for nothing?"))),
              "4690c38cc71d1fee88970be08fc10d1edb875f39ba1c065bd89e022ec3798061");
}

// RFC 5869 appendix A.1, A.2 (shortened to its expectation) and A.3.
TEST(HkdfSha256, gives_the_values_of_rfc_5869) {
    const Secret first = hkdf(DigestAlgorithm::sha256,
                              Bytes(22, 0x0b),
                              hex("000102030405060708090a0b0c"),
                              hex("f0f1f2f3f4f5f6f7f8f9"),
                              42);
    EXPECT_EQ(to_hex(first.expose_bytes()),
              "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
              "34007208d5b887185865");
    const Secret without_salt = hkdf(DigestAlgorithm::sha256, Bytes(22, 0x0b), {}, {}, 42);
    EXPECT_EQ(to_hex(without_salt.expose_bytes()),
              "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
              "9d201395faa4b61a96c8");
}

TEST(HkdfSha256, refuses_lengths_it_cannot_give) {
    EXPECT_THROW((void)hkdf(DigestAlgorithm::sha256, {}, {}, {}, 0), std::invalid_argument);
    EXPECT_THROW((void)hkdf(DigestAlgorithm::sha256, {}, {}, {}, 8161), std::invalid_argument);
    EXPECT_EQ(hkdf(DigestAlgorithm::sha256, {}, {}, {}, 8160).expose().size(), 8160U);
}

// Computed with BouncyCastle 1.72.
TEST(HkdfSm3, gives_the_values_of_another_library) {
    const MacKey key(Suite::national, Secret(std::string(32, 'k')));
    EXPECT_EQ(to_hex(key.derive_secret("yinxin column 1").expose_bytes()),
              "9c09263e5dc81df9fa1b80ee8392587b0995bc7f9373eeb8e0df6fd982c5b824");
}

class MacKeyOf : public testing::TestWithParam<Suite> {
  protected:
    static MacKey key(char fill = 'k') { return {GetParam(), Secret(std::string(32, fill))}; }
};
INSTANTIATE_TEST_SUITE_P(Suites,
                         MacKeyOf,
                         testing::Values(Suite::international, Suite::national),
                         [](const auto& one) { return std::string(domain::key(one.param)); });

TEST_P(MacKeyOf, either_suite_refuses_another_message_and_a_shortened_mac) {
    const Digest32 mac = key().of(as_bytes("message"));
    EXPECT_TRUE(key().check(as_bytes("message"), mac));
    EXPECT_FALSE(key().check(as_bytes("massage"), mac));
    EXPECT_FALSE(key().check(as_bytes("message"), BytesView(mac).first(16)));
    const Suite other = GetParam() == Suite::national ? Suite::international : Suite::national;
    EXPECT_FALSE(MacKey(other, Secret(std::string(32, 'k'))).check(as_bytes("message"), mac));
}

TEST_P(MacKeyOf, either_suite_gives_sub_keys_that_differ_by_purpose) {
    EXPECT_EQ(key().derive_secret("session").expose(), key().derive_secret("session").expose());
    EXPECT_NE(key().derive_secret("session").expose(), key().derive_secret("column/1").expose());
    EXPECT_EQ(key().derive_secret("session").expose().size(), 32U);
    EXPECT_EQ(key().derive("session").suite(), GetParam());
}

TEST_P(MacKeyOf, an_index_separates_labels_even_where_the_joined_text_is_the_same) {
    const BlindIndex index(key());
    EXPECT_EQ(index.of("mobile", "13800000000"), index.of("mobile", "13800000000"));
    EXPECT_NE(index.of("mobile", "13800000000"), index.of("mobil", "e13800000000"));
    EXPECT_NE(index.of("mobile", "13800000000"), BlindIndex(key('x')).of("mobile", "13800000000"));
}

TEST_P(MacKeyOf, no_suite_takes_a_short_key) {
    EXPECT_THROW(MacKey(GetParam(), Secret(std::string(31, 'k'))), std::invalid_argument);
}

}  // namespace
}  // namespace yinxin::crypto
