// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/crypto/digest.hpp"

#include <string_view>

namespace yinxin::crypto {

/// HMAC-SHA256 (RFC 2104).
[[nodiscard]] Digest32 hmac_sha256(BytesView key, BytesView message);
/// Whether `mac` is the HMAC-SHA256 of the message; takes the same time for every answer.
[[nodiscard]] bool check_hmac_sha256(BytesView key, BytesView message, BytesView mac);

/// HKDF with SHA-256 (RFC 5869), extract and expand.
/// @param length  1 to 8160 bytes; anything else throws.
[[nodiscard]] Secret hkdf_sha256(BytesView input_key,
                                 BytesView salt,
                                 BytesView info,
                                 std::size_t length);

/// The 32-byte sub-key of a master key for one purpose ("column/2026", "session", "blind-index"):
/// purposes never share a key, and none can be computed from another.
[[nodiscard]] Secret derive_key(const Secret& master, std::string_view purpose);

}  // namespace yinxin::crypto
