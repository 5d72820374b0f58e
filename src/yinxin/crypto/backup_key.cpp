// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/backup_key.hpp"

#include "yinxin/crypto/openssl_handles.hpp"

#include <array>
#include <optional>

#include <climits>
#include <openssl/pem.h>
#include <sodium.h>

namespace yinxin::crypto {
namespace {

using RawKey = std::array<std::uint8_t, crypto_box_PUBLICKEYBYTES>;
static_assert(crypto_box_PUBLICKEYBYTES == crypto_box_SECRETKEYBYTES);

constexpr std::size_t key_size = 32;

Error refused() {
    return Error(ErrorCode::key_unavailable, "backup key: " + drain_openssl_errors());
}

Error not_opened() {
    ERR_clear_error();
    return Error(ErrorCode::unsealing_failed, "sealed for another backup key, or altered");
}

std::optional<Suite> suite_of(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "X25519") == 1) return Suite::international;
    if (EVP_PKEY_is_a(key, "SM2") == 1) return Suite::national;
    return std::nullopt;
}

std::shared_ptr<EVP_PKEY> shared(EVP_PKEY* key) {
    return {key, [](EVP_PKEY* owned) { EVP_PKEY_free(owned); }};
}

/// The library wants to be asked for the size first.
template <class Operation>
std::optional<Bytes> run(EVP_PKEY_CTX* context, Operation operation, BytesView input) {
    std::size_t size = 0;
    if (operation(context, nullptr, &size, input.data(), input.size()) != 1) return std::nullopt;
    Bytes output(size);
    if (operation(context, output.data(), &size, input.data(), input.size()) != 1) {
        return std::nullopt;
    }
    output.resize(size);
    return output;
}

std::optional<RawKey> raw_public(const EVP_PKEY* key) {
    RawKey raw{};
    std::size_t size = raw.size();
    if (EVP_PKEY_get_raw_public_key(key, raw.data(), &size) != 1 || size != raw.size()) {
        return std::nullopt;
    }
    return raw;
}

Result<Secret> open_box(const EVP_PKEY* key, BytesView sealed) {
    const auto public_part = raw_public(key);
    RawKey private_part{};
    std::size_t size = private_part.size();
    if (!public_part || EVP_PKEY_get_raw_private_key(key, private_part.data(), &size) != 1) {
        return refused();
    }
    std::array<std::uint8_t, key_size> opened{};
    const bool is_whole = sealed.size() == opened.size() + crypto_box_SEALBYTES &&
                          crypto_box_seal_open(opened.data(),
                                               sealed.data(),
                                               sealed.size(),
                                               public_part->data(),
                                               private_part.data()) == 0;
    sodium_memzero(private_part.data(), private_part.size());
    if (!is_whole) return not_opened();
    Secret secret{BytesView(opened)};
    sodium_memzero(opened.data(), opened.size());
    return secret;
}

}  // namespace

Result<BackupRecipient> BackupRecipient::parse(BytesView spki) {
    if (spki.size() > INT_MAX) return Error(ErrorCode::malformed, "public key too long");
    const unsigned char* position = spki.data();
    auto key = shared(d2i_PUBKEY(nullptr, &position, static_cast<long>(spki.size())));
    if (key == nullptr || position != spki.data() + spki.size()) {
        ERR_clear_error();
        return Error(ErrorCode::malformed, "not a public key of a backup");
    }
    const auto suite = suite_of(key.get());
    if (!suite) return Error(ErrorCode::unsupported, "backup keys are X25519 or SM2");
    return BackupRecipient(std::move(key), Bytes(spki.begin(), spki.end()), *suite);
}

Result<Bytes> BackupRecipient::seal(const Secret& key) const {
    const BytesView plain = key.expose_bytes();
    if (plain.size() != key_size) return Error(ErrorCode::invalid_input, "a key of 32 bytes");
    if (suite_ == Suite::national) {
        const KeyContext context(EVP_PKEY_CTX_new(key_.get(), nullptr));
        if (context == nullptr || EVP_PKEY_encrypt_init(context.get()) != 1) return refused();
        auto sealed = run(context.get(), EVP_PKEY_encrypt, plain);
        if (!sealed) return refused();
        return *std::move(sealed);
    }
    const auto raw = raw_public(key_.get());
    Bytes sealed(key_size + crypto_box_SEALBYTES);
    if (!raw || sodium_init() < 0 ||
        crypto_box_seal(sealed.data(), plain.data(), plain.size(), raw->data()) != 0) {
        return refused();
    }
    return sealed;
}

Result<Secret> BackupKey::generate(Suite suite) {
    const KeyHandle key(
        EVP_PKEY_Q_keygen(nullptr, nullptr, suite == Suite::national ? "SM2" : "X25519"));
    const BioHandle sink(BIO_new(BIO_s_secmem()));
    if (key == nullptr || sink == nullptr ||
        PEM_write_bio_PKCS8PrivateKey(
            sink.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return refused();
    }
    char* text = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &text);
    return Secret(std::string(text, static_cast<std::size_t>(length)));
}

Result<BackupKey> BackupKey::parse(const Secret& pem) {
    const BytesView text = pem.expose_bytes();
    if (text.size() > INT_MAX) return Error(ErrorCode::key_unavailable, "backup key too long");
    const BioHandle source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    // An empty pass phrase instead of a question at the terminal.
    char none[] = "";
    auto key = shared(PEM_read_bio_PrivateKey(source.get(), nullptr, nullptr, none));
    if (key == nullptr) return refused();
    const auto suite = suite_of(key.get());
    if (!suite) return Error(ErrorCode::key_unavailable, "backup keys are X25519 or SM2");
    return BackupKey(std::move(key), *suite);
}

Result<BackupRecipient> BackupKey::recipient() const {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key_.get(), &der);
    if (size <= 0) return refused();
    const Bytes spki(der, der + size);
    OPENSSL_free(der);
    return BackupRecipient::parse(spki);
}

Result<Secret> BackupKey::open(BytesView sealed) const {
    if (suite_ == Suite::international) return open_box(key_.get(), sealed);
    const KeyContext context(EVP_PKEY_CTX_new(key_.get(), nullptr));
    if (context == nullptr || EVP_PKEY_decrypt_init(context.get()) != 1) return refused();
    auto opened = run(context.get(), EVP_PKEY_decrypt, sealed);
    if (!opened || opened->size() != key_size) return not_opened();
    Secret secret{BytesView(*opened)};
    OPENSSL_cleanse(opened->data(), opened->size());
    return secret;
}

}  // namespace yinxin::crypto
