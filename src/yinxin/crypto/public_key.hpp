// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <memory>
#include <string_view>

namespace yinxin::crypto {

/// What may sign in this system.
enum class SignatureAlgorithm {
    ecdsa_p256_sha256,  ///< signature value is DER SEQUENCE { r, s }
    rsa_sha256,         ///< PKCS #1 v1.5, modulus of 2048 to 8192 bits
    sm2_sm3,            ///< GB/T 32918 with the default id 1234567812345678; DER { r, s }
};

/// "ecdsa-p256-sha256", "rsa-sha256", "sm2-sm3"
[[nodiscard]] std::string_view name_of(SignatureAlgorithm algorithm) noexcept;

/// A public key that checks signatures. Cheap to copy; any number of threads may use one.
class PublicKey {
  public:
    /// @param spki  DER SubjectPublicKeyInfo, nothing after it.
    /// @error malformed
    /// @error unsupported  another kind of key, another curve, RSA below 2048 or above 8192 bits.
    [[nodiscard]] static Result<PublicKey> parse(BytesView spki);

    /// The one algorithm this key is used with.
    [[nodiscard]] SignatureAlgorithm algorithm() const noexcept;
    [[nodiscard]] const Bytes& spki() const noexcept;
    /// @error signing.signature_wrong
    [[nodiscard]] Result<void> verify(BytesView message, BytesView signature) const;

    struct State;
    explicit PublicKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  private:
    std::shared_ptr<const State> state_;
};

/// Checks one signature with a key given as SubjectPublicKeyInfo.
/// @error malformed, unsupported  as PublicKey::parse, or the key is not of this algorithm.
/// @error signing.signature_wrong
[[nodiscard]] Result<void> verify_signature(BytesView spki,
                                            SignatureAlgorithm algorithm,
                                            BytesView message,
                                            BytesView signature);

}  // namespace yinxin::crypto
