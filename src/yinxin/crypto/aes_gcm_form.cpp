// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/openssl_handles.hpp"
#include "yinxin/crypto/sealed_form.hpp"

#include <stdexcept>

#include <climits>

namespace yinxin::crypto {
namespace {

const EVP_CIPHER* aes_256_gcm() {
    static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    if (method == nullptr) throw std::runtime_error("OpenSSL has no AES-256-GCM");
    return method;
}

int length_of(BytesView bytes) {
    if (bytes.size() > INT_MAX) throw std::length_error("value too long to seal");
    return static_cast<int>(bytes.size());
}

void require(int outcome) {
    if (outcome != 1) throw std::runtime_error("AES-GCM failed: " + drain_openssl_errors());
}

}  // namespace

void seal_aes_gcm(const Secret& key, BytesView associated, BytesView plain, SealedParts parts) {
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    int count = 0;
    require(EVP_EncryptInit_ex2(
        cipher.get(), aes_256_gcm(), key.expose_bytes().data(), parts.nonce.data(), nullptr));
    require(
        EVP_EncryptUpdate(cipher.get(), nullptr, &count, associated.data(), length_of(associated)));
    if (!plain.empty()) {
        require(EVP_EncryptUpdate(
            cipher.get(), parts.body.data(), &count, plain.data(), length_of(plain)));
    }
    // Counter mode leaves nothing for the end.
    std::uint8_t rest = 0;
    require(EVP_EncryptFinal_ex(cipher.get(), &rest, &count));
    require(EVP_CIPHER_CTX_ctrl(
        cipher.get(), EVP_CTRL_AEAD_GET_TAG, sealed_tag_size, parts.tag.data()));
}

bool open_aes_gcm(const Secret& key,
                  BytesView associated,
                  ReceivedParts parts,
                  std::span<std::uint8_t> plain) {
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    int count = 0;
    require(EVP_DecryptInit_ex2(
        cipher.get(), aes_256_gcm(), key.expose_bytes().data(), parts.nonce.data(), nullptr));
    require(
        EVP_DecryptUpdate(cipher.get(), nullptr, &count, associated.data(), length_of(associated)));
    if (!plain.empty()) {
        require(EVP_DecryptUpdate(
            cipher.get(), plain.data(), &count, parts.body.data(), length_of(parts.body)));
    }
    Bytes tag(parts.tag.begin(), parts.tag.end());
    require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, sealed_tag_size, tag.data()));
    std::uint8_t rest = 0;
    if (EVP_DecryptFinal_ex(cipher.get(), &rest, &count) == 1) return true;
    ERR_clear_error();
    return false;
}

}  // namespace yinxin::crypto
