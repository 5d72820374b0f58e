// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/x509.hpp"

#include <optional>

/// Online certificate status protocol (RFC 6960). Chains of SM2 are not supported: no public
/// profile says which distinguishing id a responder signs with.
namespace yinxin::crypto {

struct OcspRequest {
    Bytes der;
    Bytes nonce;  ///< 32 random bytes (RFC 9654 section 2.1)
};

/// Asks about one certificate of an issuer. The certificate is named by SHA-1 of its issuer, which
/// every responder knows (RFC 5019 section 2.1.1); nothing rests on that digest.
/// @error unsupported  the issuer has an SM2 key.
[[nodiscard]] Result<OcspRequest> make_ocsp_request(const Certificate& subject,
                                                    const Certificate& issuer);

/// What a responder said of one certificate.
struct OcspAnswer {
    Instant produced_at{};
    Instant this_update{};
    std::optional<Instant> next_update;
    std::optional<Revocation> revocation;  ///< none: good
};

/// Reads a response and checks who signed it: the issuer, or a certificate that the issuer itself
/// issued for signing responses (id-kp-OCSPSigning) and that was valid when it did.
/// @param nonce  that was sent; a responder may leave it out, but not send another.
/// @error signing.revocation_refused  not one response strictly encoded, the responder's refusal
///   ("unauthorized", "try_later"), another certificate, status unknown, a wrong signature or
///   signer, an unknown critical extension; the detail says which.
/// @error unsupported  the issuer has an SM2 key.
[[nodiscard]] Result<OcspAnswer> read_ocsp_response(BytesView der,
                                                    const Certificate& subject,
                                                    const Certificate& issuer,
                                                    const std::optional<Bytes>& nonce = {});

}  // namespace yinxin::crypto
