// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/secret.hpp"
#include "yinxin/crypto/suite.hpp"

#include <memory>

struct evp_pkey_st;

namespace yinxin::crypto {

/// The public part of a backup key: who has it makes backups and reads none of them. X25519
/// (RFC 7748) in the international suite, SM2 (GB/T 32918.4) in the national one.
class BackupRecipient {
  public:
    /// @param spki  DER SubjectPublicKeyInfo.  @error malformed, unsupported
    [[nodiscard]] static Result<BackupRecipient> parse(BytesView spki);

    [[nodiscard]] Suite suite() const noexcept { return suite_; }
    [[nodiscard]] const Bytes& spki() const noexcept { return spki_; }
    /// Seals a key of 32 bytes so that only the private part opens it: a sealed box of libsodium
    /// (X25519, XSalsa20-Poly1305) or an SM2 cipher text in DER (GB/T 35276).
    /// @error signing.key_unavailable  the library refused.
    [[nodiscard]] Result<Bytes> seal(const Secret& key) const;

  private:
    BackupRecipient(std::shared_ptr<evp_pkey_st> key, Bytes spki, Suite suite)
        : key_(std::move(key)), spki_(std::move(spki)), suite_(suite) {}
    std::shared_ptr<evp_pkey_st> key_;
    Bytes spki_;
    Suite suite_;
};

/// The private part, kept where the machine that makes backups cannot read it.
class BackupKey {
  public:
    /// @return PKCS #8 PEM, unencrypted.  @error signing.key_unavailable
    [[nodiscard]] static Result<Secret> generate(Suite suite);
    /// @error signing.key_unavailable  not such a key.
    [[nodiscard]] static Result<BackupKey> parse(const Secret& pem);

    /// @error signing.key_unavailable
    [[nodiscard]] Result<BackupRecipient> recipient() const;
    /// @error crypto.unsealing_failed  sealed for another key, or altered.
    [[nodiscard]] Result<Secret> open(BytesView sealed) const;

  private:
    BackupKey(std::shared_ptr<evp_pkey_st> key, Suite suite)
        : key_(std::move(key)), suite_(suite) {}
    std::shared_ptr<evp_pkey_st> key_;
    Suite suite_;
};

}  // namespace yinxin::crypto
