// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/mac_key.hpp"

#include "yinxin/crypto/mac.hpp"

#include <stdexcept>

namespace yinxin::crypto {

MacKey::MacKey(Suite suite, Secret key) : suite_(suite), key_(std::move(key)) {
    if (key_.expose().size() < 32) throw std::invalid_argument("MAC key below 32 bytes");
}

Digest32 MacKey::of(BytesView message) const {
    return hmac(digest_of(suite_), key_.expose_bytes(), message);
}

bool MacKey::check(BytesView message, BytesView mac) const {
    return equal_constant_time(of(message), mac);
}

Secret MacKey::derive_secret(std::string_view purpose) const {
    return hkdf(
        digest_of(suite_), key_.expose_bytes(), as_bytes("yinxin/v1"), as_bytes(purpose), 32);
}

MacKey MacKey::derive(std::string_view purpose) const {
    return {suite_, derive_secret(purpose)};
}

}  // namespace yinxin::crypto
