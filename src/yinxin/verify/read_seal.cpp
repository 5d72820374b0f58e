// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/read_seal.hpp"

#include "yinxin/crypto/signature_scheme.hpp"
#include "yinxin/signing/cms_read.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <algorithm>
#include <array>

namespace yinxin::verify {
namespace {

using signing::CmsProblem;

/// What a problem of the signature means for the verdict.
enum class Weight {
    broken,       ///< somebody changed something, or it never was a signature
    unsupported,  ///< lawful, but nothing we can judge
};

Weight weight_of(CmsProblem problem) {
    switch (problem) {
        case CmsProblem::digest_unsupported:
        case CmsProblem::signature_unsupported:
        // RFC 5652, 5.3: signedAttrs is optional; PAdES asks for it and for the ESS attribute.
        case CmsProblem::attributes_missing:
        case CmsProblem::signing_certificate_missing:
        // The certificate may be known elsewhere; nothing here says that the seal is forged.
        case CmsProblem::signer_certificate_missing:
            return Weight::unsupported;
        default:
            return Weight::broken;
    }
}

std::string_view clause_of(CmsProblem problem) {
    switch (problem) {
        case CmsProblem::signer_count:
            return "ISO 32000-2, 12.8.3.3.1: there shall be one and only one signer";
        case CmsProblem::content_present:
            return "ISO 32000-2, 12.8.3.3.1: no data shall be encapsulated in the SignedData";
        case CmsProblem::message_digest_missing:
        case CmsProblem::message_digest_wrong:
            return "RFC 5652, 5.4: the message-digest attribute's value is the digest of the "
                   "content";
        case CmsProblem::content_type_wrong:
            return "RFC 5652, 11.1: the content-type attribute value MUST match the "
                   "encapContentInfo eContentType";
        case CmsProblem::attributes_order:
            return "RFC 5652, 5.3: the SignedAttributes MUST be DER encoded";
        case CmsProblem::signing_certificate_missing:
        case CmsProblem::signing_certificate_wrong:
            return "ETSI EN 319 142-1, 6.3: signing-certificate-v2 shall be present and reference "
                   "the signing certificate";
        case CmsProblem::signature_wrong:
            return "RFC 5652, 5.6: the signature value is verified with the signer's public key";
        default:
            return {};
    }
}

/// Digests that were broken: whoever uses them could have signed something else.
bool is_weak(std::string_view digest_oid) {
    constexpr std::array weak{
        "1.3.14.3.2.26",       // SHA-1
        "1.2.840.113549.2.5",  // MD5
        "1.2.840.113549.2.2",  // MD2
        "1.3.36.3.2.1",        // RIPEMD-160
    };
    return std::ranges::find(weak, digest_oid) != weak.end();
}

void note_problems(const std::vector<CmsProblem>& problems,
                   bool is_weak_digest,
                   SealClaims& seal,
                   Claims& claims) {
    seal.is_intact = !is_weak_digest;
    // Not "unsupported": such a signature is worth nothing whoever made it.
    if (is_weak_digest) add_finding(claims, Level::fail, "cms", "cms.digest_weak");
    const bool is_digest_known =
        std::ranges::find(problems, CmsProblem::digest_unsupported) == problems.end();
    for (const CmsProblem problem : problems) {
        // Compared with a digest of another kind: says nothing.
        if (problem == CmsProblem::message_digest_wrong && !is_digest_known) continue;
        const Weight weight = weight_of(problem);
        if (is_weak_digest && weight == Weight::unsupported) continue;
        if (weight == Weight::unsupported) seal.is_supported = false;
        if (weight == Weight::broken) seal.is_intact = false;
        add_finding(claims,
                    Level::fail,
                    "cms",
                    "cms." + std::string(signing::name_of(problem)),
                    std::string(clause_of(problem)));
    }
}

/// Indefinite lengths (BER) are lawful in CMS and read by nobody here.
bool is_indefinite(BytesView der) {
    return der.size() > 1 && der[0] == 0x30 && der[1] == 0x80;
}

}  // namespace

SealClaims read_seal(BytesView cms_der, std::span<const BytesView> covered, Claims& claims) {
    SealClaims seal;
    const auto cms = signing::ReceivedCms::parse(cms_der);
    if (!cms) {
        seal.is_supported = !is_indefinite(cms_der);
        add_finding(claims,
                    Level::fail,
                    "cms",
                    seal.is_supported ? "cms.malformed" : "cms.indefinite_length");
        return seal;
    }
    if (const crypto::Certificate* signer = cms->signer_certificate()) {
        seal.certificate = signer->der();
        seal.algorithm = signing::name_of_algorithm(*cms);
    }
    for (const crypto::Certificate& other : cms->other_certificates()) {
        seal.other_certificates.push_back(other.der());
    }
    seal.claimed_at = cms->claimed_time();
    const signing::CmsSignerInfo* signer = cms->signer();
    const auto digest = signer != nullptr ? crypto::digest_named(signer->digest_oid, covered)
                                          : Result<Bytes>(Bytes());
    // GB/T 35275 names its content types anew; anything else is judged as plain data.
    constexpr std::string_view gm_data = "1.2.156.10197.6.1.4.2.1";
    constexpr std::string_view plain_data = "1.2.840.113549.1.7.1";
    const std::string_view expected = cms->content_type() == gm_data ? gm_data : plain_data;
    note_problems(signing::check_cms(
                      *cms, digest ? *digest : Bytes(), signing::ContentPlace::detached, expected),
                  signer != nullptr && is_weak(signer->digest_oid),
                  seal,
                  claims);
    if (signer == nullptr) return seal;
    if (signer->timestamp_token) {
        seal.timestamp_token.assign(signer->timestamp_token->begin(),
                                    signer->timestamp_token->end());
        seal.timestamp_imprint = signing::imprint_of(signer->signature, *signer->timestamp_token);
    }
    if (signer->timestamp_count > 1) {
        add_finding(claims, Level::warning, "timestamp", "timestamp.several");
    }
    return seal;
}

}  // namespace yinxin::verify
