// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/key_operation.hpp"

#include "yinxin/crypto/digest.hpp"

#include <array>
#include <stdexcept>

#include <openssl/rsa.h>

namespace yinxin::crypto {

Result<SignatureAlgorithm> algorithm_of(const EVP_PKEY& key) {
    if (EVP_PKEY_is_a(&key, "SM2") == 1) return SignatureAlgorithm::sm2_sm3;
    if (EVP_PKEY_is_a(&key, "RSA") == 1) {
        const int bits = EVP_PKEY_get_bits(&key);
        if (bits < 2048 || bits > 8192) {
            return Error(ErrorCode::unsupported, "RSA key of " + std::to_string(bits) + " bits");
        }
        return SignatureAlgorithm::rsa_sha256;
    }
    if (EVP_PKEY_is_a(&key, "EC") == 1) {
        std::array<char, 64> group{};
        if (EVP_PKEY_get_group_name(&key, group.data(), group.size(), nullptr) == 1) {
            const std::string_view name(group.data());
            if (name == "prime256v1") return SignatureAlgorithm::ecdsa_p256_sha256;
            if (name == "SM2") return SignatureAlgorithm::sm2_sm3;
        }
        return Error(ErrorCode::unsupported, "elliptic curve other than P-256 and SM2");
    }
    return Error(ErrorCode::unsupported, "key is neither EC, RSA nor SM2");
}

KeyOperation::KeyOperation(KeyHandle key, SignatureAlgorithm algorithm, Kind kind)
    : key_(std::move(key)), algorithm_(algorithm), kind_(kind) {}

Result<Bytes> KeyOperation::sign(BytesView message) const {
    if (algorithm_ == SignatureAlgorithm::sm2_sm3) return sign_sm2(message);
    const Digest32 digest = sha256(message);
    KeyContext context = borrow();
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
    std::size_t length = signature.size();
    const int outcome =
        context == nullptr
            ? 0
            : EVP_PKEY_sign(context.get(), signature.data(), &length, digest.data(), digest.size());
    if (outcome != 1) return Error(ErrorCode::signature_failed, drain_openssl_errors());
    give_back(std::move(context));
    signature.resize(length);
    return signature;
}

Result<void> KeyOperation::verify(BytesView message, BytesView signature) const {
    bool is_right = false;
    if (algorithm_ == SignatureAlgorithm::sm2_sm3) {
        is_right = verify_sm2(message, signature);
    } else {
        const Digest32 digest = sha256(message);
        KeyContext context = borrow();
        is_right =
            context != nullptr &&
            EVP_PKEY_verify(
                context.get(), signature.data(), signature.size(), digest.data(), digest.size()) ==
                1;
        if (is_right) give_back(std::move(context));
    }
    if (!is_right) return Error(ErrorCode::signature_wrong, drain_openssl_errors());
    return ok();
}

KeyContext KeyOperation::borrow() const {
    {
        const std::scoped_lock lock(mutex_);
        if (!idle_.empty()) {
            KeyContext context = std::move(idle_.back());
            idle_.pop_back();
            return context;
        }
    }
    return make_context();
}

void KeyOperation::give_back(KeyContext context) const {
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(context));
}

KeyContext KeyOperation::make_context() const {
    KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
    if (context == nullptr) return nullptr;
    const int begun = kind_ == Kind::sign ? EVP_PKEY_sign_init(context.get())
                                          : EVP_PKEY_verify_init(context.get());
    if (begun != 1) return nullptr;
    if (algorithm_ == SignatureAlgorithm::rsa_sha256 &&
        EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1) {
        return nullptr;
    }
    if (EVP_PKEY_CTX_set_signature_md(context.get(), sha256_method()) != 1) return nullptr;
    return context;
}

Result<Bytes> KeyOperation::sign_sm2(BytesView message) const {
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
    std::size_t length = signature.size();
    if (EVP_DigestSignInit(context.get(), &options, sm3_method(), nullptr, key_.get()) != 1 ||
        EVP_PKEY_CTX_set1_id(options, sm2_default_id.data(), sm2_default_id.size()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size()) !=
            1) {
        return Error(ErrorCode::signature_failed, drain_openssl_errors());
    }
    signature.resize(length);
    return signature;
}

bool KeyOperation::verify_sm2(BytesView message, BytesView signature) const {
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    return EVP_DigestVerifyInit(context.get(), &options, sm3_method(), nullptr, key_.get()) == 1 &&
           EVP_PKEY_CTX_set1_id(options, sm2_default_id.data(), sm2_default_id.size()) == 1 &&
           EVP_DigestVerify(
               context.get(), signature.data(), signature.size(), message.data(), message.size()) ==
               1;
}

}  // namespace yinxin::crypto
