// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/public_key.hpp"

namespace yinxin::crypto {

/// Dotted object identifiers of the algorithms in use; those with 384, 512 and PSS in foreign
/// files.
namespace oid {
inline constexpr std::string_view sha256 = "2.16.840.1.101.3.4.2.1";
inline constexpr std::string_view sha384 = "2.16.840.1.101.3.4.2.2";
inline constexpr std::string_view sha512 = "2.16.840.1.101.3.4.2.3";
inline constexpr std::string_view sm3 = "1.2.156.10197.1.401";
inline constexpr std::string_view ecdsa_sha256 = "1.2.840.10045.4.3.2";
inline constexpr std::string_view ecdsa_sha384 = "1.2.840.10045.4.3.3";
inline constexpr std::string_view ecdsa_sha512 = "1.2.840.10045.4.3.4";
inline constexpr std::string_view rsa = "1.2.840.113549.1.1.1";
inline constexpr std::string_view rsa_sha256 = "1.2.840.113549.1.1.11";
inline constexpr std::string_view rsa_sha384 = "1.2.840.113549.1.1.12";
inline constexpr std::string_view rsa_sha512 = "1.2.840.113549.1.1.13";
inline constexpr std::string_view rsa_pss = "1.2.840.113549.1.1.10";
inline constexpr std::string_view sm2_sm3 = "1.2.156.10197.1.501";
inline constexpr std::string_view ec_public_key = "1.2.840.10045.2.1";
}  // namespace oid

/// DER AlgorithmIdentifier of a signature: parameters NULL for RSA, absent for the others.
[[nodiscard]] Bytes signature_algorithm_identifier(SignatureAlgorithm algorithm);
/// DER AlgorithmIdentifier of a digest: parameters NULL for SHA-256 (what deployed verifiers
/// expect; RFC 5754 section 2 accepts both), absent for SM3.
[[nodiscard]] Bytes digest_algorithm_identifier(DigestAlgorithm algorithm);

}  // namespace yinxin::crypto
