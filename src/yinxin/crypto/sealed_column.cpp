// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/sealed_column.hpp"

#include "yinxin/crypto/openssl_handles.hpp"
#include "yinxin/crypto/random.hpp"

#include <algorithm>
#include <stdexcept>

#include <climits>

namespace yinxin::crypto {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t header_size = 5;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

const EVP_CIPHER* aes_256_gcm() {
    static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    if (method == nullptr) throw std::runtime_error("OpenSSL has no AES-256-GCM");
    return method;
}

/// Header and context are authenticated, so neither a value nor its key id can be moved.
Bytes associated_data(BytesView header, std::string_view context) {
    Bytes data(header.begin(), header.end());
    const BytesView text = as_bytes(context);
    data.insert(data.end(), text.begin(), text.end());
    return data;
}

int length_of(BytesView bytes) {
    if (bytes.size() > INT_MAX) throw std::length_error("value too long to seal");
    return static_cast<int>(bytes.size());
}

void require(int outcome) {
    if (outcome != 1) throw std::runtime_error("AES-GCM failed: " + drain_openssl_errors());
}

Error unsealing_failed(std::string detail) {
    return Error(ErrorCode::unsealing_failed, std::move(detail));
}

}  // namespace

Result<KeyRing> KeyRing::create(std::vector<ColumnKey> keys) {
    std::ranges::sort(keys, {}, &ColumnKey::id);
    if (keys.empty()) return Error(ErrorCode::invalid_input, "key ring without a key");
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].id == 0 || (i > 0 && keys[i].id == keys[i - 1].id)) {
            return Error(ErrorCode::invalid_input, "column key id is zero or used twice");
        }
        if (keys[i].key.expose().size() != 32) {
            return Error(ErrorCode::invalid_input, "column key is not 32 bytes");
        }
    }
    return KeyRing(std::move(keys));
}

Bytes KeyRing::seal(std::string_view context, BytesView plain) const {
    const ColumnKey& key = keys_.back();
    Bytes sealed(plain.size() + overhead);
    sealed[0] = version;
    for (int i = 0; i < 4; ++i) {
        sealed[static_cast<std::size_t>(i) + 1] = static_cast<std::uint8_t>(key.id >> (24 - 8 * i));
    }
    const std::span<std::uint8_t> nonce(sealed.data() + header_size, nonce_size);
    fill_random(nonce);
    std::uint8_t* body = nonce.data() + nonce_size;
    const Bytes aad = associated_data(BytesView(sealed).first(header_size), context);

    const CipherContext cipher(EVP_CIPHER_CTX_new());
    int count = 0;
    require(EVP_EncryptInit_ex2(
        cipher.get(), aes_256_gcm(), key.key.expose_bytes().data(), nonce.data(), nullptr));
    require(EVP_EncryptUpdate(cipher.get(), nullptr, &count, aad.data(), length_of(aad)));
    if (!plain.empty()) {
        require(EVP_EncryptUpdate(cipher.get(), body, &count, plain.data(), length_of(plain)));
    }
    require(EVP_EncryptFinal_ex(cipher.get(), body + plain.size(), &count));
    require(
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, body + plain.size()));
    return sealed;
}

Result<Bytes> KeyRing::open(std::string_view context, BytesView sealed) const {
    YX_TRY(const std::uint32_t id, key_id_of(sealed));
    const auto key = std::ranges::find(keys_, id, &ColumnKey::id);
    if (key == keys_.end()) return unsealing_failed("no column key " + std::to_string(id));
    const BytesView nonce = sealed.subspan(header_size, nonce_size);
    const BytesView body = sealed.subspan(header_size + nonce_size, sealed.size() - overhead);
    Bytes tag(sealed.end() - tag_size, sealed.end());
    const Bytes aad = associated_data(sealed.first(header_size), context);

    Bytes plain(body.size());
    const CipherContext cipher(EVP_CIPHER_CTX_new());
    int count = 0;
    require(EVP_DecryptInit_ex2(
        cipher.get(), aes_256_gcm(), key->key.expose_bytes().data(), nonce.data(), nullptr));
    require(EVP_DecryptUpdate(cipher.get(), nullptr, &count, aad.data(), length_of(aad)));
    if (!body.empty()) {
        require(
            EVP_DecryptUpdate(cipher.get(), plain.data(), &count, body.data(), length_of(body)));
    }
    require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()));
    std::uint8_t rest = 0;
    if (EVP_DecryptFinal_ex(cipher.get(), &rest, &count) != 1) {
        ERR_clear_error();
        if (!plain.empty()) explicit_bzero(plain.data(), plain.size());
        return unsealing_failed("altered, or sealed for another place");
    }
    return plain;
}

Result<std::string> KeyRing::open_text(std::string_view context, BytesView sealed) const {
    YX_TRY(const Bytes plain, open(context, sealed));
    return std::string(as_text(plain));
}

std::uint32_t KeyRing::newest_id() const noexcept {
    return keys_.back().id;
}

Result<std::uint32_t> KeyRing::key_id_of(BytesView sealed) {
    if (sealed.size() < overhead || sealed[0] != version) {
        return unsealing_failed("not a sealed value");
    }
    std::uint32_t id = 0;
    for (std::size_t i = 1; i < header_size; ++i) {
        id = (id << 8) | sealed[i];
    }
    return id;
}

}  // namespace yinxin::crypto
