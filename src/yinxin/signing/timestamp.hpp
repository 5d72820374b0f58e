// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/trust.hpp"

#include <chrono>
#include <optional>
#include <string>

/// RFC 3161 timestamps: asking for one, and judging what came back.
namespace yinxin::signing {

/// A request that was built, with what its answer must repeat.
struct TimestampRequest {
    crypto::Digest32 imprint;
    Bytes nonce;  ///< DER INTEGER
    Bytes der;    ///< TimeStampReq, body of "application/timestamp-query"
};

/// @param imprint  SHA-256 to be stamped; the nonce is 8 random bytes; certificates are asked for.
[[nodiscard]] TimestampRequest make_timestamp_request(const crypto::Digest32& imprint);

/// The token of a response ("application/timestamp-reply") that was granted and answers exactly
/// this request. Its signature is not checked here.
/// @error signing.timestamp_unavailable  refused; the detail names the status.
/// @error signing.timestamp_wrong  malformed, another imprint or nonce.
[[nodiscard]] Result<Bytes> parse_timestamp_response(BytesView response,
                                                     const TimestampRequest& request);

/// What a token says.
struct TimestampInfo {
    Instant at;
    std::chrono::seconds accuracy{0};
    std::string digest_oid;      ///< dotted
    Bytes imprint;               ///< by that digest
    Bytes serial;                ///< DER INTEGER
    std::optional<Bytes> nonce;  ///< DER INTEGER
    std::string policy;          ///< dotted
    std::optional<crypto::Certificate> signer;
};

/// Reads a token without judging it.
/// @error signing.timestamp_wrong  not a strict token.
/// @error unsupported  an imprint of a digest other than SHA-2 and SM3.
[[nodiscard]] Result<TimestampInfo> read_token(BytesView token);

/// The SHA-256 or SM3 a token of ours covers, and nothing else of it.
/// @error signing.timestamp_wrong
[[nodiscard]] Result<Bytes> read_token_imprint(BytesView token);

/// What a token over these bytes has to cover: their digest by the algorithm the token names. Empty
/// when it cannot be read.
[[nodiscard]] Bytes imprint_of(BytesView stamped, BytesView token);

/// Reads a token and judges everything about it: imprint, one signer, ESS certificate id, extended
/// key usage, signature, and the path to an anchor as of the time it states.
/// @error signing.timestamp_wrong  any of the first five.
/// @error unsupported  an imprint of another digest than SHA-2 and SM3, or a signature of a kind
/// not checked here.
/// @error signing.certificate_untrusted, signing.certificate_not_current,
///   signing.certificate_revoked  as TrustStore::verify.
[[nodiscard]] Result<TimestampInfo> verify_token(BytesView token,
                                                 BytesView imprint,
                                                 const crypto::TrustStore& trust,
                                                 std::span<const crypto::Crl> more_crls = {});

}  // namespace yinxin::signing
