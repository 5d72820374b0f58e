// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/public_key.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace yinxin::crypto {

/// A private key that signs, wherever it lives. Any number of threads may call it at once.
class Signer {
  public:
    virtual ~Signer() = default;
    [[nodiscard]] virtual SignatureAlgorithm algorithm() const noexcept = 0;
    /// Hashes the message and signs the digest.
    /// @error signing.signature_failed, signing.key_unavailable
    [[nodiscard]] virtual Result<Bytes> sign(BytesView message) const = 0;
    /// DER SubjectPublicKeyInfo.
    [[nodiscard]] virtual BytesView public_key_spki() const noexcept = 0;
    /// No signature of this key is longer (bytes).
    [[nodiscard]] virtual std::size_t max_signature_size() const noexcept = 0;
};

/// Lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo: the name of a key in registers and
/// logs.
[[nodiscard]] std::string key_id(const Signer& signer);

/// Opens a key by URI: `file:PATH`, PKCS #8 PEM (demonstration); `pkcs11:…` (RFC 7512,
/// docs/keys.md).
/// @error signing.key_unavailable  missing, unreadable, open to others, extractable, no usable key.
/// @error unsupported  another scheme, another kind of key; SM2 on a token.
[[nodiscard]] Result<std::shared_ptr<const Signer>> open_key(std::string_view uri);
/// The same for a path.
[[nodiscard]] Result<std::shared_ptr<const Signer>> open_file_key(
    const std::filesystem::path& path);

}  // namespace yinxin::crypto
