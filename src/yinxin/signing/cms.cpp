// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/cms.hpp"

#include "yinxin/signing/cms_encoding.hpp"
#include "yinxin/signing/seal_credential_state.hpp"
#include "yinxin/signing/timestamp.hpp"

namespace yinxin::signing {

CmsDraft::CmsDraft(SealCredential credential, Bytes attributes, Bytes signature)
    : credential_(std::move(credential)),
      attributes_(std::move(attributes)),
      signature_(std::move(signature)) {}

crypto::Digest32 CmsDraft::timestamp_imprint(crypto::DigestAlgorithm algorithm) const {
    return algorithm == crypto::DigestAlgorithm::sm3 ? crypto::sm3(signature_)
                                                     : crypto::sha256(signature_);
}

Result<CmsDraft> begin_cms(const SealCredential& credential,
                           const crypto::Digest32& document_digest) {
    const SealCredential::State& state = credential.state();
    // In the order DER asks of a SET OF: the three differ in their lengths, so in their second
    // byte, and the encodings do not depend on the document.
    Bytes attributes = der::concat({state.attributes_before_digest,
                                    message_digest_attribute(document_digest),
                                    state.attributes_after_digest});
    // RFC 5652 section 5.4: "a separate encoding of the signedAttrs field is performed for message
    // digest calculation [...] an EXPLICIT SET OF tag is used".
    YX_TRY(Bytes signature, state.key->sign(der::element(der::tag::set, attributes)));
    return CmsDraft(credential, std::move(attributes), std::move(signature));
}

Bytes CmsDraft::assemble(BytesView unsigned_attributes) const {
    const SealCredential::State& state = credential_.state();
    const Bytes signer_info = der::sequence({state.signer_before_attributes,
                                             der::context(0, {attributes_}),
                                             state.signature_algorithm,
                                             der::octet_string(signature_),
                                             unsigned_attributes});
    const Bytes signed_data =
        der::sequence({state.before_signer_info, der::element(der::tag::set, signer_info)});
    return der::sequence({der::oid(oid::signed_data), der::context(0, {signed_data})});
}

Bytes CmsDraft::finish() const {
    return assemble({});
}

Result<Bytes> CmsDraft::finish(BytesView token) const {
    YX_TRY(const Bytes covered, read_token_imprint(token));
    if (covered != imprint_of(signature_, token)) {
        return Error(ErrorCode::timestamp_wrong, "the token covers something else");
    }
    return assemble(der::context(1, {attribute(oid::timestamp_token, token)}));
}

Result<Bytes> sign_detached(const SealCredential& credential,
                            const crypto::Digest32& document_digest,
                            const Timestamper* timestamper,
                            Instant now) {
    YX_TRY(const CmsDraft draft, begin_cms(credential, document_digest));
    if (timestamper == nullptr) return draft.finish();
    YX_TRY(const Bytes token,
           timestamper->token(draft.timestamp_imprint(timestamper->digest()), now));
    return draft.finish(token);
}

std::size_t estimated_size(const SealCredential& credential, std::size_t token_room) {
    const SealCredential::State& state = credential.state();
    // Seven enclosing elements of at most five bytes of tag and length each, and the identifiers
    // around the token.
    constexpr std::size_t wrapping = 96;
    return state.before_signer_info.size() + state.signer_before_attributes.size() +
           state.attributes_before_digest.size() + message_digest_attribute({}).size() +
           state.attributes_after_digest.size() + state.signature_algorithm.size() +
           state.key->max_signature_size() + token_room + wrapping;
}

}  // namespace yinxin::signing
