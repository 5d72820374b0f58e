// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/blind_index.hpp"

#include "yinxin/crypto/mac.hpp"

#include <stdexcept>

namespace yinxin::crypto {

BlindIndex::BlindIndex(Secret key) : key_(std::move(key)) {
    if (key_.expose().size() < 32) throw std::invalid_argument("blind index key below 32 bytes");
}

Digest32 BlindIndex::of(std::string_view label, std::string_view normalised) const {
    // The zero byte ends the label, so that ("ab", "c") and ("a", "bc") differ.
    std::string message(label);
    message += '\0';
    message += normalised;
    const Digest32 index = hmac_sha256(key_.expose_bytes(), as_bytes(message));
    explicit_bzero(message.data(), message.size());
    return index;
}

}  // namespace yinxin::crypto
