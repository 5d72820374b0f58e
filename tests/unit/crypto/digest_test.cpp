// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/digest.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

// FIPS 180-4 examples (NIST, "SHA-256 Examples").
TEST(Sha256, gives_the_published_digests) {
    EXPECT_EQ(to_hex(sha256(as_bytes("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256({})),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

// GB/T 32905-2016 appendix A, examples 1 and 2.
TEST(Sm3, gives_the_published_digests) {
    EXPECT_EQ(to_hex(sm3(as_bytes("abc"))),
              "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    std::string long_message;
    for (int i = 0; i < 16; ++i) {
        long_message += "abcd";
    }
    EXPECT_EQ(to_hex(sm3(as_bytes(long_message))),
              "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

TEST(IncrementalDigest, agrees_with_one_call_however_the_pieces_fall) {
    const std::string text(1000, 'x');
    for (const std::size_t cut : {0UL, 1UL, 63UL, 64UL, 65UL, 999UL, 1000UL}) {
        Sha256 digest;
        digest.update(as_bytes(text).first(cut)).update(as_bytes(text).subspan(cut));
        EXPECT_EQ(digest.finish(), sha256(as_bytes(text))) << cut;
    }
}

TEST(IncrementalDigest, copies_carry_the_prefix_and_then_go_their_own_way) {
    Sha256 prefix;
    prefix.update(as_bytes("template|"));
    Sha256 first = prefix;
    Sha256 second = prefix;
    first.update(as_bytes("one"));
    second.update(as_bytes("two"));
    EXPECT_EQ(first.finish(), sha256(as_bytes("template|one")));
    EXPECT_EQ(second.finish(), sha256(as_bytes("template|two")));
    EXPECT_EQ(prefix.finish(), sha256(as_bytes("template|")));
}

TEST(IncrementalDigest, goes_on_after_finish) {
    Sm3 digest;
    digest.update(as_bytes("a"));
    EXPECT_EQ(digest.finish(), sm3(as_bytes("a")));
    digest.update(as_bytes("bc"));
    EXPECT_EQ(digest.finish(), sm3(as_bytes("abc")));
}

}  // namespace
}  // namespace yinxin::crypto
