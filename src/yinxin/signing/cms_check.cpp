// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/signature_scheme.hpp"
#include "yinxin/signing/cms_encoding.hpp"
#include "yinxin/signing/cms_read.hpp"
#include "yinxin/signing/received_cms_state.hpp"

#include <algorithm>
#include <array>

namespace yinxin::signing {
namespace {

/// The algorithm of ours that a SignerInfo names; for RSA the bare key type is common and means
/// PKCS #1 v1.5 with the stated digest (RFC 3370 section 3.2).
std::optional<crypto::SignatureAlgorithm> own_algorithm(const CmsSignerInfo& signer) {
    using crypto::SignatureAlgorithm;
    const std::string_view named = signer.signature_oid;
    if (named == crypto::oid::ecdsa_sha256) return SignatureAlgorithm::ecdsa_p256_sha256;
    if (named == crypto::oid::rsa_sha256) return SignatureAlgorithm::rsa_sha256;
    if (named == crypto::oid::rsa && signer.digest_oid == crypto::oid::sha256) {
        return SignatureAlgorithm::rsa_sha256;
    }
    if (named == crypto::oid::sm2_sm3 || named == oid::sm2_sign) return SignatureAlgorithm::sm2_sm3;
    return std::nullopt;
}

/// The certificate's key, when it is one of ours and used as ours are.
const crypto::PublicKey* own_key(const CmsSignerInfo& signer,
                                 const crypto::Certificate& certificate) {
    const auto algorithm = own_algorithm(signer);
    const Result<crypto::PublicKey>& key = certificate.public_key();
    return algorithm && key && key->algorithm() == *algorithm ? &*key : nullptr;
}

Result<crypto::SignatureScheme> foreign_scheme(const CmsSignerInfo& signer,
                                               const crypto::Certificate& certificate) {
    return crypto::SignatureScheme::resolve(
        certificate.spki(), {signer.signature_oid, signer.signature_parameters, signer.digest_oid});
}

Result<void> verify_value(const CmsSignerInfo& signer,
                          const crypto::Certificate& certificate,
                          BytesView message) {
    if (const crypto::PublicKey* key = own_key(signer, certificate)) {
        return key->verify(message, signer.signature);
    }
    YX_TRY(const crypto::SignatureScheme scheme, foreign_scheme(signer, certificate));
    return scheme.verify(message, signer.signature);
}

bool is_known_digest(std::string_view identifier) {
    return identifier == crypto::oid::sha256 || identifier == crypto::oid::sha384 ||
           identifier == crypto::oid::sha512 || identifier == crypto::oid::sm3;
}

bool is_digest_of(const crypto::Certificate& certificate,
                  std::string_view digest_oid,
                  BytesView hash) {
    if (digest_oid == crypto::oid::sha256)
        return std::ranges::equal(hash, certificate.fingerprint());
    const std::array content{BytesView(certificate.der())};
    const Result<Bytes> digest = crypto::digest_named(digest_oid, content);
    return digest && std::ranges::equal(hash, *digest);
}

/// The first ESSCertIDv2 names this certificate: its hash, and issuer and serial where stated.
Result<bool> names_certificate(BytesView signing_certificate,
                               const crypto::Certificate& certificate) {
    der::Reader outer(signing_certificate);
    YX_TRY(der::Reader fields, outer.enter(der::tag::sequence));
    YX_TRY(der::Reader ids, fields.enter(der::tag::sequence));
    YX_TRY(der::Reader id, ids.enter(der::tag::sequence));
    std::string digest_oid(crypto::oid::sha256);
    if (id.next_is(der::tag::sequence)) {
        YX_TRY(der::Reader algorithm, id.enter(der::tag::sequence));
        YX_TRY(digest_oid, algorithm.next_oid());
    }
    YX_TRY(const BytesView hash, id.next_octets());
    if (!is_digest_of(certificate, digest_oid, hash)) return false;
    if (id.at_end()) return true;
    YX_TRY(der::Reader issuer_serial, id.enter(der::tag::sequence));
    YX_CHECK(issuer_serial.next(der::tag::sequence));
    YX_TRY(const der::Element serial, issuer_serial.next(der::tag::integer));
    return std::ranges::equal(serial.whole, certificate.serial_der());
}

/// Which certificate the signer says it used.
void check_signing_certificate(const ReceivedCms::State& state,
                               const crypto::Certificate* certificate,
                               std::vector<CmsProblem>& problems) {
    if (!state.signing_certificate_v2) {
        // Version 1 names certificates by SHA-1: it proves nothing today.
        problems.push_back(CmsProblem::signing_certificate_missing);
        return;
    }
    if (certificate == nullptr) return;
    const Result<bool> named = names_certificate(*state.signing_certificate_v2, *certificate);
    if (!named || !*named) problems.push_back(CmsProblem::signing_certificate_wrong);
}

void check_attributes(const ReceivedCms::State& state,
                      BytesView content_digest,
                      std::string_view expected_type,
                      std::vector<CmsProblem>& problems) {
    if (!state.signer->has_attributes) {
        problems.push_back(CmsProblem::attributes_missing);
        return;
    }
    if (!state.attributes_in_order) problems.push_back(CmsProblem::attributes_order);
    if (state.stated_content_type != expected_type || state.content_type != expected_type) {
        problems.push_back(CmsProblem::content_type_wrong);
    }
    if (!state.message_digest) {
        problems.push_back(CmsProblem::message_digest_missing);
    } else if (!std::ranges::equal(*state.message_digest, content_digest)) {
        problems.push_back(CmsProblem::message_digest_wrong);
    }
}

void check_signature(const ReceivedCms::State& state,
                     const crypto::Certificate* certificate,
                     std::vector<CmsProblem>& problems) {
    const CmsSignerInfo& signer = *state.signer;
    if (certificate == nullptr) {
        problems.push_back(CmsProblem::signer_certificate_missing);
        return;
    }
    // Without attributes nothing is verified: that is a problem of its own.
    if (!signer.has_attributes) return;
    // The received bytes, with the tag they were signed under (RFC 5652 section 5.4).
    const Bytes signed_bytes = der::element(der::tag::set, signer.attributes);
    const Result<void> verified = verify_value(signer, *certificate, signed_bytes);
    if (verified) return;
    const bool is_wrong = verified.error().code() == ErrorCode::signature_wrong;
    problems.push_back(is_wrong ? CmsProblem::signature_wrong : CmsProblem::signature_unsupported);
}

/// Nothing signs the version numbers and the announced digests, so they must be what they can only
/// be (RFC 5652 sections 5.1 and 5.3): a sealed file has no byte that can change unseen.
void check_frame(const ReceivedCms::State& state, std::vector<CmsProblem>& problems) {
    const CmsSignerInfo& signer = *state.signer;
    const std::int64_t signer_version = signer.subject_key_id.empty() ? 1 : 3;
    const bool is_data = state.content_type == oid::data || state.content_type == oid::gm_data;
    const bool is_plain = is_data && signer_version == 1;
    const std::int64_t version = is_plain ? 1 : 3;
    const bool is_right = state.has_foreign_certificates ? state.version >= 3 && state.version <= 5
                                                         : state.version == version;
    if (!is_right || signer.version != signer_version) {
        problems.push_back(CmsProblem::version_wrong);
    }
    if (std::ranges::find(state.digest_oids, signer.digest_oid) == state.digest_oids.end()) {
        problems.push_back(CmsProblem::digest_not_listed);
    }
}

}  // namespace

std::string_view name_of(CmsProblem problem) noexcept {
    switch (problem) {
        case CmsProblem::version_wrong:
            return "version_wrong";
        case CmsProblem::digest_not_listed:
            return "digest_not_listed";
        case CmsProblem::signer_count:
            return "signer_count";
        case CmsProblem::digest_unsupported:
            return "digest_unsupported";
        case CmsProblem::signature_unsupported:
            return "signature_unsupported";
        case CmsProblem::content_present:
            return "content_present";
        case CmsProblem::attributes_missing:
            return "attributes_missing";
        case CmsProblem::attributes_order:
            return "attributes_order";
        case CmsProblem::content_type_wrong:
            return "content_type_wrong";
        case CmsProblem::message_digest_missing:
            return "message_digest_missing";
        case CmsProblem::message_digest_wrong:
            return "message_digest_wrong";
        case CmsProblem::signing_certificate_missing:
            return "signing_certificate_missing";
        case CmsProblem::signing_certificate_wrong:
            return "signing_certificate_wrong";
        case CmsProblem::signer_certificate_missing:
            return "signer_certificate_missing";
        case CmsProblem::signature_wrong:
            return "signature_wrong";
    }
    return "unknown";
}

std::vector<CmsProblem> check_cms(const ReceivedCms& cms,
                                  BytesView content_digest,
                                  ContentPlace place,
                                  std::string_view expected_type) {
    const ReceivedCms::State& state = cms.state();
    std::vector<CmsProblem> problems;
    if (state.signer_count != 1) problems.push_back(CmsProblem::signer_count);
    if (!state.signer) return problems;
    if (!is_known_digest(state.signer->digest_oid)) {
        problems.push_back(CmsProblem::digest_unsupported);
    }
    if (place == ContentPlace::detached && state.content) {
        problems.push_back(CmsProblem::content_present);
    }
    check_frame(state, problems);
    const crypto::Certificate* certificate = cms.signer_certificate();
    check_attributes(state, content_digest, expected_type, problems);
    check_signing_certificate(state, certificate, problems);
    check_signature(state, certificate, problems);
    std::ranges::sort(problems);
    return problems;
}

std::string name_of_algorithm(const ReceivedCms& cms) {
    const crypto::Certificate* certificate = cms.signer_certificate();
    if (cms.signer() == nullptr || certificate == nullptr) return {};
    if (const crypto::PublicKey* key = own_key(*cms.signer(), *certificate)) {
        return std::string(name_of(key->algorithm()));
    }
    const auto scheme = foreign_scheme(*cms.signer(), *certificate);
    return scheme ? scheme->name() : std::string();
}

}  // namespace yinxin::signing
