// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"

namespace yinxin::signing {

/// Whoever gives timestamps: the demonstration's own authority, or a client of a remote one.
class Timestamper {
  public:
    virtual ~Timestamper() = default;
    /// The digest this authority stamps: SHA-256, or SM3 (GB/T 20520).
    [[nodiscard]] virtual crypto::DigestAlgorithm digest() const noexcept {
        return crypto::DigestAlgorithm::sha256;
    }
    /// A timestamp token (RFC 3161, DER ContentInfo) over an imprint of digest().
    /// @error signing.timestamp_unavailable
    [[nodiscard]] virtual Result<Bytes> token(const crypto::Digest32& imprint,
                                              Instant now) const = 0;
    /// No token is longer (bytes): what to reserve.
    [[nodiscard]] virtual std::size_t token_room() const noexcept = 0;
};

}  // namespace yinxin::signing
