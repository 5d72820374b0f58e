// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/ocsp.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/crypto/x509_state.hpp"

#include <algorithm>
#include <array>

#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

namespace yinxin::crypto {
namespace {

constexpr std::size_t nonce_length = 32;
constexpr std::size_t longest_response = 1UL << 20;

using RequestHandle = Handle<OCSP_REQUEST, OCSP_REQUEST_free>;
using ResponseHandle = Handle<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using BasicHandle = Handle<OCSP_BASICRESP, OCSP_BASICRESP_free>;
using CertIdHandle = Handle<OCSP_CERTID, OCSP_CERTID_free>;

Error refused(std::string detail) {
    ERR_clear_error();
    return Error(ErrorCode::revocation_refused, "responder: " + std::move(detail));
}

/// SM2 has a distinguishing id in every signature, and no public profile of OCSP names one.
Result<void> check_supported(const Certificate& issuer) {
    const Result<PublicKey>& key = issuer.public_key();
    if (key && key->algorithm() == SignatureAlgorithm::sm2_sm3) {
        return Error(ErrorCode::unsupported, "OCSP of an issuer with an SM2 key");
    }
    return ok();
}

CertIdHandle certificate_id(const EVP_MD* digest,
                            const Certificate& subject,
                            const Certificate& issuer) {
    return CertIdHandle(
        OCSP_cert_to_id(digest, subject.state().x509.get(), issuer.state().x509.get()));
}

std::string_view name_of_refusal(int status) {
    switch (status) {
        case OCSP_RESPONSE_STATUS_MALFORMEDREQUEST:
            return "malformed_request";
        case OCSP_RESPONSE_STATUS_INTERNALERROR:
            return "internal_error";
        case OCSP_RESPONSE_STATUS_TRYLATER:
            return "try_later";
        case OCSP_RESPONSE_STATUS_SIGREQUIRED:
            return "signature_required";
        case OCSP_RESPONSE_STATUS_UNAUTHORIZED:
            return "unauthorized";
        default:
            return "a status that is none";
    }
}

Result<BasicHandle> open_response(BytesView der) {
    if (der.size() > longest_response) return refused("too long");
    // Strict before the library, which reads BER as well.
    if (const auto nested = der::check_nesting(der); !nested) return refused("not DER");
    if (const auto single = der::parse_single(der); !single) return refused("not one element");
    const unsigned char* position = der.data();
    const ResponseHandle response(
        d2i_OCSP_RESPONSE(nullptr, &position, static_cast<long>(der.size())));
    if (response == nullptr) return refused("not a response");
    const int status = OCSP_response_status(response.get());
    if (status != OCSP_RESPONSE_STATUS_SUCCESSFUL) {
        return refused(std::string(name_of_refusal(status)));
    }
    BasicHandle basic(OCSP_response_get1_basic(response.get()));
    if (basic == nullptr) return refused("not a basic response");
    return basic;
}

/// A digest that holds, and a kind of signature whose strength the key alone decides.
Result<void> check_algorithm(const OCSP_BASICRESP& basic) {
    const X509_ALGOR* algorithm = OCSP_resp_get0_tbs_sigalg(&basic);
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    static constexpr std::array<int, 6> good{NID_sha256WithRSAEncryption,
                                             NID_sha384WithRSAEncryption,
                                             NID_sha512WithRSAEncryption,
                                             NID_ecdsa_with_SHA256,
                                             NID_ecdsa_with_SHA384,
                                             NID_ecdsa_with_SHA512};
    if (std::ranges::find(good, OBJ_obj2nid(object)) == good.end()) {
        return refused("signature algorithm");
    }
    return ok();
}

/// At least 112 bits, as for chains (crypto/trust.cpp).
bool is_strong(X509* certificate) {
    constexpr int least_bits = 112;
    const EVP_PKEY* key = X509_get0_pubkey(certificate);
    return key != nullptr && EVP_PKEY_get_security_bits(key) >= least_bits;
}

Result<Instant> time_of(const ASN1_GENERALIZEDTIME* time) {
    std::tm fields{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &fields) != 1) return refused("a time");
    return instant_of(::timegm(&fields));
}

/// Whether the issuer itself let this certificate sign responses (RFC 6960 section 4.2.2.2).
bool is_delegated(X509* signer, X509* issuer, Instant at) {
    if (X509_check_issued(issuer, signer) != X509_V_OK) return false;
    if (X509_verify(signer, X509_get0_pubkey(issuer)) != 1) return false;
    // No extended key usage at all reads as "everything" here, so its presence is asked for too.
    const bool has_usage = (X509_get_extension_flags(signer) & EXFLAG_XKUSAGE) != 0;
    if (!has_usage || (X509_get_extended_key_usage(signer) & XKU_OCSP_SIGN) == 0) return false;
    if ((X509_get_key_usage(signer) & KU_DIGITAL_SIGNATURE) == 0) return false;
    auto moment = static_cast<time_t>(epoch_of(at));
    return X509_cmp_time(X509_get0_notBefore(signer), &moment) <= 0 &&
           X509_cmp_time(X509_get0_notAfter(signer), &moment) >= 0;
}

Result<void> check_signer(OCSP_BASICRESP& basic, const Certificate& issuer, Instant at) {
    YX_CHECK(check_algorithm(basic));
    X509* certificate = issuer.state().x509.get();
    const Handle<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }> known(
        sk_X509_new_null());
    sk_X509_push(known.get(), certificate);
    X509* signer = nullptr;
    if (OCSP_resp_get0_signer(&basic, &signer, known.get()) != 1 || signer == nullptr) {
        return refused("its signer is not at hand");
    }
    const bool is_issuer = X509_cmp(signer, certificate) == 0;
    if (!is_issuer && !is_delegated(signer, certificate, at)) return refused("its signer may not");
    if (!is_strong(signer)) return refused("a weak key");
    // The signature alone: who may sign was decided above.
    if (OCSP_basic_verify(&basic, known.get(), nullptr, OCSP_NOVERIFY) != 1) {
        return refused("wrong signature");
    }
    return ok();
}

template <class Holder, auto count, auto get>
Result<void> check_extensions(Holder* holder) {
    for (int i = 0; i < count(holder); ++i) {
        X509_EXTENSION* extension = get(holder, i);
        const int kind = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
        const bool is_known = kind == NID_id_pkix_OCSP_Nonce || kind == NID_crl_reason;
        if (X509_EXTENSION_get_critical(extension) == 1 && !is_known) {
            return refused("unknown critical extension");
        }
    }
    return ok();
}

Result<void> check_nonce(OCSP_BASICRESP& basic, const std::optional<Bytes>& nonce) {
    if (!nonce) return ok();
    const int at = OCSP_BASICRESP_get_ext_by_NID(&basic, NID_id_pkix_OCSP_Nonce, -1);
    if (at < 0) return ok();  // many answers are made ahead (RFC 5019 section 4)
    const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(OCSP_BASICRESP_get_ext(&basic, at));
    const BytesView bytes(ASN1_STRING_get0_data(value),
                          static_cast<std::size_t>(ASN1_STRING_length(value)));
    const auto inner = der::parse_single(bytes);
    if (!inner || inner->tag != der::tag::octet_string ||
        !std::ranges::equal(inner->content, *nonce)) {
        return refused("an answer to another request");
    }
    return ok();
}

/// The one answer about this certificate; others about others may stand beside it.
Result<OCSP_SINGLERESP*> find_single(OCSP_BASICRESP& basic,
                                     const Certificate& subject,
                                     const Certificate& issuer) {
    OCSP_SINGLERESP* found = nullptr;
    for (const EVP_MD* digest : {EVP_sha1(), EVP_sha256()}) {
        const CertIdHandle id = certificate_id(digest, subject, issuer);
        if (id == nullptr) return Error(ErrorCode::internal, drain_openssl_errors());
        for (int at = OCSP_resp_find(&basic, id.get(), -1); at >= 0;
             at = OCSP_resp_find(&basic, id.get(), at)) {
            if (found != nullptr) return refused("two answers about the certificate");
            found = OCSP_resp_get0(&basic, at);
        }
    }
    if (found == nullptr) return refused("an answer about another certificate");
    return found;
}

Result<OcspAnswer> read_single(OCSP_SINGLERESP* single, const Certificate& subject) {
    YX_CHECK(
        (check_extensions<OCSP_SINGLERESP, OCSP_SINGLERESP_get_ext_count, OCSP_SINGLERESP_get_ext>(
            single)));
    int reason = -1;
    ASN1_GENERALIZEDTIME* revoked_at = nullptr;
    ASN1_GENERALIZEDTIME* this_update = nullptr;
    ASN1_GENERALIZEDTIME* next_update = nullptr;
    const int status =
        OCSP_single_get0_status(single, &reason, &revoked_at, &this_update, &next_update);
    OcspAnswer answer;
    YX_TRY(answer.this_update, time_of(this_update));
    if (next_update != nullptr) {
        YX_TRY(answer.next_update, time_of(next_update));
    }
    if (status == V_OCSP_CERTSTATUS_GOOD) return answer;
    if (status != V_OCSP_CERTSTATUS_REVOKED) return refused("it does not know the certificate");
    const BytesView serial = subject.serial_der();
    Revocation& revocation = answer.revocation.emplace();
    revocation.serial.assign(serial.begin(), serial.end());
    YX_TRY(revocation.at, time_of(revoked_at));
    if (reason > 0) revocation.reason = static_cast<RevocationReason>(reason);
    return answer;
}

}  // namespace

Result<OcspRequest> make_ocsp_request(const Certificate& subject, const Certificate& issuer) {
    YX_CHECK(check_supported(issuer));
    const RequestHandle request(OCSP_REQUEST_new());
    CertIdHandle id = certificate_id(EVP_sha1(), subject, issuer);
    if (request == nullptr || id == nullptr) {
        return Error(ErrorCode::internal, drain_openssl_errors());
    }
    OcspRequest made;
    made.nonce.resize(nonce_length);
    fill_random(made.nonce);
    if (OCSP_request_add0_id(request.get(), id.get()) == nullptr) {
        return Error(ErrorCode::internal, drain_openssl_errors());
    }
    (void)id.release();  // the request has it now
    OCSP_request_add1_nonce(request.get(), made.nonce.data(), static_cast<int>(made.nonce.size()));
    unsigned char* encoded = nullptr;
    const int length = i2d_OCSP_REQUEST(request.get(), &encoded);
    if (length <= 0) return Error(ErrorCode::internal, drain_openssl_errors());
    made.der.assign(encoded, encoded + length);
    OPENSSL_free(encoded);
    return made;
}

Result<OcspAnswer> read_ocsp_response(BytesView der,
                                      const Certificate& subject,
                                      const Certificate& issuer,
                                      const std::optional<Bytes>& nonce) {
    YX_CHECK(check_supported(issuer));
    YX_TRY(const BasicHandle basic, open_response(der));
    YX_TRY(const Instant produced_at, time_of(OCSP_resp_get0_produced_at(basic.get())));
    YX_CHECK(check_signer(*basic, issuer, produced_at));
    YX_CHECK(
        (check_extensions<OCSP_BASICRESP, OCSP_BASICRESP_get_ext_count, OCSP_BASICRESP_get_ext>(
            basic.get())));
    YX_CHECK(check_nonce(*basic, nonce));
    YX_TRY(OCSP_SINGLERESP* const single, find_single(*basic, subject, issuer));
    YX_TRY(OcspAnswer answer, read_single(single, subject));
    answer.produced_at = produced_at;
    ERR_clear_error();
    return answer;
}

}  // namespace yinxin::crypto
