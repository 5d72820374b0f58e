// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/base/bytes.hpp"
#include "yinxin/crypto/openssl_handles.hpp"
#include "yinxin/crypto/public_key.hpp"

#include <mutex>
#include <vector>

namespace yinxin::crypto {

/// What a key may be used for in this system. @error unsupported
[[nodiscard]] Result<SignatureAlgorithm> algorithm_of(const EVP_PKEY& key);

/// Signs or verifies with one key from many threads. Setting a context up costs about a quarter of
/// a P-256 signature, so that contexts that were set up are kept and lent to one thread at a time.
class KeyOperation {
  public:
    enum class Kind { sign, verify };

    KeyOperation(KeyHandle key, SignatureAlgorithm algorithm, Kind kind);

    /// @error signing.signature_failed
    [[nodiscard]] Result<Bytes> sign(BytesView message) const;
    /// @error signing.signature_wrong
    [[nodiscard]] Result<void> verify(BytesView message, BytesView signature) const;

    [[nodiscard]] SignatureAlgorithm algorithm() const noexcept { return algorithm_; }
    [[nodiscard]] EVP_PKEY& key() const noexcept { return *key_; }

  private:
    [[nodiscard]] KeyContext borrow() const;
    void give_back(KeyContext context) const;
    [[nodiscard]] KeyContext make_context() const;
    [[nodiscard]] Result<Bytes> sign_sm2(BytesView message) const;
    [[nodiscard]] bool verify_sm2(BytesView message, BytesView signature) const;

    KeyHandle key_;
    SignatureAlgorithm algorithm_;
    Kind kind_;
    mutable std::mutex mutex_;
    mutable std::vector<KeyContext> idle_;  // guarded by mutex_
};

struct PublicKey::State {
    State(Bytes encoded, KeyHandle key, SignatureAlgorithm algorithm)
        : spki(std::move(encoded)),
          operation(std::move(key), algorithm, KeyOperation::Kind::verify) {}

    Bytes spki;
    KeyOperation operation;
};

}  // namespace yinxin::crypto
