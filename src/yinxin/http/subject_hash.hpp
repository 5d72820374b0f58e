// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace yinxin::http {

/// Keyed hashes of who asks (an address, a login name, a session), under a key drawn at start: who
/// chooses what he is called by cannot choose to be taken for somebody else. Thread-safe.
class SubjectHash {
  public:
    SubjectHash() {
        std::array<std::uint8_t, 32> key{};
        crypto::fill_random(key);
        keyed_.update(key);
    }

    /// @param purpose  without NUL; the same text has another hash for each
    [[nodiscard]] std::uint64_t of(std::string_view purpose, std::string_view text) const {
        crypto::Sha256 digest = keyed_;
        digest.update(as_bytes(purpose)).update(as_bytes(std::string_view("\0", 1)));
        const crypto::Digest32 whole = digest.update(as_bytes(text)).finish();
        std::uint64_t hash = 0;
        std::memcpy(&hash, whole.data(), sizeof hash);
        return hash;
    }

  private:
    crypto::Sha256 keyed_;  ///< has read the key
};

}  // namespace yinxin::http
