// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Electronic seals and their signatures as received, read strictly and judged over the received
/// bytes: GM/T 0031-2014 (version 1), GB/T 38540-2020 (4) and GM/T 0031-2025 (5).
namespace yinxin::signing {

/// A certificate that a seal names by its digest.
struct SesCertificateDigest {
    std::string type;  ///< as written: a name or a dotted identifier
    BytesView value;
};

/// SESeal, as slices of the received bytes.
struct SesSeal {
    BytesView whole;     ///< DER SESeal
    Bytes maker_signed;  ///< what the maker signed: the seal's information; in version 1 followed
                         ///< by certificate and algorithm, in a sequence
    std::int64_t version = 0;                   ///< as the seal's own header states it
    std::string vendor;                         ///< Vid
    std::string id;                             ///< esID
    std::string name;                           ///< of the seal, UTF-8
    std::vector<BytesView> certificates;        ///< DER; who may sign with the seal
    std::vector<SesCertificateDigest> digests;  ///< or their digests
    Instant created_at;
    Instant not_before;
    Instant not_after;
    std::string picture_type;  ///< "ofd", "png", …, as written
    BytesView picture;
    std::int64_t width_mm = 0;
    std::int64_t height_mm = 0;
    BytesView maker_certificate;  ///< DER
    std::string signature_oid;
    BytesView signature;
    bool has_critical_extension = false;  ///< one nobody here knows
};

/// SES_Signature, as slices of the received bytes.
struct SesSignature {
    SesSeal seal;
    BytesView to_sign;                  ///< DER TBS_Sign: what the signer signed
    std::optional<Instant> claimed_at;  ///< nothing in version 1, whose time information is opaque
    BytesView data_hash;
    std::string property;   ///< the path of what was hashed
    BytesView certificate;  ///< DER, of the signer
    std::string signature_oid;
    BytesView signature;
    std::optional<BytesView> timestamp;  ///< DER ContentInfo, over the signature value
    bool has_critical_extension = false;
};

/// @param der  one SES_Signature and nothing else; must outlive what is returned.
/// @error malformed  not strict DER or not this structure.
/// @error unsupported  a version, a time or a list of certificates of a kind not known here.
[[nodiscard]] Result<SesSignature> read_ses(BytesView der);

/// @param der  one SESeal and nothing else, as seals are handed over (.esl); must outlive what is
///   returned. @error as read_ses
[[nodiscard]] Result<SesSeal> read_ses_seal(BytesView der);

/// One thing wrong with a received signature, in the order of GM/T 0031-2014, 6.2.3.
enum class SesProblem {
    signature_unsupported,  ///< not SM2 with SM3, or a certificate that cannot be read
    identity_unsupported,   ///< signed without the distinguishing id, as some software does
    extension_unsupported,  ///< a critical extension nobody here knows
    signature_wrong,        ///< not the signer's over the received TBS_Sign
    data_hash_wrong,        ///< not the SM3 of the signed file
    property_wrong,         ///< the signature is about another file
    maker_unsupported,      ///< the maker did not sign with SM2 and SM3
    maker_signature_wrong,  ///< the seal's information is not what its maker signed
    list_unsupported,       ///< the seal names its certificates by a digest not known here
    signer_not_listed,      ///< the seal does not belong to the signer's certificate
};

/// "signature_wrong"; the finding's code is "ses." and this name.
[[nodiscard]] std::string_view name_of(SesProblem problem) noexcept;

/// What is wrong with the seal alone: whether it is what its maker signed. Trust in the maker and
/// dates are judged elsewhere.
[[nodiscard]] std::vector<SesProblem> check_ses_seal(const SesSeal& seal);

/// Everything wrong with the signature itself, in the order of the enumeration; empty when it is
/// intact. Trust in the certificates, dates and the timestamp are judged elsewhere. SM2 always with
/// the distinguishing id 1234567812345678 (GB/T 35276).
/// @param data  the signed file (Signature.xml). @param property  its absolute path in the package.
[[nodiscard]] std::vector<SesProblem> check_ses(const SesSignature& ses,
                                                BytesView data,
                                                std::string_view property);

}  // namespace yinxin::signing
