// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/crypto/suite.hpp"

#include <string_view>

namespace yinxin::crypto {

/// A key that authenticates messages and gives sub-keys, with the suite it does so in: HMAC and
/// HKDF with SHA-256 or with SM3 (RFC 2104, RFC 5869; GB/T 15852.2-2012). Any number of threads may
/// use one.
class MacKey {
  public:
    /// @param key  32 bytes or more; a shorter one throws std::invalid_argument.
    MacKey(Suite suite, Secret key);

    [[nodiscard]] Suite suite() const noexcept { return suite_; }
    [[nodiscard]] Digest32 of(BytesView message) const;
    /// Whether `mac` is that of the message; takes the same time for every answer.
    [[nodiscard]] bool check(BytesView message, BytesView mac) const;

    /// The sub-key for one purpose ("yinxin session tokens"), of the same suite: purposes never
    /// share a key, and none can be computed from another.
    [[nodiscard]] MacKey derive(std::string_view purpose) const;
    /// The same as 32 bytes.
    [[nodiscard]] Secret derive_secret(std::string_view purpose) const;

  private:
    Suite suite_;
    Secret key_;
};

}  // namespace yinxin::crypto
