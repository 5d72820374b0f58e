// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/x509.hpp"

#include <span>
#include <string>
#include <vector>

/// Makes certificates and revocation lists in our own DER, with any Signer as the issuing key.
namespace yinxin::crypto {

/// C, O, OU and CN of a subject, in UTF-8; empty parts are left out.
struct DistinguishedName {
    std::string country = "CN";
    std::string organization = {};
    std::string unit = {};
    std::string common_name = {};
};

enum class CertificateRole {
    root_ca,     ///< certificate and CRL signing
    issuing_ca,  ///< the same, path length 0
    seal,        ///< digitalSignature, contentCommitment
    timestamp,   ///< extended key usage timeStamping, critical and alone
    tls_server,  ///< serverAuth, with subject alternative names
};

struct CertificatePlan {
    CertificateRole role = CertificateRole::seal;
    DistinguishedName subject = {};
    Instant not_before = {};
    Instant not_after = {};                      ///< last second, inclusive
    std::vector<std::string> dns_names = {};     ///< tls_server only
    std::vector<std::string> ip_addresses = {};  ///< tls_server only, IPv4 or IPv6 text
    std::string crl_url = {};                    ///< CRL distribution point; none when empty
};

/// The plan's subject certified under its own key.
/// @error invalid_input  dates reversed, no common name, an address that is none.
/// @error signing.signature_failed
[[nodiscard]] Result<Certificate> issue_self_signed(const CertificatePlan& plan, const Signer& key);

/// The plan's subject with the key `subject_spki` certified by an issuer. The serial number is 16
/// random bytes. @error as issue_self_signed
[[nodiscard]] Result<Certificate> issue_certificate(const CertificatePlan& plan,
                                                    BytesView subject_spki,
                                                    const Signer& issuer_key,
                                                    const Certificate& issuer);

/// A request for a certificate, PEM (PKCS #10, RFC 2986): the subject and the key's public part,
/// signed with the key, without attributes.
/// @error invalid_input  no common name.  @error signing.signature_failed
[[nodiscard]] Result<std::string> request_certificate(const DistinguishedName& subject,
                                                      const Signer& key);

struct CrlPlan {
    std::int64_t number = 1;
    Instant this_update = {};
    Instant next_update = {};
    std::vector<Revocation> revoked = {};
};

/// A complete revocation list of an issuer. @error signing.signature_failed
[[nodiscard]] Result<Crl> issue_crl(const CrlPlan& plan,
                                    const Signer& issuer_key,
                                    const Certificate& issuer);

}  // namespace yinxin::crypto
