// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: parts of a SignedData that seals and timestamps share.

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/x509.hpp"

#include <vector>

namespace yinxin::signing {

namespace der = crypto::der;

namespace oid {
inline constexpr std::string_view data = "1.2.840.113549.1.7.1";
inline constexpr std::string_view signed_data = "1.2.840.113549.1.7.2";
// GB/T 35275-2017, clause 6: the same structures under identifiers of their own.
inline constexpr std::string_view gm_data = "1.2.156.10197.6.1.4.2.1";
inline constexpr std::string_view gm_signed_data = "1.2.156.10197.6.1.4.2.2";
/// GB/T 33560: the SM2 signature without its digest, as many SignerInfos name it.
inline constexpr std::string_view sm2_sign = "1.2.156.10197.1.301.1";
inline constexpr std::string_view content_type = "1.2.840.113549.1.9.3";
inline constexpr std::string_view message_digest = "1.2.840.113549.1.9.4";
inline constexpr std::string_view signing_time = "1.2.840.113549.1.9.5";
inline constexpr std::string_view timestamp_info = "1.2.840.113549.1.9.16.1.4";
inline constexpr std::string_view signing_certificate = "1.2.840.113549.1.9.16.2.12";
inline constexpr std::string_view timestamp_token = "1.2.840.113549.1.9.16.2.14";
inline constexpr std::string_view signing_certificate_v2 = "1.2.840.113549.1.9.16.2.47";
}  // namespace oid

/// Attribute ::= SEQUENCE { type, SET { value } }
[[nodiscard]] Bytes attribute(std::string_view type, BytesView value);
/// messageDigest, of a 32-byte digest: always the same length.
[[nodiscard]] Bytes message_digest_attribute(const crypto::Digest32& digest);
/// ESS signing-certificate-v2 (RFC 5035): SHA-256, its default, with the issuer and serial number.
[[nodiscard]] Bytes signing_certificate_attribute(const crypto::Certificate& certificate);
/// IssuerAndSerialNumber
[[nodiscard]] Bytes issuer_and_serial(const crypto::Certificate& certificate);
/// certificates [0]: the signer's, then the chain.
[[nodiscard]] Bytes certificate_set(const crypto::Certificate& certificate,
                                    const std::vector<crypto::Certificate>& chain);

}  // namespace yinxin::signing
