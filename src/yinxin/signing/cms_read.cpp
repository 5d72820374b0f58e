// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/cms_read.hpp"

#include "yinxin/signing/cms_encoding.hpp"
#include "yinxin/signing/received_cms_state.hpp"

#include <algorithm>
#include <array>

namespace yinxin::signing {
namespace {

constexpr std::size_t most_certificates = 64;
constexpr std::size_t most_bytes = std::size_t{4} * 1024 * 1024;

Error malformed(std::string detail) {
    return Error(ErrorCode::malformed, "CMS: " + std::move(detail));
}

/// The one value of an attribute.
Result<der::Element> only_value(BytesView values) {
    YX_TRY(const der::Element value, der::parse_single(values));
    return value;
}

Result<void> read_signed_attribute(ReceivedCms::State& state,
                                   std::string_view type,
                                   BytesView values) {
    if (type == oid::content_type) {
        YX_TRY(const der::Element value, only_value(values));
        if (value.tag != der::tag::oid) return malformed("content type is not an identifier");
        YX_TRY(state.stated_content_type, der::parse_oid(value.content));
    } else if (type == oid::message_digest) {
        YX_TRY(const der::Element value, only_value(values));
        if (value.tag != der::tag::octet_string) return malformed("message digest is not octets");
        state.message_digest = value.content;
    } else if (type == oid::signing_time) {
        YX_TRY(const der::Element value, only_value(values));
        YX_TRY(state.claimed_time, der::parse_time(value));
    } else if (type == oid::signing_certificate_v2) {
        YX_TRY(const der::Element value, only_value(values));
        state.signing_certificate_v2 = value.whole;
    } else if (type == oid::signing_certificate) {
        YX_TRY(const der::Element value, only_value(values));
        state.signing_certificate_v1 = value.whole;
    }
    return ok();
}

Result<void> read_signed_attributes(ReceivedCms::State& state, BytesView content) {
    der::Reader list(content);
    BytesView previous;
    std::vector<std::string> types;
    while (!list.at_end()) {
        YX_TRY(const der::Element whole, list.next(der::tag::sequence));
        der::Reader fields(whole.content);
        YX_TRY(std::string type, fields.next_oid());
        YX_TRY(const der::Element values, fields.next(der::tag::set));
        YX_CHECK(fields.expect_end());
        // DER orders a SET OF; an attribute that comes twice can be read in two ways.
        const bool is_ordered = std::ranges::lexicographical_compare(previous, whole.whole);
        if (!is_ordered || std::ranges::find(types, type) != types.end()) {
            state.attributes_in_order = false;
        }
        YX_CHECK(read_signed_attribute(state, type, values.content));
        types.push_back(std::move(type));
        previous = whole.whole;
    }
    return ok();
}

Result<void> read_unsigned_attributes(CmsSignerInfo& signer, der::Reader list) {
    while (!list.at_end()) {
        YX_TRY(der::Reader fields, list.enter(der::tag::sequence));
        YX_TRY(const std::string type, fields.next_oid());
        YX_TRY(der::Reader values, fields.enter(der::tag::set));
        YX_CHECK(fields.expect_end());
        if (type != oid::timestamp_token) continue;
        while (!values.at_end()) {
            YX_TRY(const der::Element token, values.next());
            if (!signer.timestamp_token) signer.timestamp_token = token.whole;
            ++signer.timestamp_count;
        }
    }
    return ok();
}

Result<void> read_signer_identifier(CmsSignerInfo& signer, der::Reader& fields) {
    if (fields.next_is(der::tag::context_primitive(0))) {
        YX_TRY(const der::Element key_id, fields.next());
        signer.subject_key_id = key_id.content;
        return ok();
    }
    YX_TRY(der::Reader issuer_and_serial, fields.enter(der::tag::sequence));
    YX_TRY(const der::Element issuer, issuer_and_serial.next(der::tag::sequence));
    YX_TRY(const der::Element serial, issuer_and_serial.next(der::tag::integer));
    signer.issuer_der = issuer.whole;
    signer.serial_der = serial.whole;
    return issuer_and_serial.expect_end();
}

/// Algorithms whose parameters are absent or NULL (RFC 5754 sections 2 and 3).
bool has_no_parameters(std::string_view identifier) {
    constexpr std::array plain{
        crypto::oid::sha256,
        crypto::oid::sha384,
        crypto::oid::sha512,
        crypto::oid::ecdsa_sha256,
        crypto::oid::ecdsa_sha384,
        crypto::oid::ecdsa_sha512,
        crypto::oid::rsa,
        crypto::oid::rsa_sha256,
        crypto::oid::rsa_sha384,
        crypto::oid::rsa_sha512,
    };
    return std::ranges::find(plain, identifier) != plain.end();
}

struct Algorithm {
    std::string identifier;
    BytesView parameters;  // whole element; empty where absent or NULL
};

Result<Algorithm> read_algorithm(der::Reader& fields) {
    YX_TRY(der::Reader reader, fields.enter(der::tag::sequence));
    Algorithm algorithm;
    YX_TRY(algorithm.identifier, reader.next_oid());
    if (!reader.at_end()) {
        YX_TRY(const der::Element parameters, reader.next());
        const bool is_null = parameters.tag == der::tag::null && parameters.content.empty();
        if (!is_null && has_no_parameters(algorithm.identifier)) {
            return malformed("unknown parameters");
        }
        if (!is_null) algorithm.parameters = parameters.whole;
    }
    YX_CHECK(reader.expect_end());
    return algorithm;
}

Result<void> read_signer(ReceivedCms::State& state, der::Reader& list) {
    CmsSignerInfo signer;
    YX_TRY(der::Reader fields, list.enter(der::tag::sequence));
    YX_TRY(signer.version, fields.next_integer());
    YX_CHECK(read_signer_identifier(signer, fields));
    YX_TRY(Algorithm digest, read_algorithm(fields));
    signer.digest_oid = std::move(digest.identifier);
    YX_TRY(const auto attributes, fields.next_if(der::tag::context(0)));
    YX_TRY(Algorithm algorithm, read_algorithm(fields));
    signer.signature_oid = std::move(algorithm.identifier);
    signer.signature_parameters = algorithm.parameters;
    YX_TRY(signer.signature, fields.next_octets());
    YX_TRY(const auto unsigned_attributes, fields.next_if(der::tag::context(1)));
    YX_CHECK(fields.expect_end());
    if (attributes) {
        signer.has_attributes = true;
        signer.attributes = attributes->content;
    }
    if (unsigned_attributes) {
        YX_CHECK(read_unsigned_attributes(signer, der::Reader(unsigned_attributes->content)));
    }
    ++state.signer_count;
    if (state.signer_count > 1) return ok();
    if (signer.has_attributes) YX_CHECK(read_signed_attributes(state, signer.attributes));
    state.signer = std::move(signer);
    return ok();
}

Result<void> read_certificates(ReceivedCms::State& state, BytesView content) {
    der::Reader list(content);
    for (std::size_t count = 0; !list.at_end(); ++count) {
        if (count == most_certificates) return malformed("too many certificates");
        YX_TRY(const der::Element element, list.next());
        if (element.tag != der::tag::sequence) state.has_foreign_certificates = true;
        Result<crypto::Certificate> certificate = crypto::Certificate::parse_der(element.whole);
        if (certificate) state.certificates.push_back(*std::move(certificate));
    }
    return ok();
}

Result<void> read_content(ReceivedCms::State& state, der::Reader content) {
    YX_TRY(state.content_type, content.next_oid());
    if (content.next_is(der::tag::context(0))) {
        YX_TRY(der::Reader wrapped, content.enter(der::tag::context(0)));
        YX_TRY(state.content, wrapped.next_octets());
        YX_CHECK(wrapped.expect_end());
    }
    return content.expect_end();
}

void find_signer_certificate(ReceivedCms::State& state) {
    if (!state.signer || state.signer->issuer_der.empty()) return;
    const auto found =
        std::ranges::find_if(state.certificates, [&](const crypto::Certificate& candidate) {
            return std::ranges::equal(candidate.issuer_der(), state.signer->issuer_der) &&
                   std::ranges::equal(candidate.serial_der(), state.signer->serial_der);
        });
    if (found != state.certificates.end()) {
        state.signer_certificate = static_cast<std::size_t>(found - state.certificates.begin());
    }
}

}  // namespace

Result<void> read_signed_data(ReceivedCms::State& state, CertificateReading reading) {
    YX_CHECK(der::check_nesting(state.der));
    YX_TRY(const der::Element whole, der::parse_single(state.der));
    if (whole.tag != der::tag::sequence) return malformed("not a sequence");
    der::Reader outer(whole.content);
    YX_TRY(const std::string type, outer.next_oid());
    if (type != oid::signed_data && type != oid::gm_signed_data)
        return malformed("not signed data");
    YX_TRY(der::Reader wrapped, outer.enter(der::tag::context(0)));
    YX_CHECK(outer.expect_end());
    YX_TRY(der::Reader fields, wrapped.enter(der::tag::sequence));
    YX_CHECK(wrapped.expect_end());

    YX_TRY(state.version, fields.next_integer());
    YX_TRY(der::Reader digests, fields.enter(der::tag::set));
    while (!digests.at_end()) {
        YX_TRY(Algorithm digest, read_algorithm(digests));
        state.digest_oids.push_back(std::move(digest.identifier));
    }
    YX_TRY(const der::Reader content, fields.enter(der::tag::sequence));
    YX_CHECK(read_content(state, content));
    YX_TRY(const auto certificates, fields.next_if(der::tag::context(0)));
    if (certificates && reading == CertificateReading::read)
        YX_CHECK(read_certificates(state, certificates->content));
    YX_CHECK(fields.next_if(der::tag::context(1)));
    YX_TRY(der::Reader signers, fields.enter(der::tag::set));
    YX_CHECK(fields.expect_end());
    while (!signers.at_end()) {
        YX_CHECK(read_signer(state, signers));
    }
    return ok();
}

Result<ReceivedCms> ReceivedCms::parse(BytesView der) {
    if (der.size() > most_bytes) return malformed("too long");
    auto state = std::make_shared<State>();
    state->der.assign(der.begin(), der.end());
    YX_CHECK(read_signed_data(*state, CertificateReading::read));
    find_signer_certificate(*state);
    return ReceivedCms(std::move(state));
}

std::size_t ReceivedCms::signer_count() const noexcept {
    return state_->signer_count;
}
const CmsSignerInfo* ReceivedCms::signer() const noexcept {
    return state_->signer ? &*state_->signer : nullptr;
}
const std::string& ReceivedCms::content_type() const noexcept {
    return state_->content_type;
}
std::optional<BytesView> ReceivedCms::content() const noexcept {
    return state_->content;
}
const std::vector<crypto::Certificate>& ReceivedCms::certificates() const noexcept {
    return state_->certificates;
}
const crypto::Certificate* ReceivedCms::signer_certificate() const noexcept {
    return state_->signer_certificate ? &state_->certificates[*state_->signer_certificate]
                                      : nullptr;
}
std::vector<crypto::Certificate> ReceivedCms::other_certificates() const {
    std::vector<crypto::Certificate> others;
    for (std::size_t i = 0; i < state_->certificates.size(); ++i) {
        if (i != state_->signer_certificate) others.push_back(state_->certificates[i]);
    }
    return others;
}
std::optional<BytesView> ReceivedCms::message_digest() const noexcept {
    return state_->message_digest;
}
std::optional<Instant> ReceivedCms::claimed_time() const noexcept {
    return state_->claimed_time;
}

}  // namespace yinxin::signing
