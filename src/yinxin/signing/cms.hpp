// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/signing/seal_credential.hpp"
#include "yinxin/signing/timestamper.hpp"

/// Detached CMS signatures as PAdES baseline asks (ETSI EN 319 142-1, EN 319 122-1): signed
/// attributes are content type, message digest and ESS signing-certificate-v2; no signing time,
/// the PDF's /M carries it. One signer; SHA-256, or SM3 with an SM2 key (the algorithms of GB/T
/// 35275-2017 in the structure of RFC 5652, which no standard for PDF provides for).
namespace yinxin::signing {

/// A signature that exists, and the place for its timestamp. Made by begin_cms on the CPU pool; the
/// timestamp may then be awaited anywhere; finish is cheap.
class CmsDraft {
  public:
    /// Digest of the signature value: what the timestamp is to cover (RFC 3161 appendix A).
    [[nodiscard]] crypto::Digest32 timestamp_imprint(
        crypto::DigestAlgorithm algorithm = crypto::DigestAlgorithm::sha256) const;

    /// The signature without a timestamp: profile B-B.
    [[nodiscard]] Bytes finish() const;
    /// The signature with a timestamp token: profile B-T. The token's imprint is checked, nothing
    /// else of it: what an authority answers is judged by verify_token.
    /// @error signing.timestamp_wrong  not a token over this signature.
    [[nodiscard]] Result<Bytes> finish(BytesView token) const;

  private:
    friend Result<CmsDraft> begin_cms(const SealCredential&, const crypto::Digest32&);
    CmsDraft(SealCredential credential, Bytes attributes, Bytes signature);
    [[nodiscard]] Bytes assemble(BytesView unsigned_attributes) const;

    SealCredential credential_;
    Bytes attributes_;  // content of the signed attributes, without a tag
    Bytes signature_;
};

/// Signs the digest of the document's covered bytes.
/// @error signing.signature_failed
[[nodiscard]] Result<CmsDraft> begin_cms(const SealCredential& credential,
                                         const crypto::Digest32& document_digest);

/// All steps in one, for an authority that answers at once.
/// @param timestamper  none: profile B-B.
/// @error signing.signature_failed, signing.timestamp_unavailable, signing.timestamp_wrong
[[nodiscard]] Result<Bytes> sign_detached(const SealCredential& credential,
                                          const crypto::Digest32& document_digest,
                                          const Timestamper* timestamper,
                                          Instant now);

/// Bytes to reserve for a signature: no signature of this credential with a token of at most
/// `token_room` bytes is longer.
/// @param token_room  Timestamper::token_room(), or 0 for profile B-B.
[[nodiscard]] std::size_t estimated_size(const SealCredential& credential, std::size_t token_room);

}  // namespace yinxin::signing
