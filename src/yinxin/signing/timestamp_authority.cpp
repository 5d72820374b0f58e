// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/timestamp_authority.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/signing/cms_encoding.hpp"

#include <algorithm>

namespace yinxin::signing {
namespace {

/// PKIFailureInfo bits of RFC 3161 section 2.4.2 that we answer with.
enum class Failure : std::uint8_t {
    bad_algorithm = 0,
    bad_data_format = 5,
    unaccepted_policy = 15,
    unaccepted_extension = 16,
};

/// What the requester wants, as slices of the request.
struct Wanted {
    crypto::Digest32 imprint{};
    BytesView nonce;  ///< DER INTEGER; empty when there is none
    bool with_certificates = false;
};

Bytes rejection(Failure failure) {
    constexpr int rejected = 2;
    const auto bit = static_cast<unsigned>(failure);
    Bytes bits((bit / 8) + 2);
    bits[0] = static_cast<std::uint8_t>(7 - (bit % 8));  // unused bits of a named-bit list
    bits[(bit / 8) + 1] = static_cast<std::uint8_t>(0x80U >> (bit % 8));
    const Bytes status =
        der::sequence({der::integer(rejected), der::element(der::tag::bit_string, bits)});
    return der::sequence({status});
}

/// The request's fields; the outer error is a malformed request, `failure` a refused one.
Result<std::optional<Failure>> read_request(BytesView request,
                                            std::string_view policy,
                                            crypto::DigestAlgorithm stamped,
                                            Wanted& wanted) {
    YX_TRY(const der::Element whole, der::parse_single(request));
    YX_CHECK(der::check_nesting(request));
    if (whole.tag != der::tag::sequence) return Error(ErrorCode::malformed, "not a request");
    der::Reader fields(whole.content);
    YX_TRY(const std::int64_t version, fields.next_integer());
    if (version != 1) return Error(ErrorCode::malformed, "another version than 1");
    YX_TRY(der::Reader imprint, fields.enter(der::tag::sequence));
    YX_TRY(der::Reader algorithm, imprint.enter(der::tag::sequence));
    YX_TRY(const std::string digest_oid, algorithm.next_oid());
    YX_TRY(const BytesView digest, imprint.next_octets());
    YX_CHECK(imprint.expect_end());
    const bool is_sm3 = stamped == crypto::DigestAlgorithm::sm3;
    if (digest_oid != (is_sm3 ? crypto::oid::sm3 : crypto::oid::sha256)) {
        return std::optional(Failure::bad_algorithm);
    }
    if (digest.size() != wanted.imprint.size()) {
        return Error(ErrorCode::malformed, "imprint of another length");
    }
    std::ranges::copy(digest, wanted.imprint.begin());
    if (fields.next_is(der::tag::oid)) {
        YX_TRY(const std::string asked, fields.next_oid());
        if (asked != policy) return std::optional(Failure::unaccepted_policy);
    }
    YX_TRY(const auto nonce, fields.next_if(der::tag::integer));
    if (nonce) wanted.nonce = nonce->whole;
    YX_TRY(const auto certificates, fields.next_if(der::tag::boolean));
    wanted.with_certificates = certificates && certificates->content[0] != 0;
    if (fields.next_is(der::tag::context(0))) return std::optional(Failure::unaccepted_extension);
    YX_CHECK(fields.expect_end());
    return std::optional<Failure>();
}

}  // namespace

struct TimestampAuthority::State {
    std::shared_ptr<const crypto::Signer> key;
    crypto::Certificate certificate;
    std::vector<crypto::Certificate> chain;
    std::string policy;
    crypto::DigestAlgorithm digest = crypto::DigestAlgorithm::sha256;

    // Encoded once.
    Bytes digest_identifier;
    Bytes certificates;              ///< certificates [0]
    Bytes signing_certificate;       ///< ESS signing-certificate-v2
    Bytes signer_before_attributes;  ///< SignerInfo: version, issuer and serial, digest
};

Result<std::shared_ptr<const TimestampAuthority>> TimestampAuthority::create(
    std::shared_ptr<const crypto::Signer> key,
    crypto::Certificate certificate,
    std::vector<crypto::Certificate> chain,
    std::string_view policy) {
    if (!std::ranges::equal(key->public_key_spki(), certificate.spki())) {
        return Error(ErrorCode::certificate_unreadable, "the certificate is not about this key");
    }
    if (!certificate.may_sign_timestamps()) {
        return Error(ErrorCode::certificate_unreadable, "the certificate may not sign timestamps");
    }
    constexpr int cms_version_1 = 1;
    const auto digest = key->algorithm() == crypto::SignatureAlgorithm::sm2_sm3
                            ? crypto::DigestAlgorithm::sm3
                            : crypto::DigestAlgorithm::sha256;
    Bytes digest_identifier = crypto::digest_algorithm_identifier(digest);
    Bytes certificates = certificate_set(certificate, chain);
    Bytes signing_certificate = signing_certificate_attribute(certificate);
    Bytes signer_before_attributes = der::concat(
        {der::integer(cms_version_1), issuer_and_serial(certificate), digest_identifier});
    auto state = std::make_unique<const State>(State{std::move(key),
                                                     std::move(certificate),
                                                     std::move(chain),
                                                     std::string(policy),
                                                     digest,
                                                     std::move(digest_identifier),
                                                     std::move(certificates),
                                                     std::move(signing_certificate),
                                                     std::move(signer_before_attributes)});
    return std::shared_ptr<const TimestampAuthority>(new TimestampAuthority(std::move(state)));
}

Result<std::shared_ptr<const TimestampAuthority>> TimestampAuthority::load(
    std::string_view key_uri, const std::filesystem::path& certificates) {
    YX_TRY(auto key, crypto::open_key(key_uri));
    YX_TRY(std::vector<crypto::Certificate> chain, crypto::load_certificates(certificates));
    crypto::Certificate leaf = std::move(chain.front());
    chain.erase(chain.begin());
    return create(std::move(key), std::move(leaf), std::move(chain));
}

TimestampAuthority::TimestampAuthority(std::unique_ptr<const State> state)
    : state_(std::move(state)) {}

TimestampAuthority::~TimestampAuthority() = default;

Result<Bytes> TimestampAuthority::make_token(const crypto::Digest32& imprint,
                                             BytesView nonce_der,
                                             bool with_certificates,
                                             Instant now) const {
    constexpr int accuracy_seconds = 1;
    Bytes serial = crypto::random_bytes(12);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x3F) | 0x40);
    const Bytes info =
        der::sequence({der::integer(1),
                       der::oid(state_->policy),
                       der::sequence({state_->digest_identifier, der::octet_string(imprint)}),
                       der::unsigned_integer(serial),
                       der::generalized_time(now),
                       der::sequence({der::integer(accuracy_seconds)}),
                       nonce_der});
    const Bytes attributes = [&] {
        const Bytes content_type = attribute(oid::content_type, der::oid(oid::timestamp_info));
        const Bytes time = attribute(oid::signing_time, der::x509_time(now));
        const bool is_sm3 = state_->digest == crypto::DigestAlgorithm::sm3;
        const Bytes digest =
            message_digest_attribute(is_sm3 ? crypto::sm3(info) : crypto::sha256(info));
        return der::set_of({content_type, time, digest, state_->signing_certificate});
    }();
    YX_TRY(const Bytes signature, state_->key->sign(attributes));
    // signedAttrs travels as [0] IMPLICIT: the same bytes but for the tag.
    Bytes tagged = attributes;
    tagged.front() = der::tag::context(0);
    const Bytes signer_info =
        der::sequence({state_->signer_before_attributes,
                       tagged,
                       crypto::signature_algorithm_identifier(state_->key->algorithm()),
                       der::octet_string(signature)});
    const Bytes content =
        der::sequence({der::oid(oid::timestamp_info), der::context(0, {der::octet_string(info)})});
    constexpr int cms_version_3 = 3;  // the content is not plain data (RFC 5652 section 5.1)
    const Bytes signed_data =
        der::sequence({der::integer(cms_version_3),
                       der::element(der::tag::set, state_->digest_identifier),
                       content,
                       with_certificates ? BytesView(state_->certificates) : BytesView(),
                       der::element(der::tag::set, signer_info)});
    return der::sequence({der::oid(oid::signed_data), der::context(0, {signed_data})});
}

crypto::DigestAlgorithm TimestampAuthority::digest() const noexcept {
    return state_->digest;
}

Result<Bytes> TimestampAuthority::token(const crypto::Digest32& imprint, Instant now) const {
    return make_token(imprint, {}, true, now);
}

std::size_t TimestampAuthority::token_room() const noexcept {
    // The rest is made of fixed parts: TSTInfo with the longest nonce we answer to inside a
    // signature (none), three attributes, identifiers and lengths.
    constexpr std::size_t fixed_parts = 512;
    return state_->certificates.size() + state_->signing_certificate.size() +
           state_->signer_before_attributes.size() + state_->key->max_signature_size() +
           fixed_parts;
}

Result<Bytes> TimestampAuthority::respond(BytesView request, Instant now) const {
    Wanted wanted;
    const Result<std::optional<Failure>> failure =
        read_request(request, state_->policy, state_->digest, wanted);
    if (!failure) return rejection(Failure::bad_data_format);
    if (failure->has_value()) return rejection(**failure);
    YX_TRY(const Bytes token,
           make_token(wanted.imprint, wanted.nonce, wanted.with_certificates, now));
    constexpr int granted = 0;
    return der::sequence({der::sequence({der::integer(granted)}), token});
}

const crypto::Certificate& TimestampAuthority::certificate() const noexcept {
    return state_->certificate;
}

const std::vector<crypto::Certificate>& TimestampAuthority::chain() const noexcept {
    return state_->chain;
}

}  // namespace yinxin::signing
