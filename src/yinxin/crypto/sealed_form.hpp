// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/secret.hpp"

#include <span>

/// The two ways in which KeyRing seals a value: what lies between header and end.
namespace yinxin::crypto {

inline constexpr std::size_t sealed_nonce_size = 12;
inline constexpr std::size_t sealed_tag_size = 16;

/// Where the parts of a sealed value go; `body` is as long as the plain text.
struct SealedParts {
    BytesView nonce;
    std::span<std::uint8_t> body;
    std::span<std::uint8_t> tag;
};
/// The same to read.
struct ReceivedParts {
    BytesView nonce;
    BytesView body;
    BytesView tag;
};

/// AES-256-GCM (NIST SP 800-38D). @param key  32 bytes
void seal_aes_gcm(const Secret& key, BytesView associated, BytesView plain, SealedParts parts);
/// @param plain  as long as the body; of no use where the answer is false.
[[nodiscard]] bool open_aes_gcm(const Secret& key,
                                BytesView associated,
                                ReceivedParts parts,
                                std::span<std::uint8_t> plain);

/// The working keys of the form below, SM4's (16 bytes) and HMAC's (32), derived from one of 32.
[[nodiscard]] Secret sm4_working_keys(const Secret& key);

/// SM4 in counter mode (GB/T 32907-2016, GB/T 17964-2021; the counter block is the nonce and 32
/// bits from zero), then HMAC-SM3 over length and bytes of the associated data, nonce and
/// ciphertext, cut to 16 bytes (GB/T 15852.2-2012). @param keys  as sm4_working_keys gives them
void seal_sm4(const Secret& keys, BytesView associated, BytesView plain, SealedParts parts);
/// Nothing is deciphered before the tag is right.
[[nodiscard]] bool open_sm4(const Secret& keys,
                            BytesView associated,
                            ReceivedParts parts,
                            std::span<std::uint8_t> plain);

}  // namespace yinxin::crypto
