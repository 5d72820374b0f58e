// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/result.hpp"
#include "yinxin/base/secret.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

/// Keys with which people prove themselves: passkeys, and the keys of signed requests. They seal
/// nothing.
namespace yinxin::crypto {

enum class PersonalAlgorithm {
    es256,  ///< P-256 with SHA-256
    rs256,  ///< RSA of 2048 to 8192 bits, PKCS #1 v1.5 with SHA-256
    eddsa,  ///< Ed25519
};
/// As JOSE writes them (RFC 7518, RFC 8037): "ES256", "RS256", "EdDSA".
[[nodiscard]] std::string_view name_of(PersonalAlgorithm algorithm) noexcept;

/// DER SubjectPublicKeyInfo of an Ed25519 key (RFC 8410). @pre 32 bytes
[[nodiscard]] Bytes ed25519_spki(BytesView key);

/// A public key that checks signatures of a person.
class PersonalKey {
  public:
    /// @param spki  DER SubjectPublicKeyInfo, nothing after it.
    /// @error malformed
    /// @error unsupported  another kind of key or curve, RSA below 2048 or above 8192 bits.
    [[nodiscard]] static Result<PersonalKey> parse(BytesView spki);
    /// The same from "-----BEGIN PUBLIC KEY-----". @error malformed, unsupported
    [[nodiscard]] static Result<PersonalKey> parse_pem(std::string_view pem);

    [[nodiscard]] PersonalAlgorithm algorithm() const noexcept;
    [[nodiscard]] const Bytes& spki() const noexcept;
    /// Names the key: base64url of the SHA-256 of its SubjectPublicKeyInfo.
    [[nodiscard]] std::string id() const;
    /// An ECDSA value is DER, as WebAuthn sends it. @error signing.signature_wrong
    [[nodiscard]] Result<void> verify(BytesView message, BytesView signature) const;
    /// An ECDSA value is r and s side by side, as JOSE sends it. @error signing.signature_wrong
    [[nodiscard]] Result<void> verify_jose(BytesView message, BytesView signature) const;

    struct State;

  private:
    explicit PersonalKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

/// Asked for only where a key file is encrypted.
using PassPhrase = std::function<Result<Secret>()>;

/// A private key that signs for a person at the command line.
class PersonalSigner {
  public:
    /// @param path  PEM (PKCS #8), readable for its owner alone.
    /// @error signing.key_unavailable  missing, open to others, unreadable, wrong pass phrase, or
    ///   neither P-256 nor Ed25519
    [[nodiscard]] static Result<PersonalSigner> open(const std::filesystem::path& path,
                                                     const PassPhrase& ask);

    [[nodiscard]] const PersonalKey& key() const noexcept;
    /// As JOSE writes it: 64 bytes. @error signing.signature_failed
    [[nodiscard]] Result<Bytes> sign_jose(BytesView message) const;

    struct State;

  private:
    explicit PersonalSigner(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

enum class PersonalKeyKind { p256, ed25519 };
/// A fresh private key as PEM (PKCS #8), encrypted with AES-256 where the pass phrase is not empty.
[[nodiscard]] Result<Secret> generate_personal_key(PersonalKeyKind kind, const Secret& pass_phrase);
/// "-----BEGIN PUBLIC KEY-----…" of a key.
[[nodiscard]] Result<std::string> public_pem(const PersonalKey& key);

}  // namespace yinxin::crypto
