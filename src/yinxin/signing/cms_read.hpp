// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/x509.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// CMS SignedData as received (RFC 5652), read strictly and judged over the received bytes.
namespace yinxin::signing {

/// One thing wrong with a received signature; the verify room turns each into a finding.
enum class CmsProblem {
    version_wrong,          ///< not the version that goes with the content and the signer
    signer_count,           ///< not exactly one SignerInfo
    digest_not_listed,      ///< the signer's digest is not among those the SignedData announces
    digest_unsupported,     ///< digest algorithm is not SHA-256, SHA-384, SHA-512 or SM3
    signature_unsupported,  ///< signature algorithm or key is none we can check
    content_present,        ///< the content travels inside; it must be detached
    attributes_missing,     ///< no signed attributes at all
    attributes_order,       ///< signed attributes are not in DER order, or one comes twice
    content_type_wrong,     ///< missing, or not the content's type
    message_digest_missing,
    message_digest_wrong,         ///< not the digest of the document
    signing_certificate_missing,  ///< neither ESS signing-certificate-v2 nor v1
    signing_certificate_wrong,    ///< it names another certificate
    signer_certificate_missing,   ///< SignerInfo points to a certificate that is not there
    signature_wrong,
};

/// "signature_wrong"; the finding's code is "cms." and this name.
[[nodiscard]] std::string_view name_of(CmsProblem problem) noexcept;

/// The one SignerInfo of a signature, as slices of the received bytes.
struct CmsSignerInfo {
    std::int64_t version = 0;
    std::string digest_oid;
    std::string signature_oid;
    BytesView signature_parameters;  ///< DER; empty where absent or NULL
    BytesView issuer_der;            ///< DER Name; empty when the signer is named by key id
    BytesView serial_der;            ///< DER INTEGER
    BytesView subject_key_id;        ///< when named so
    BytesView attributes;            ///< content of signedAttrs, without a tag; empty if absent
    bool has_attributes = false;
    BytesView signature;
    std::optional<BytesView> timestamp_token;  ///< id-aa-timeStampToken, DER ContentInfo
    std::size_t timestamp_count = 0;
};

/// A parsed SignedData; owns its bytes, which the slices point into.
class ReceivedCms {
  public:
    /// @param der  one ContentInfo and nothing else (see crypto::der::parse_padded for /Contents).
    /// @error malformed  not strict DER, not SignedData, or over a limit (64 certificates).
    [[nodiscard]] static Result<ReceivedCms> parse(BytesView der);

    [[nodiscard]] std::size_t signer_count() const noexcept;
    /// The first SignerInfo; only when signer_count() is 1 is it the signer.
    [[nodiscard]] const CmsSignerInfo* signer() const noexcept;
    /// Dotted type of the content: 1.2.840.113549.1.7.1 for documents.
    [[nodiscard]] const std::string& content_type() const noexcept;
    /// The content if it travels inside.
    [[nodiscard]] std::optional<BytesView> content() const noexcept;
    /// Every certificate that could be read; others are left out (a foreign key kind is no fault).
    [[nodiscard]] const std::vector<crypto::Certificate>& certificates() const noexcept;
    /// The certificate SignerInfo points to.
    [[nodiscard]] const crypto::Certificate* signer_certificate() const noexcept;
    /// Those besides the signer's.
    [[nodiscard]] std::vector<crypto::Certificate> other_certificates() const;
    /// messageDigest attribute.
    [[nodiscard]] std::optional<BytesView> message_digest() const noexcept;
    /// signingTime attribute: a claim of the signer, no proof.
    [[nodiscard]] std::optional<Instant> claimed_time() const noexcept;

    struct State;
    [[nodiscard]] const State& state() const noexcept { return *state_; }

  private:
    explicit ReceivedCms(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

enum class ContentPlace { detached, inside };

/// Everything wrong with the signature itself, in the order of the enumeration; empty when it is
/// intact. Trust in the certificate and the timestamp are judged elsewhere.
/// @param content_digest  of the covered bytes (or of the content inside), by the digest algorithm
///   the signer names; anything where that one is not supported.
/// @param expected_type  dotted content type.
[[nodiscard]] std::vector<CmsProblem> check_cms(
    const ReceivedCms& cms,
    BytesView content_digest,
    ContentPlace place = ContentPlace::detached,
    std::string_view expected_type = "1.2.840.113549.1.7.1");

/// What the signature was made with, e.g. "ecdsa-p256-sha256", "rsa-pss-sha512"; empty when that
/// cannot be said.
[[nodiscard]] std::string name_of_algorithm(const ReceivedCms& cms);

}  // namespace yinxin::signing
