// SPDX-License-Identifier: Apache-2.0
// What the national suite's values rest on: SM4 as it was published, and the counter as docs/gm.md
// says it runs.
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/openssl_handles.hpp"
#include "yinxin/crypto/sealed_form.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

/// One block by itself.
Bytes encipher(BytesView key, BytesView block) {
    Bytes out(block.size() + 16);
    int length = 0;
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    EXPECT_EQ(EVP_EncryptInit_ex2(cipher.get(), EVP_sm4_ecb(), key.data(), nullptr, nullptr), 1);
    EVP_CIPHER_CTX_set_padding(cipher.get(), 0);
    EXPECT_EQ(EVP_EncryptUpdate(
                  cipher.get(), out.data(), &length, block.data(), static_cast<int>(block.size())),
              1);
    out.resize(static_cast<std::size_t>(length));
    return out;
}

// GB/T 32907-2016, annex A.1 and A.2.
TEST(Sm4, gives_the_published_values) {
    const Bytes key = *parse_hex("0123456789abcdeffedcba9876543210");
    EXPECT_EQ(to_hex(encipher(key, key)), "681edf34d206965e86b3e94f536e4246");
    Bytes block = key;
    for (int i = 0; i < 1'000'000; ++i)
        block = encipher(key, block);
    EXPECT_EQ(to_hex(block), "595298c7c6fd271f0402f804c33d3f66");
}

TEST(Sm4, counter_begins_with_the_nonce_and_zero_and_counts_in_its_last_bytes) {
    const Secret keys = sm4_working_keys(Secret(std::string(32, 'k')));
    const Bytes nonce = *parse_hex("000102030405060708090a0b");
    const Bytes plain(40);
    Bytes body(plain.size());
    Bytes tag(sealed_tag_size);
    seal_sm4(keys, as_bytes("place"), plain, {nonce, body, tag});
    const BytesView cipher_key = keys.expose_bytes().first(16);
    std::string stream;
    for (const char* counter : {"00000000", "00000001", "00000002"}) {
        stream += to_hex(encipher(cipher_key, *parse_hex(to_hex(nonce) + counter)));
    }
    EXPECT_EQ(to_hex(body), stream.substr(0, 2 * plain.size()));
}

}  // namespace
}  // namespace yinxin::crypto
