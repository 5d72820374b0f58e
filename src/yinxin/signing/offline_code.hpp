// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/public_key.hpp"
#include "yinxin/crypto/signer.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The second code on a copy (离线核验码): what it says, signed, in a QR that is checked without a
/// network. Prefix, base45 (RFC 9285), zlib, COSE_Sign1 with ES256 (RFC 9052) over a CWT claims set
/// (RFC 8392); docs/offline-code.md has the labels.
namespace yinxin::signing {

inline constexpr std::string_view offline_prefix = "YX1:";

/// What an offline code says. Names and numbers of persons are masked: whoever sees the paper may
/// read the code.
struct OfflineClaims {
    std::string service;  ///< public URL of the service that asks the register
    std::string copy_no;
    std::string masked_name;
    std::string qualification;
    std::string scenario;
    std::string recipient;  ///< empty: none named
    Instant made_at{};
    std::optional<Instant> valid_until;  ///< none: the certificate needs no endorsement

    friend bool operator==(const OfflineClaims&, const OfflineClaims&) = default;
};

/// First eight bytes of the SHA-256 of a SubjectPublicKeyInfo: which key signed.
[[nodiscard]] Bytes offline_key_id(BytesView spki);

/// @param key  ECDSA P-256.
/// @error unsupported  another kind of key.  @error signing.signature_failed
[[nodiscard]] Result<std::string> sign_offline_code(const OfflineClaims& claims,
                                                    const crypto::Signer& key);

/// Reads a code and checks that `key` signed it. Status is not asked: nobody can know it offline.
/// @error malformed  not such a code, or over a limit (4 KiB unpacked).
/// @error signing.key_unavailable  it names another key.
/// @error signing.signature_wrong
[[nodiscard]] Result<OfflineClaims> open_offline_code(std::string_view text,
                                                      const crypto::PublicKey& key);

}  // namespace yinxin::signing
