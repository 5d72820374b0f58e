// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/sm2_identity.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/signing/ses_read.hpp"

#include <algorithm>

namespace yinxin::signing {
namespace {

/// The key of a certificate that signs with SM2 and SM3 and says so; nothing otherwise.
std::optional<crypto::PublicKey> sm2_key(BytesView certificate_der, std::string_view named) {
    if (named != crypto::oid::sm2_sm3) return std::nullopt;
    const auto certificate = crypto::Certificate::parse_der(certificate_der);
    if (!certificate || !certificate->public_key()) return std::nullopt;
    const crypto::PublicKey& key = *certificate->public_key();
    if (key.algorithm() != crypto::SignatureAlgorithm::sm2_sm3) return std::nullopt;
    return key;
}

bool is_sm3(std::string_view type) {
    return type == "SM3" || type == "sm3" || type == crypto::oid::sm3;
}

/// GB/T 38540-2020, 7.2: compared byte by byte, or by digest.
bool is_listed(const SesSignature& ses) {
    const auto is_signer = [&](BytesView listed) {
        return std::ranges::equal(listed, ses.certificate);
    };
    const crypto::Digest32 digest = crypto::sm3(ses.certificate);
    return std::ranges::any_of(ses.seal.certificates, is_signer) ||
           std::ranges::any_of(ses.seal.digests, [&](const SesCertificateDigest& listed) {
               return is_sm3(listed.type) && std::ranges::equal(listed.value, digest);
           });
}

/// One of the two values of a seal, of signer or maker.
void check_value(const std::optional<crypto::PublicKey>& key,
                 BytesView message,
                 BytesView value,
                 std::pair<SesProblem, SesProblem> unsupported_or_wrong,
                 std::vector<SesProblem>& problems) {
    const auto [unsupported, wrong] = unsupported_or_wrong;
    if (!key) {
        problems.push_back(unsupported);
    } else if (!key->verify(message, value)) {
        const bool is_bare = crypto::is_sm2_without_identity(key->spki(), message, value);
        problems.push_back(is_bare ? SesProblem::identity_unsupported : wrong);
    }
}

void check_maker(const SesSeal& seal, std::vector<SesProblem>& problems) {
    const auto maker = sm2_key(seal.maker_certificate, seal.signature_oid);
    check_value(maker,
                seal.maker_signed,
                seal.signature,
                {SesProblem::maker_unsupported, SesProblem::maker_signature_wrong},
                problems);
}

void check_seal(const SesSignature& ses, std::vector<SesProblem>& problems) {
    const SesSeal& seal = ses.seal;
    check_maker(seal, problems);
    if (is_listed(ses)) return;
    const bool is_readable = std::ranges::all_of(
        seal.digests, [](const SesCertificateDigest& listed) { return is_sm3(listed.type); });
    problems.push_back(is_readable ? SesProblem::signer_not_listed : SesProblem::list_unsupported);
}

}  // namespace

std::string_view name_of(SesProblem problem) noexcept {
    switch (problem) {
        case SesProblem::signature_unsupported:
            return "signature_unsupported";
        case SesProblem::extension_unsupported:
            return "extension_unsupported";
        case SesProblem::identity_unsupported:
            return "identity_unsupported";
        case SesProblem::signature_wrong:
            return "signature_wrong";
        case SesProblem::data_hash_wrong:
            return "data_hash_wrong";
        case SesProblem::property_wrong:
            return "property_wrong";
        case SesProblem::maker_unsupported:
            return "maker_unsupported";
        case SesProblem::maker_signature_wrong:
            return "maker_signature_wrong";
        case SesProblem::list_unsupported:
            return "list_unsupported";
        case SesProblem::signer_not_listed:
            return "signer_not_listed";
    }
    return "unknown";
}

std::vector<SesProblem> check_ses_seal(const SesSeal& seal) {
    std::vector<SesProblem> problems;
    if (seal.has_critical_extension) problems.push_back(SesProblem::extension_unsupported);
    check_maker(seal, problems);
    return problems;
}

std::vector<SesProblem> check_ses(const SesSignature& ses,
                                  BytesView data,
                                  std::string_view property) {
    std::vector<SesProblem> problems;
    const auto signer = sm2_key(ses.certificate, ses.signature_oid);
    check_value(signer,
                ses.to_sign,
                ses.signature,
                {SesProblem::signature_unsupported, SesProblem::signature_wrong},
                problems);
    if (ses.has_critical_extension || ses.seal.has_critical_extension) {
        problems.push_back(SesProblem::extension_unsupported);
    }
    if (!std::ranges::equal(ses.data_hash, crypto::sm3(data))) {
        problems.push_back(SesProblem::data_hash_wrong);
    }
    // Absolute by the standard; some writers leave the first slash out.
    const bool is_about_it = ses.property == property || "/" + ses.property == property;
    if (!is_about_it) problems.push_back(SesProblem::property_wrong);
    check_seal(ses, problems);
    return problems;
}

}  // namespace yinxin::signing
