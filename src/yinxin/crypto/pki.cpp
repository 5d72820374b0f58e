// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pki.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/crypto/x509_state.hpp"

#include <array>

#include <arpa/inet.h>
#include <openssl/x509v3.h>

namespace yinxin::crypto {
namespace {

/// RFC 5280 section 4.2.1.3, as the content of a BIT STRING: unused bits, then the bits.
constexpr std::array<std::uint8_t, 2> certificate_and_crl_signing{1, 0x06};
constexpr std::array<std::uint8_t, 2> signature_and_commitment{6, 0xC0};
constexpr std::array<std::uint8_t, 2> signature_alone{7, 0x80};

enum class Critical { no, yes };

Bytes extension(std::string_view identifier, Critical critical, BytesView value) {
    return der::sequence({der::oid(identifier),
                          critical == Critical::yes ? der::boolean(true) : Bytes(),
                          der::octet_string(value)});
}

void append(Bytes& target, BytesView more) {
    target.insert(target.end(), more.begin(), more.end());
}

Bytes attribute(std::string_view type, BytesView value) {
    const Bytes pair = der::sequence({der::oid(type), value});
    return der::set_of({pair});
}

Bytes name(const DistinguishedName& parts) {
    Bytes content;
    if (!parts.country.empty()) {
        append(content, attribute("2.5.4.6", der::printable_string(parts.country)));
    }
    if (!parts.organization.empty()) {
        append(content, attribute("2.5.4.10", der::utf8_string(parts.organization)));
    }
    if (!parts.unit.empty()) append(content, attribute("2.5.4.11", der::utf8_string(parts.unit)));
    append(content, attribute("2.5.4.3", der::utf8_string(parts.common_name)));
    return der::sequence({content});
}

/// 20 bytes of the SHA-256 of the key itself (RFC 7093 section 2, method 1).
Result<Bytes> key_identifier(BytesView spki) {
    der::Reader outer(spki);
    YX_TRY(der::Reader fields, outer.enter(der::tag::sequence));
    YX_CHECK(fields.next(der::tag::sequence));
    YX_TRY(const der::Element key, fields.next(der::tag::bit_string));
    const Digest32 digest = sha256(key.content.subspan(1));
    return Bytes(digest.begin(), digest.begin() + 20);
}

/// What the issuer calls its own key, so that path builders find it.
Result<Bytes> issuer_key_identifier(const Certificate& issuer) {
    const ASN1_OCTET_STRING* stated = X509_get0_subject_key_id(issuer.state().x509.get());
    if (stated == nullptr) return key_identifier(issuer.spki());
    const unsigned char* data = ASN1_STRING_get0_data(stated);
    return Bytes(data, data + ASN1_STRING_length(stated));
}

Result<Bytes> address_bytes(const std::string& text) {
    std::array<std::uint8_t, 16> address{};
    if (inet_pton(AF_INET, text.c_str(), address.data()) == 1) {
        return Bytes(address.begin(), address.begin() + 4);
    }
    if (inet_pton(AF_INET6, text.c_str(), address.data()) == 1) {
        return Bytes(address.begin(), address.end());
    }
    return Error(ErrorCode::invalid_input, "not an IP address: " + text);
}

Result<Bytes> alternative_names(const CertificatePlan& plan) {
    Bytes names;
    for (const std::string& dns : plan.dns_names) {
        append(names, der::element(der::tag::context_primitive(2), as_bytes(dns)));
    }
    for (const std::string& ip : plan.ip_addresses) {
        YX_TRY(const Bytes address, address_bytes(ip));
        append(names, der::element(der::tag::context_primitive(7), address));
    }
    return der::sequence({names});
}

Bytes key_usage(BytesView bits) {
    return extension("2.5.29.15", Critical::yes, der::element(der::tag::bit_string, bits));
}

Bytes extended_key_usage(std::string_view purpose, Critical critical) {
    return extension("2.5.29.37", critical, der::sequence({der::oid(purpose)}));
}

Bytes certification(Bytes path_length) {
    return extension("2.5.29.19", Critical::yes, der::sequence({der::boolean(true), path_length}));
}

/// Basic constraints, key usage, extended key usage and alternative names of a role.
Result<Bytes> role_extensions(const CertificatePlan& plan) {
    const Bytes end_entity = extension("2.5.29.19", Critical::yes, der::sequence({}));
    switch (plan.role) {
        case CertificateRole::root_ca:
            return der::concat({certification({}), key_usage(certificate_and_crl_signing)});
        case CertificateRole::issuing_ca:
            return der::concat(
                {certification(der::integer(0)), key_usage(certificate_and_crl_signing)});
        case CertificateRole::seal:
            return der::concat({end_entity, key_usage(signature_and_commitment)});
        case CertificateRole::timestamp:
            return der::concat({end_entity,
                                key_usage(signature_alone),
                                extended_key_usage("1.3.6.1.5.5.7.3.8", Critical::yes)});
        case CertificateRole::tls_server: {
            YX_TRY(const Bytes names, alternative_names(plan));
            return der::concat({end_entity,
                                key_usage(signature_alone),
                                extended_key_usage("1.3.6.1.5.5.7.3.1", Critical::no),
                                extension("2.5.29.17", Critical::no, names)});
        }
    }
    return Error(ErrorCode::internal, "certificate role without extensions");
}

Bytes crl_distribution_point(const std::string& url) {
    const Bytes uri = der::element(der::tag::context_primitive(6), as_bytes(url));
    const Bytes full_name = der::context(0, {der::context(0, {uri})});
    return extension("2.5.29.31", Critical::no, der::sequence({der::sequence({full_name})}));
}

Bytes authority_key_identifier(BytesView identifier) {
    const Bytes key = der::element(der::tag::context_primitive(0), identifier);
    return extension("2.5.29.35", Critical::no, der::sequence({key}));
}

/// 16 random bytes with the top bits 01: positive, never shortened, well above the 64 bits of
/// entropy that serial numbers are to have.
Bytes random_serial() {
    Bytes serial = random_bytes(16);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x3F) | 0x40);
    return der::unsigned_integer(serial);
}

/// TBSCertificate, TBSCertList or CertificationRequestInfo, its algorithm and signature.
Result<Bytes> sign_structure(BytesView tbs, const Signer& key) {
    YX_TRY(const Bytes signature, key.sign(tbs));
    return der::sequence(
        {tbs, signature_algorithm_identifier(key.algorithm()), der::bit_string(signature)});
}

struct IssuerFacts {
    Bytes name;
    Bytes key_identifier;
};

Result<Certificate> build(const CertificatePlan& plan,
                          BytesView subject_spki,
                          const Signer& issuer_key,
                          const IssuerFacts& issuer) {
    if (plan.subject.common_name.empty()) {
        return Error(ErrorCode::invalid_input, "certificate without a common name");
    }
    if (plan.not_after <= plan.not_before) {
        return Error(ErrorCode::invalid_input, "certificate ends before it begins");
    }
    YX_TRY(const Bytes subject_key, key_identifier(subject_spki));
    YX_TRY(Bytes extensions, role_extensions(plan));
    append(extensions, extension("2.5.29.14", Critical::no, der::octet_string(subject_key)));
    append(extensions, authority_key_identifier(issuer.key_identifier));
    if (!plan.crl_url.empty()) append(extensions, crl_distribution_point(plan.crl_url));

    constexpr int x509_version_3 = 2;
    const Bytes validity =
        der::sequence({der::x509_time(plan.not_before), der::x509_time(plan.not_after)});
    const Bytes tbs = der::sequence({der::context(0, {der::integer(x509_version_3)}),
                                     random_serial(),
                                     signature_algorithm_identifier(issuer_key.algorithm()),
                                     issuer.name,
                                     validity,
                                     name(plan.subject),
                                     subject_spki,
                                     der::context(3, {der::sequence({extensions})})});
    YX_TRY(const Bytes certificate, sign_structure(tbs, issuer_key));
    return Certificate::parse_der(certificate);
}

Bytes revoked_entry(const Revocation& revocation) {
    Bytes extensions;
    if (revocation.reason != RevocationReason::unspecified) {
        const std::array<std::uint8_t, 1> reason{static_cast<std::uint8_t>(revocation.reason)};
        const Bytes value = der::element(der::tag::enumerated, reason);
        extensions = der::sequence({extension("2.5.29.21", Critical::no, value)});
    }
    return der::sequence({revocation.serial, der::x509_time(revocation.at), extensions});
}

}  // namespace

Result<Certificate> issue_self_signed(const CertificatePlan& plan, const Signer& key) {
    YX_TRY(Bytes identifier, key_identifier(key.public_key_spki()));
    return build(plan, key.public_key_spki(), key, {name(plan.subject), std::move(identifier)});
}

Result<Certificate> issue_certificate(const CertificatePlan& plan,
                                      BytesView subject_spki,
                                      const Signer& issuer_key,
                                      const Certificate& issuer) {
    YX_TRY(Bytes identifier, issuer_key_identifier(issuer));
    const BytesView issuer_name = issuer.subject_der();
    return build(plan,
                 subject_spki,
                 issuer_key,
                 {Bytes(issuer_name.begin(), issuer_name.end()), std::move(identifier)});
}

Result<std::string> request_certificate(const DistinguishedName& subject, const Signer& key) {
    if (subject.common_name.empty()) {
        return Error(ErrorCode::invalid_input, "certificate request without a common name");
    }
    constexpr int pkcs10_version_1 = 0;
    const Bytes no_attributes = der::context(0, {});
    const Bytes information = der::sequence(
        {der::integer(pkcs10_version_1), name(subject), key.public_key_spki(), no_attributes});
    YX_TRY(const Bytes request, sign_structure(information, key));
    return to_pem(request, "CERTIFICATE REQUEST");
}

Result<Crl> issue_crl(const CrlPlan& plan, const Signer& issuer_key, const Certificate& issuer) {
    YX_TRY(const Bytes identifier, issuer_key_identifier(issuer));
    Bytes entries;
    for (const Revocation& revocation : plan.revoked) {
        append(entries, revoked_entry(revocation));
    }
    const Bytes extensions =
        der::concat({authority_key_identifier(identifier),
                     extension("2.5.29.20", Critical::no, der::integer(plan.number))});
    constexpr int crl_version_2 = 1;
    // RFC 5280 section 5.1.2.6: "When there are no revoked certificates, the revoked certificates
    // list MUST be absent."
    const Bytes tbs = der::sequence({der::integer(crl_version_2),
                                     signature_algorithm_identifier(issuer_key.algorithm()),
                                     issuer.subject_der(),
                                     der::x509_time(plan.this_update),
                                     der::x509_time(plan.next_update),
                                     entries.empty() ? Bytes() : der::sequence({entries}),
                                     der::context(0, {der::sequence({extensions})})});
    YX_TRY(const Bytes crl, sign_structure(tbs, issuer_key));
    return Crl::parse_der(crl);
}

}  // namespace yinxin::crypto
