// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/result.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

/// What strangers sign with and this system never does: for verification only.
namespace yinxin::crypto {

/// Digest of pieces one after the other: SHA-256, SHA-384, SHA-512 or SM3.
/// @param oid  dotted. @error unsupported  another algorithm.
[[nodiscard]] Result<Bytes> digest_named(std::string_view oid, std::span<const BytesView> pieces);

/// What an AlgorithmIdentifier of a signature says, with the digest that goes with it.
struct SchemeNames {
    std::string_view signature_oid;
    BytesView parameters;         ///< DER; empty where absent or NULL
    std::string_view digest_oid;  ///< where the signature's identifier names no digest
};

/// A key with the one way its signature was made: RSA of 2048 to 8192 bits with PKCS #1 v1.5 or
/// PSS, or ECDSA on P-256, P-384 or P-521; each with SHA-256, SHA-384 or SHA-512.
class SignatureScheme {
  public:
    /// @param spki  DER SubjectPublicKeyInfo.
    /// @error malformed
    /// @error unsupported  another algorithm, another kind of key, or parameters with defaults that
    ///   were broken (PSS over SHA-1).
    [[nodiscard]] static Result<SignatureScheme> resolve(BytesView spki, const SchemeNames& names);

    /// "rsa-sha512", "rsa-pss-sha256", "ecdsa-p384-sha384"
    [[nodiscard]] const std::string& name() const noexcept;
    /// @error signing.signature_wrong
    [[nodiscard]] Result<void> verify(BytesView message, BytesView signature) const;

    struct State;

  private:
    explicit SignatureScheme(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

}  // namespace yinxin::crypto
