// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/free_with.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/ecdsa_value.hpp"
#include "yinxin/service/provider_door.hpp"

#include <memory>
#include <string>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

namespace yinxin::service {

/// A signing key of a provider made up for a test; signs whatever it is told to.
class ProviderKey {
  public:
    enum class Kind { rsa, p256 };
    ProviderKey(std::string id, Kind kind)
        : id_(std::move(id)),
          kind_(kind),
          key_(kind == Kind::rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256")) {}

    /// One member of "keys".
    [[nodiscard]] std::string jwk(const std::string& more = R"("use":"sig")") const {
        const std::string name = R"({"kid":")" + id_ + "\",";
        if (kind_ == Kind::rsa) {
            return name + R"("kty":"RSA","n":")" + number(OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" +
                   number(OSSL_PKEY_PARAM_RSA_E) + "\"," + more + "}";
        }
        return name + R"("kty":"EC","crv":"P-256","x":")" + number(OSSL_PKEY_PARAM_EC_PUB_X, 32) +
               R"(","y":")" + number(OSSL_PKEY_PARAM_EC_PUB_Y, 32) + "\"," + more + "}";
    }

    /// header.payload.signature; `algorithm` decides how, and need not be what the header says.
    [[nodiscard]] std::string token(const std::string& header,
                                    const std::string& payload,
                                    const std::string& algorithm) const {
        const std::string text =
            to_base64url(as_bytes(header)) + '.' + to_base64url(as_bytes(payload));
        return text + '.' + to_base64url(signature(text, algorithm));
    }
    /// The usual header.
    [[nodiscard]] std::string token(const std::string& payload) const {
        const std::string algorithm = kind_ == Kind::rsa ? "RS256" : "ES256";
        return token(R"({"alg":")" + algorithm + R"(","kid":")" + id_ + "\"}", payload, algorithm);
    }

  private:
    using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

    [[nodiscard]] std::string number(const char* name, int length = 0) const {
        BIGNUM* made = nullptr;
        EVP_PKEY_get_bn_param(key_.get(), name, &made);
        const std::unique_ptr<BIGNUM, FreeWith<BN_free>> value(made);
        Bytes bytes(static_cast<std::size_t>(length > 0 ? length : BN_num_bytes(made)));
        BN_bn2binpad(made, bytes.data(), static_cast<int>(bytes.size()));
        return to_base64url(bytes);
    }
    [[nodiscard]] Bytes signature(const std::string& text, const std::string& algorithm) const {
        if (algorithm == "none") return {};
        const std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
        EVP_PKEY_CTX* padding = nullptr;
        EVP_DigestSignInit(context.get(), &padding, EVP_sha256(), nullptr, key_.get());
        if (algorithm == "PS256") {
            EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING);
            EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_DIGEST);
        }
        std::size_t size = 0;
        const BytesView bytes = as_bytes(text);
        EVP_DigestSign(context.get(), nullptr, &size, bytes.data(), bytes.size());
        Bytes value(size);
        EVP_DigestSign(context.get(), value.data(), &size, bytes.data(), bytes.size());
        value.resize(size);
        return kind_ == Kind::p256 ? *crypto::raw_ecdsa_value(value) : value;
    }

    std::string id_;
    Kind kind_;
    Key key_;
};

/// A token "signed" with a public text as the secret of an HMAC, as the classic attack does it.
inline std::string hmac_token(const std::string& header,
                              const std::string& payload,
                              const std::string& secret) {
    const std::string text = to_base64url(as_bytes(header)) + '.' + to_base64url(as_bytes(payload));
    Bytes mac(32);
    unsigned size = 0;
    HMAC(EVP_sha256(),
         secret.data(),
         static_cast<int>(secret.size()),
         as_bytes(text).data(),
         text.size(),
         mac.data(),
         &size);
    return text + '.' + to_base64url(mac);
}

inline std::string key_set(std::initializer_list<std::string> members) {
    std::string text;
    for (const std::string& member : members)
        text += (text.empty() ? "" : ",") + member;
    return "{\"keys\":[" + text + "]}";
}

}  // namespace yinxin::service
