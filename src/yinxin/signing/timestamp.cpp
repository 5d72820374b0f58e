// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/timestamp.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/crypto/signature_scheme.hpp"
#include "yinxin/signing/cms_encoding.hpp"
#include "yinxin/signing/cms_read.hpp"
#include "yinxin/signing/received_cms_state.hpp"

#include <algorithm>
#include <array>

namespace yinxin::signing {
namespace {

Error wrong(std::string detail) {
    return Error(ErrorCode::timestamp_wrong, std::move(detail));
}

/// What cannot be judged is not wrong; everything else that cannot be read is.
Error unless_unsupported(const Error& error) {
    return error.code() == ErrorCode::unsupported ? error : wrong(error.detail());
}

/// Seconds of Accuracy; fractions are rounded up.
Result<std::chrono::seconds> read_accuracy(der::Reader fields) {
    std::chrono::seconds accuracy{0};
    if (fields.next_is(der::tag::integer)) {
        YX_TRY(const std::int64_t seconds, fields.next_integer());
        accuracy = std::chrono::seconds(seconds);
    }
    if (!fields.at_end()) accuracy += std::chrono::seconds(1);
    return accuracy;
}

/// TSTInfo of RFC 3161 section 2.4.2.
Result<TimestampInfo> read_info(BytesView content) {
    YX_CHECK(der::check_nesting(content));
    YX_TRY(const der::Element whole, der::parse_single(content));
    if (whole.tag != der::tag::sequence) return wrong("TSTInfo is not a sequence");
    der::Reader fields(whole.content);
    YX_TRY(const std::int64_t version, fields.next_integer());
    if (version != 1) return wrong("TSTInfo of another version");
    TimestampInfo info;
    YX_TRY(info.policy, fields.next_oid());
    YX_TRY(der::Reader imprint, fields.enter(der::tag::sequence));
    YX_TRY(der::Reader algorithm, imprint.enter(der::tag::sequence));
    YX_TRY(info.digest_oid, algorithm.next_oid());
    YX_TRY(const BytesView digest, imprint.next_octets());
    YX_CHECK(imprint.expect_end());
    YX_TRY(const Bytes of_nothing, crypto::digest_named(info.digest_oid, {}));
    if (digest.size() != of_nothing.size()) return wrong("imprint of another length");
    info.imprint.assign(digest.begin(), digest.end());
    YX_TRY(const der::Element serial, fields.next(der::tag::integer));
    info.serial.assign(serial.whole.begin(), serial.whole.end());
    YX_TRY(const der::Element time, fields.next(der::tag::generalized_time));
    YX_TRY(info.at, der::parse_time(time));
    if (fields.next_is(der::tag::sequence)) {
        YX_TRY(const der::Reader accuracy, fields.enter(der::tag::sequence));
        YX_TRY(info.accuracy, read_accuracy(accuracy));
    }
    YX_CHECK(fields.next_if(der::tag::boolean));
    YX_TRY(const auto nonce, fields.next_if(der::tag::integer));
    if (nonce) info.nonce.emplace(nonce->whole.begin(), nonce->whole.end());
    YX_CHECK(fields.next_if(der::tag::context(0)));
    YX_CHECK(fields.next_if(der::tag::context(1)));
    YX_CHECK(fields.expect_end());
    return info;
}

Result<TimestampInfo> read_parsed(const ReceivedCms& cms) {
    if (cms.content_type() != oid::timestamp_info || !cms.content()) {
        return wrong("the token holds no TSTInfo");
    }
    Result<TimestampInfo> info = read_info(*cms.content());
    if (!info) return unless_unsupported(info.error());
    if (cms.signer_certificate() != nullptr) info->signer = *cms.signer_certificate();
    return info;
}

/// The signature over the TSTInfo inside. A token from elsewhere may be signed in a way that cannot
/// be judged here.
Result<void> check_signature(const ReceivedCms& cms) {
    if (cms.signer() == nullptr) return wrong("no signer");
    const std::array content{*cms.content()};
    YX_TRY(const Bytes digest, crypto::digest_named(cms.signer()->digest_oid, content));
    const auto problems = check_cms(cms, digest, ContentPlace::inside, oid::timestamp_info);
    const bool is_unsupported =
        std::ranges::find(problems, CmsProblem::signature_unsupported) != problems.end();
    if (problems.empty()) return ok();
    if (problems.size() == 1 && is_unsupported) {
        return Error(ErrorCode::unsupported, "signature of " + cms.signer()->signature_oid);
    }
    return wrong(std::string(name_of(problems.front())));
}

/// Status of a response: 0 granted, 1 granted with modifications.
Result<BytesView> granted_token(BytesView response) {
    YX_CHECK(der::check_nesting(response));
    YX_TRY(const der::Element whole, der::parse_single(response));
    if (whole.tag != der::tag::sequence) return wrong("response is not a sequence");
    der::Reader fields(whole.content);
    YX_TRY(der::Reader status_info, fields.enter(der::tag::sequence));
    YX_TRY(const std::int64_t status, status_info.next_integer());
    if (status != 0 && status != 1) {
        return Error(ErrorCode::timestamp_unavailable,
                     "the authority refused with status " + std::to_string(status));
    }
    YX_TRY(const der::Element token, fields.next(der::tag::sequence));
    YX_CHECK(fields.expect_end());
    return token.whole;
}

}  // namespace

TimestampRequest make_timestamp_request(const crypto::Digest32& imprint) {
    TimestampRequest request;
    request.imprint = imprint;
    request.nonce = der::unsigned_integer(crypto::random_bytes(8));
    const Bytes message_imprint =
        der::sequence({crypto::digest_algorithm_identifier(crypto::DigestAlgorithm::sha256),
                       der::octet_string(imprint)});
    request.der =
        der::sequence({der::integer(1), message_imprint, request.nonce, der::boolean(true)});
    return request;
}

Result<Bytes> parse_timestamp_response(BytesView response, const TimestampRequest& request) {
    const Result<BytesView> token = granted_token(response);
    if (!token) {
        if (token.error().code() == ErrorCode::timestamp_unavailable) return token.error();
        return wrong(token.error().detail());
    }
    const Result<TimestampInfo> info = read_token(*token);
    if (!info) return wrong(info.error().detail());
    if (info->digest_oid != crypto::oid::sha256 ||
        !std::ranges::equal(info->imprint, request.imprint)) {
        return wrong("the answer covers another imprint");
    }
    if (info->nonce != request.nonce) return wrong("the answer is to another request");
    return Bytes(token->begin(), token->end());
}

Result<TimestampInfo> read_token(BytesView token) {
    const Result<ReceivedCms> cms = ReceivedCms::parse(token);
    if (!cms) return wrong(cms.error().detail());
    return read_parsed(*cms);
}

Result<Bytes> read_token_imprint(BytesView token) {
    ReceivedCms::State state;
    state.der.assign(token.begin(), token.end());
    const Result<void> read = read_signed_data(state, CertificateReading::skip);
    if (!read) return wrong(read.error().detail());
    if (state.content_type != oid::timestamp_info || !state.content) {
        return wrong("the token holds no TSTInfo");
    }
    const Result<TimestampInfo> info = read_info(*state.content);
    if (!info) return wrong(info.error().detail());
    if (info->digest_oid != crypto::oid::sha256 && info->digest_oid != crypto::oid::sm3) {
        return wrong("imprint is neither SHA-256 nor SM3");
    }
    return Bytes(info->imprint.begin(), info->imprint.end());
}

Bytes imprint_of(BytesView stamped, BytesView token) {
    const Result<TimestampInfo> info = read_token(token);
    if (!info) return {};
    const auto digest = crypto::digest_named(info->digest_oid, std::array{stamped});
    return digest ? *digest : Bytes();
}

Result<TimestampInfo> verify_token(BytesView token,
                                   BytesView imprint,
                                   const crypto::TrustStore& trust,
                                   std::span<const crypto::Crl> more_crls) {
    const Result<ReceivedCms> cms = ReceivedCms::parse(token);
    if (!cms) return wrong(cms.error().detail());
    YX_TRY(TimestampInfo info, read_parsed(*cms));
    if (!std::ranges::equal(info.imprint, imprint)) return wrong("the token covers something else");
    YX_CHECK(check_signature(*cms));
    if (!info.signer->may_sign_timestamps()) {
        return wrong("the certificate may not sign timestamps");
    }
    YX_CHECK(trust.verify(*info.signer, cms->other_certificates(), info.at, more_crls));
    return info;
}

}  // namespace yinxin::signing
