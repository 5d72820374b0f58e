// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <array>
#include <memory>

namespace yinxin::crypto {

/// 32 bytes, the length of SHA-256 and of SM3.
using Digest32 = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4) in one call.
[[nodiscard]] Digest32 sha256(BytesView bytes);
/// SM3 (GB/T 32905-2016) in one call.
[[nodiscard]] Digest32 sm3(BytesView bytes);

enum class DigestAlgorithm { sha256, sm3 };

/// A digest fed in pieces. Copying copies the mid-state, so the digest of a fixed prefix is paid
/// for once and each tail starts from a copy. Not for concurrent use of one object; copying one
/// object from several threads at once is fine.
class IncrementalDigest {
  public:
    explicit IncrementalDigest(DigestAlgorithm algorithm);
    IncrementalDigest(const IncrementalDigest& other);
    IncrementalDigest& operator=(const IncrementalDigest& other);
    IncrementalDigest(IncrementalDigest&&) noexcept;
    IncrementalDigest& operator=(IncrementalDigest&&) noexcept;
    ~IncrementalDigest();

    IncrementalDigest& update(BytesView bytes);
    /// The digest of everything fed so far; the object can go on being fed.
    [[nodiscard]] Digest32 finish() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// SHA-256 fed in pieces.
class Sha256 final : public IncrementalDigest {
  public:
    Sha256() : IncrementalDigest(DigestAlgorithm::sha256) {}
};

/// SM3 fed in pieces.
class Sm3 final : public IncrementalDigest {
  public:
    Sm3() : IncrementalDigest(DigestAlgorithm::sm3) {}
};

}  // namespace yinxin::crypto
