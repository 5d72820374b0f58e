// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/seal_credential.hpp"

#include "yinxin/signing/cms_encoding.hpp"
#include "yinxin/signing/seal_credential_state.hpp"

#include <algorithm>

namespace yinxin::signing {
namespace {

Error unreadable(std::string detail) {
    return Error(ErrorCode::certificate_unreadable, std::move(detail));
}

crypto::DigestAlgorithm digest_with(crypto::SignatureAlgorithm algorithm) {
    return algorithm == crypto::SignatureAlgorithm::sm2_sm3 ? crypto::DigestAlgorithm::sm3
                                                            : crypto::DigestAlgorithm::sha256;
}

}  // namespace

Result<SealCredential> SealCredential::create(std::shared_ptr<const crypto::Signer> key,
                                              crypto::Certificate certificate,
                                              std::vector<crypto::Certificate> chain) {
    if (!std::ranges::equal(key->public_key_spki(), certificate.spki())) {
        return unreadable("the certificate is not about this key");
    }
    if (!certificate.may_sign_documents() || certificate.may_sign_timestamps()) {
        return unreadable("the certificate may not sign documents");
    }
    const Bytes digest = crypto::digest_algorithm_identifier(digest_with(key->algorithm()));
    constexpr int cms_version_1 = 1;
    State state{.key = std::move(key),
                .certificate = std::move(certificate),
                .chain = std::move(chain),
                .key_id = {},
                .attributes_before_digest = attribute(oid::content_type, der::oid(oid::data)),
                .attributes_after_digest = {},
                .before_signer_info = {},
                .signer_before_attributes = {},
                .signature_algorithm = {}};
    state.key_id = crypto::key_id(*state.key);
    state.attributes_after_digest = signing_certificate_attribute(state.certificate);
    state.before_signer_info = der::concat({der::integer(cms_version_1),
                                            der::element(der::tag::set, digest),
                                            der::sequence({der::oid(oid::data)}),
                                            certificate_set(state.certificate, state.chain)});
    state.signer_before_attributes =
        der::concat({der::integer(cms_version_1), issuer_and_serial(state.certificate), digest});
    state.signature_algorithm = crypto::signature_algorithm_identifier(state.key->algorithm());
    return SealCredential(std::make_shared<const State>(std::move(state)));
}

Result<SealCredential> SealCredential::load(std::string_view key_uri,
                                            const std::filesystem::path& certificates) {
    YX_TRY(auto key, crypto::open_key(key_uri));
    YX_TRY(std::vector<crypto::Certificate> chain, crypto::load_certificates(certificates));
    crypto::Certificate leaf = std::move(chain.front());
    chain.erase(chain.begin());
    return create(std::move(key), std::move(leaf), std::move(chain));
}

crypto::SignatureAlgorithm SealCredential::algorithm() const noexcept {
    return state_->key->algorithm();
}
crypto::DigestAlgorithm SealCredential::digest() const noexcept {
    return digest_with(algorithm());
}
const crypto::Certificate& SealCredential::certificate() const noexcept {
    return state_->certificate;
}
const std::vector<crypto::Certificate>& SealCredential::chain() const noexcept {
    return state_->chain;
}
const std::string& SealCredential::key_id() const noexcept {
    return state_->key_id;
}

}  // namespace yinxin::signing
