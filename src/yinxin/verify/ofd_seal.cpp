// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/ofd_seal.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/signing/cms_read.hpp"
#include "yinxin/signing/ses_read.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <algorithm>

namespace yinxin::verify {
namespace {

using signing::SesProblem;

bool is_unsupported(SesProblem problem) {
    return problem == SesProblem::signature_unsupported ||
           problem == SesProblem::identity_unsupported ||
           problem == SesProblem::extension_unsupported ||
           problem == SesProblem::maker_unsupported || problem == SesProblem::list_unsupported;
}

/// The steps of GM/T 0031-2014, 6.2.3 (read from the standard) and GB/T 38540-2020.
std::string_view clause_of(SesProblem problem) {
    switch (problem) {
        case SesProblem::signature_wrong:
            return "GM/T 0031-2014, 6.2.3 b: the signature value is verified with the signer's "
                   "certificate";
        case SesProblem::data_hash_wrong:
        case SesProblem::property_wrong:
            return "GM/T 0031-2014, 6.2.3 e: the digest of the original is the one that was signed";
        case SesProblem::maker_signature_wrong:
            return "GM/T 0031-2014, 6.2.3 f: the seal is verified with its maker's certificate";
        case SesProblem::signer_not_listed:
            return "GB/T 38540-2020, 7.2: the signer's certificate is in the seal's list";
        default:
            return "GM/T 0031-2014, 6.2.3 a: the form of the signature";
    }
}

void tell(Claims& claims, std::string code, std::string_view clause) {
    add_finding(claims, Level::fail, "ses", std::move(code), std::string(clause));
}

BytesView first_element(BytesView value) {
    crypto::der::Reader reader(value);
    const auto element = reader.next();
    return element ? element->whole : value;
}

void keep_timestamp(const signing::SesSignature& ses, SealClaims& seal) {
    if (!ses.timestamp) return;
    seal.timestamp_token.assign(ses.timestamp->begin(), ses.timestamp->end());
    seal.timestamp_imprint = signing::imprint_of(ses.signature, seal.timestamp_token);
    // A seal's signature carries the signer's certificate alone; authorities above it often come
    // with the timestamp. They prove nothing by themselves.
    const auto token = signing::ReceivedCms::parse(seal.timestamp_token);
    if (!token) return;
    for (const crypto::Certificate& other : token->other_certificates()) {
        seal.other_certificates.push_back(other.der());
    }
}

/// The copy of the seal in the package is what a reader shows; the one that was signed must be it.
void check_seal_file(const OfdSignature& signature,
                     const signing::SesSignature& ses,
                     SealClaims& seal,
                     Claims& claims) {
    if (signature.seal == nullptr || std::ranges::equal(signature.seal->content, ses.seal.whole)) {
        return;
    }
    seal.is_intact = false;
    tell(claims, "ses.seal_file_wrong", "GM/T 0031-2014, 6.2.3 f: the seal is the one signed");
}

}  // namespace

SealClaims read_ses_seal(const OfdSignature& signature, Claims& claims) {
    SealClaims seal;
    const BytesView value = signature.value->content;
    const BytesView first = first_element(value);
    const auto ses = signing::read_ses(first);
    if (!ses) {
        // Of what cannot be read nothing is proven, neither way.
        seal.is_intact = ses.error().code() == ErrorCode::unsupported;
        seal.is_supported = !seal.is_intact;
        tell(claims,
             seal.is_supported ? "ses.malformed" : "ses.version_unsupported",
             clause_of(SesProblem::signature_unsupported));
        return seal;
    }
    seal.algorithm = crypto::name_of(crypto::SignatureAlgorithm::sm2_sm3);
    seal.certificate.assign(ses->certificate.begin(), ses->certificate.end());
    seal.seal_certificate.assign(ses->seal.maker_certificate.begin(),
                                 ses->seal.maker_certificate.end());
    seal.claimed_at = ses->claimed_at ? ses->claimed_at : signature.claimed_at;
    seal.seal_not_before = ses->seal.not_before;
    seal.seal_not_after = ses->seal.not_after;
    keep_timestamp(*ses, seal);
    seal.is_intact = true;
    for (const SesProblem problem :
         signing::check_ses(*ses, signature.file->content, "/" + signature.file->name)) {
        (is_unsupported(problem) ? seal.is_supported : seal.is_intact) = false;
        tell(claims, "ses." + std::string(signing::name_of(problem)), clause_of(problem));
    }
    check_seal_file(signature, *ses, seal, claims);
    // What stands after the structure is covered by nothing.
    seal.covers_everything = first.size() == value.size();
    if (!seal.covers_everything) tell(claims, "ses.trailing", "ITU-T X.690: one value, no more");
    return seal;
}

bool covers_package(const OfdPackage& package,
                    const OfdSignature& signature,
                    std::string_view signatures_file,
                    Claims& claims) {
    constexpr const char* clause =
        "GM/T 0099-2020, 7.4: a file of the package that is not listed was slipped in";
    bool covers = true;
    for (const OfdPackage::Member& member : package.members()) {
        const bool is_its_own = &member == signature.file || &member == signature.value;
        if (is_its_own || signature.listed.contains(member.name)) continue;
        if (member.name == signatures_file) {
            add_finding(claims, Level::warning, "ofd.coverage", "ofd.coverage.list_open", clause);
            continue;
        }
        covers = false;
        add_finding(claims, Level::fail, "ofd.coverage", "ofd.coverage.unlisted", clause);
    }
    return covers;
}

}  // namespace yinxin::verify
