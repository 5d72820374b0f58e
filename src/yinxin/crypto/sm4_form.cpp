// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/mac.hpp"
#include "yinxin/crypto/openssl_handles.hpp"
#include "yinxin/crypto/sealed_form.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <climits>

namespace yinxin::crypto {
namespace {

constexpr std::size_t cipher_key_size = 16;
constexpr std::size_t mac_key_size = 32;
constexpr std::size_t block_size = 16;

BytesView cipher_key(const Secret& keys) {
    return keys.expose_bytes().first(cipher_key_size);
}
BytesView mac_key(const Secret& keys) {
    return keys.expose_bytes().subspan(cipher_key_size, mac_key_size);
}

const EVP_CIPHER* sm4_ctr() {
    static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr);
    if (method == nullptr) throw std::runtime_error("OpenSSL has no SM4-CTR");
    return method;
}

void require(int outcome) {
    if (outcome != 1) throw std::runtime_error("SM4 failed: " + drain_openssl_errors());
}

/// Counter mode deciphers as it enciphers.
void run_counter(BytesView key, BytesView nonce, BytesView from, std::span<std::uint8_t> to) {
    if (from.size() > INT_MAX) throw std::length_error("value too long to seal");
    std::array<std::uint8_t, block_size> counter{};
    std::ranges::copy(nonce, counter.begin());
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    require(EVP_EncryptInit_ex2(cipher.get(), sm4_ctr(), key.data(), counter.data(), nullptr));
    if (from.empty()) return;
    int count = 0;
    require(EVP_EncryptUpdate(
        cipher.get(), to.data(), &count, from.data(), static_cast<int>(from.size())));
}

std::array<std::uint8_t, sealed_tag_size> tag_of(BytesView key,
                                                 BytesView associated,
                                                 BytesView nonce,
                                                 BytesView body) {
    // The length keeps the end of the associated data from moving into the nonce.
    Bytes message(8);
    for (std::size_t i = 0; i < 8; ++i) {
        message[i] = static_cast<std::uint8_t>(std::uint64_t{associated.size()} >> (56 - 8 * i));
    }
    message.reserve(message.size() + associated.size() + nonce.size() + body.size());
    message.insert(message.end(), associated.begin(), associated.end());
    message.insert(message.end(), nonce.begin(), nonce.end());
    message.insert(message.end(), body.begin(), body.end());
    const Digest32 whole = hmac(DigestAlgorithm::sm3, key, message);
    std::array<std::uint8_t, sealed_tag_size> tag{};
    std::copy_n(whole.begin(), tag.size(), tag.begin());
    return tag;
}

}  // namespace

Secret sm4_working_keys(const Secret& key) {
    return hkdf(DigestAlgorithm::sm3,
                key.expose_bytes(),
                as_bytes("yinxin/v1"),
                as_bytes("sm4-ctr and hmac-sm3"),
                cipher_key_size + mac_key_size);
}

void seal_sm4(const Secret& keys, BytesView associated, BytesView plain, SealedParts parts) {
    run_counter(cipher_key(keys), parts.nonce, plain, parts.body);
    std::ranges::copy(tag_of(mac_key(keys), associated, parts.nonce, parts.body),
                      parts.tag.begin());
}

bool open_sm4(const Secret& keys,
              BytesView associated,
              ReceivedParts parts,
              std::span<std::uint8_t> plain) {
    const auto tag = tag_of(mac_key(keys), associated, parts.nonce, parts.body);
    if (!equal_constant_time(tag, parts.tag)) return false;
    run_counter(cipher_key(keys), parts.nonce, parts.body, plain);
    return true;
}

}  // namespace yinxin::crypto
