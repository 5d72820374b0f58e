// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/jose_key.hpp"

#include "yinxin/crypto/ecdsa_value.hpp"
#include "yinxin/crypto/openssl_handles.hpp"

#include <climits>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace yinxin::crypto {

struct JoseKey::State {
    KeyHandle key;
    bool is_rsa = false;
};

namespace {

constexpr int least_modulus_bits = 2048;
constexpr int most_modulus_bits = 8192;
constexpr std::size_t coordinate_length = 32;

using Number = Handle<BIGNUM, BN_free>;
using Builder = Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Handle<OSSL_PARAM, OSSL_PARAM_free>;

Error no_key() {
    return Error(ErrorCode::malformed, drain_openssl_errors());
}

Number number_of(BytesView bytes) {
    if (bytes.empty() || bytes.size() > most_modulus_bits / CHAR_BIT) return nullptr;
    return Number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

Result<KeyHandle> key_from(const char* kind, const Builder& builder) {
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* made = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return no_key();
    }
    KeyHandle key(made);
    const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    if (!check || EVP_PKEY_public_check(check.get()) != 1) return no_key();
    return key;
}

bool set_padding(EVP_PKEY_CTX* context, JoseAlgorithm algorithm) {
    if (algorithm == JoseAlgorithm::rs256) {
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    }
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace

std::optional<JoseAlgorithm> jose_algorithm(std::string_view name) noexcept {
    if (name == "RS256") return JoseAlgorithm::rs256;
    if (name == "PS256") return JoseAlgorithm::ps256;
    if (name == "ES256") return JoseAlgorithm::es256;
    return std::nullopt;
}

Result<JoseKey> JoseKey::rsa(BytesView modulus, BytesView exponent) {
    const Number n = number_of(modulus);
    const Number e = number_of(exponent);
    if (!n || !e) return Error(ErrorCode::malformed, "RSA key without its numbers");
    const int bits = BN_num_bits(n.get());
    // Exponents are small and odd everywhere; a huge one only costs the reader time.
    constexpr int most_exponent_bits = 33;
    if (bits < least_modulus_bits || bits > most_modulus_bits || BN_is_odd(e.get()) == 0 ||
        BN_is_one(e.get()) == 1 || BN_num_bits(e.get()) > most_exponent_bits) {
        return Error(ErrorCode::unsupported, "RSA key of " + std::to_string(bits) + " bits");
    }
    const Builder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
        return no_key();
    }
    YX_TRY(KeyHandle key, key_from("RSA", builder));
    return JoseKey(std::make_shared<const State>(State{std::move(key), true}));
}

Result<JoseKey> JoseKey::p256(BytesView x, BytesView y) {
    if (x.size() != coordinate_length || y.size() != coordinate_length) {
        return Error(ErrorCode::malformed, "P-256 key without its point");
    }
    Bytes point{0x04};
    point.insert(point.end(), x.begin(), x.end());
    point.insert(point.end(), y.begin(), y.end());
    const Builder builder(OSSL_PARAM_BLD_new());
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(
            builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(
            builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
        return no_key();
    }
    YX_TRY(KeyHandle key, key_from("EC", builder));
    return JoseKey(std::make_shared<const State>(State{std::move(key), false}));
}

bool JoseKey::fits(JoseAlgorithm algorithm) const noexcept {
    return state_->is_rsa == (algorithm != JoseAlgorithm::es256);
}

Result<void> JoseKey::verify(JoseAlgorithm algorithm,
                             BytesView message,
                             BytesView signature) const {
    const Error wrong(ErrorCode::signature_wrong, "token");
    if (!fits(algorithm)) return wrong;
    Bytes value(signature.begin(), signature.end());
    if (algorithm == JoseAlgorithm::es256) {
        auto der = der_ecdsa_value(signature);
        if (!der) return wrong;
        value = *std::move(der);
    }
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* padding = nullptr;  // owned by the context
    const bool is_ready =
        context && EVP_DigestVerifyInit(
                       context.get(), &padding, sha256_method(), nullptr, state_->key.get()) == 1;
    if (!is_ready || (state_->is_rsa && !set_padding(padding, algorithm))) {
        return Error(ErrorCode::signature_wrong, drain_openssl_errors());
    }
    const int outcome =
        EVP_DigestVerify(context.get(), value.data(), value.size(), message.data(), message.size());
    ERR_clear_error();
    if (outcome != 1) return wrong;
    return ok();
}

}  // namespace yinxin::crypto
