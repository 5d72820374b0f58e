// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/blind_index.hpp"

namespace yinxin::crypto {

Digest32 BlindIndex::of(std::string_view label, std::string_view normalised) const {
    // The zero byte ends the label, so that ("ab", "c") and ("a", "bc") differ.
    std::string message(label);
    message += '\0';
    message += normalised;
    const Digest32 index = key_.of(as_bytes(message));
    explicit_bzero(message.data(), message.size());
    return index;
}

}  // namespace yinxin::crypto
