// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/crypto/digest.hpp"

namespace yinxin::crypto {

/// HMAC (RFC 2104) with SHA-256 or SM3.
[[nodiscard]] Digest32 hmac(DigestAlgorithm algorithm, BytesView key, BytesView message);
/// HMAC-SHA256, where a protocol names it.
[[nodiscard]] inline Digest32 hmac_sha256(BytesView key, BytesView message) {
    return hmac(DigestAlgorithm::sha256, key, message);
}

/// HKDF (RFC 5869) with SHA-256 or SM3, extract and expand.
/// @param length  1 to 8160 bytes; anything else throws.
[[nodiscard]] Secret hkdf(DigestAlgorithm algorithm,
                          BytesView input_key,
                          BytesView salt,
                          BytesView info,
                          std::size_t length);

}  // namespace yinxin::crypto
