// SPDX-License-Identifier: Apache-2.0
#pragma once

// A responder written with the library's own calls, which are not those of our reader.

#include "yinxin/base/free_with.hpp"
#include "yinxin/crypto/x509.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>

#include <openssl/ec.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace yinxin::test {

/// What a responder of the tests says.
struct OcspSaid {
    enum class Status { good, revoked, unknown };
    Status status = Status::good;
    Instant this_update{};
    std::optional<Instant> next_update;
    Instant revoked_at{};
    int reason = 1;                     ///< keyCompromise
    std::optional<Bytes> request = {};  ///< DER whose nonce is given back
    bool with_critical_extension = false;
};

class OcspMaker {
  public:
    /// Answers with the issuer's own key.
    OcspMaker(const crypto::Certificate& issuer, const std::filesystem::path& issuer_key)
        : issuer_(load(issuer)), issuer_key_(load_key(issuer_key)) {}

    /// Answers from now on with a certificate the issuer made for it.
    /// @param may_sign  it has id-kp-OCSPSigning
    void delegate(bool may_sign, Instant not_before, Instant not_after) {
        signer_key_.reset(EVP_EC_gen("P-256"));
        Cert made(X509_new());
        X509_set_version(made.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 4711);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()),
                                   "CN",
                                   MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>("Responder (DEMO)"),
                                   -1,
                                   -1,
                                   0);
        X509_set_issuer_name(made.get(), X509_get_subject_name(issuer_.get()));
        X509_set1_notBefore(made.get(), time_of(not_before).get());
        X509_set1_notAfter(made.get(), time_of(not_after).get());
        X509_set_pubkey(made.get(), signer_key_.get());
        extend(made.get(), NID_key_usage, "critical,digitalSignature");
        if (may_sign) extend(made.get(), NID_ext_key_usage, "OCSPSigning");
        must(X509_sign(made.get(), issuer_key_.get(), EVP_sha256()) > 0);
        signer_ = std::move(made);
    }

    [[nodiscard]] Bytes answer(const crypto::Certificate& subject, const OcspSaid& said) const {
        const Cert about = load(subject);
        const Basic basic(OCSP_BASICRESP_new());
        const Handle<OCSP_CERTID, OCSP_CERTID_free> id(
            OCSP_cert_to_id(EVP_sha1(), about.get(), issuer_.get()));
        int status = V_OCSP_CERTSTATUS_GOOD;
        if (said.status == OcspSaid::Status::revoked) status = V_OCSP_CERTSTATUS_REVOKED;
        if (said.status == OcspSaid::Status::unknown) status = V_OCSP_CERTSTATUS_UNKNOWN;
        const Time revoked_at = time_of(said.revoked_at);
        const Time this_update = time_of(said.this_update);
        const Time next_update = said.next_update ? time_of(*said.next_update) : nullptr;
        OCSP_SINGLERESP* single = OCSP_basic_add1_status(basic.get(),
                                                         id.get(),
                                                         status,
                                                         said.reason,
                                                         revoked_at.get(),
                                                         this_update.get(),
                                                         next_update.get());
        must(single != nullptr);
        if (said.with_critical_extension) {
            const Handle<X509_EXTENSION, X509_EXTENSION_free> unknown(
                X509V3_EXT_conf_nid(nullptr, nullptr, NID_netscape_comment, "critical,DEMO"));
            must(OCSP_SINGLERESP_add_ext(single, unknown.get(), -1) == 1);
        }
        if (said.request) {
            const unsigned char* position = said.request->data();
            const Handle<OCSP_REQUEST, OCSP_REQUEST_free> request(
                d2i_OCSP_REQUEST(nullptr, &position, static_cast<long>(said.request->size())));
            must(request != nullptr && OCSP_copy_nonce(basic.get(), request.get()) > 0);
        }
        X509* signer = signer_ ? signer_.get() : issuer_.get();
        EVP_PKEY* key = signer_ ? signer_key_.get() : issuer_key_.get();
        must(OCSP_basic_sign(basic.get(), signer, key, EVP_sha256(), nullptr, 0) == 1);
        const Handle<OCSP_RESPONSE, OCSP_RESPONSE_free> response(
            OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
        return der_of<OCSP_RESPONSE, i2d_OCSP_RESPONSE>(response.get());
    }

    /// A response that is none: "unauthorized" (6), "tryLater" (3).
    [[nodiscard]] static Bytes refusal(int status) {
        const Handle<OCSP_RESPONSE, OCSP_RESPONSE_free> response(
            OCSP_response_create(status, nullptr));
        return der_of<OCSP_RESPONSE, i2d_OCSP_RESPONSE>(response.get());
    }

  private:
    template <class T, auto function>
    using Handle = std::unique_ptr<T, FreeWith<function>>;
    using Key = Handle<EVP_PKEY, EVP_PKEY_free>;
    using Cert = Handle<X509, X509_free>;
    using Basic = Handle<OCSP_BASICRESP, OCSP_BASICRESP_free>;
    using Time = Handle<ASN1_TIME, ASN1_TIME_free>;

    static void must(bool holds) {
        if (!holds) throw std::runtime_error("the responder of the tests");
    }

    static Key load_key(const std::filesystem::path& path) {
        const Handle<std::FILE, std::fclose> file(std::fopen(path.c_str(), "r"));
        must(file != nullptr);
        Key key(PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr));
        must(key != nullptr);
        return key;
    }

    static Cert load(const crypto::Certificate& certificate) {
        const unsigned char* position = certificate.der().data();
        Cert loaded(d2i_X509(nullptr, &position, static_cast<long>(certificate.der().size())));
        must(loaded != nullptr);
        return loaded;
    }

    static Time time_of(Instant at) {
        return Time(ASN1_GENERALIZEDTIME_set(nullptr, static_cast<time_t>(epoch_of(at))));
    }

    static void extend(X509* made, int kind, const char* value) {
        const Handle<X509_EXTENSION, X509_EXTENSION_free> extension(
            X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
        must(extension != nullptr && X509_add_ext(made, extension.get(), -1) == 1);
    }

    template <class T, auto encode>
    static Bytes der_of(T* value) {
        unsigned char* encoded = nullptr;
        const int length = encode(value, &encoded);
        must(length > 0);
        Bytes bytes(encoded, encoded + length);
        OPENSSL_free(encoded);
        return bytes;
    }

    Cert issuer_;
    Key issuer_key_;
    Cert signer_;  ///< none: the issuer
    Key signer_key_;
};

}  // namespace yinxin::test
