// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/timestamp.hpp"

#include "yinxin/crypto/random.hpp"
#include "yinxin/signing/cms_encoding.hpp"
#include "yinxin/signing/cms_read.hpp"
#include "yinxin/signing/received_cms_state.hpp"

#include <algorithm>

namespace yinxin::signing {
namespace {

Error wrong(std::string detail) {
    return Error(ErrorCode::timestamp_wrong, std::move(detail));
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
    YX_TRY(const std::string digest_oid, algorithm.next_oid());
    YX_TRY(const BytesView digest, imprint.next_octets());
    YX_CHECK(imprint.expect_end());
    if (digest_oid != crypto::oid::sha256 || digest.size() != info.imprint.size()) {
        return wrong("imprint is not SHA-256");
    }
    std::ranges::copy(digest, info.imprint.begin());
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
    if (!info) return wrong(info.error().detail());
    if (cms.signer_certificate() != nullptr) info->signer = *cms.signer_certificate();
    return info;
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
    YX_TRY(const TimestampInfo info, read_token(*token));
    if (info.imprint != request.imprint) return wrong("the answer covers another imprint");
    if (info.nonce != request.nonce) return wrong("the answer is to another request");
    return Bytes(token->begin(), token->end());
}

Result<TimestampInfo> read_token(BytesView token) {
    const Result<ReceivedCms> cms = ReceivedCms::parse(token);
    if (!cms) return wrong(cms.error().detail());
    return read_parsed(*cms);
}

Result<crypto::Digest32> read_token_imprint(BytesView token) {
    ReceivedCms::State state;
    state.der.assign(token.begin(), token.end());
    const Result<void> read = read_signed_data(state, CertificateReading::skip);
    if (!read) return wrong(read.error().detail());
    if (state.content_type != oid::timestamp_info || !state.content) {
        return wrong("the token holds no TSTInfo");
    }
    const Result<TimestampInfo> info = read_info(*state.content);
    if (!info) return wrong(info.error().detail());
    return info->imprint;
}

Result<TimestampInfo> verify_token(BytesView token,
                                   const crypto::Digest32& imprint,
                                   const crypto::TrustStore& trust,
                                   std::span<const crypto::Crl> more_crls) {
    const Result<ReceivedCms> cms = ReceivedCms::parse(token);
    if (!cms) return wrong(cms.error().detail());
    YX_TRY(TimestampInfo info, read_parsed(*cms));
    if (info.imprint != imprint) return wrong("the token covers something else");
    const std::vector<CmsProblem> problems =
        check_cms(*cms, crypto::sha256(*cms->content()), ContentPlace::inside, oid::timestamp_info);
    if (!problems.empty()) return wrong(std::string(name_of(problems.front())));
    if (!info.signer->may_sign_timestamps()) {
        return wrong("the certificate may not sign timestamps");
    }
    YX_CHECK(trust.verify(*info.signer, cms->other_certificates(), info.at, more_crls));
    return info;
}

}  // namespace yinxin::signing
