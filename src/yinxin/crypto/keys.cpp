// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/keys.hpp"

#include "yinxin/crypto/openssl_handles.hpp"
#include "yinxin/crypto/private_file.hpp"

#include <openssl/pem.h>

namespace yinxin::crypto {
namespace {

KeyHandle generate(KeyKind kind) {
    switch (kind) {
        case KeyKind::p256:
            return KeyHandle(EVP_EC_gen("P-256"));
        case KeyKind::rsa3072:
            return KeyHandle(EVP_RSA_gen(3072));
        case KeyKind::sm2:
            return KeyHandle(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"));
    }
    return nullptr;
}

}  // namespace

Result<Secret> generate_key(KeyKind kind) {
    const KeyHandle key = generate(kind);
    const BioHandle sink(BIO_new(BIO_s_secmem()));
    if (key == nullptr || sink == nullptr ||
        PEM_write_bio_PKCS8PrivateKey(
            sink.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return Error(ErrorCode::key_unavailable, drain_openssl_errors());
    }
    char* text = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &text);
    return Secret(std::string(text, static_cast<std::size_t>(length)));
}

Result<void> generate_key_file(const std::filesystem::path& path, KeyKind kind) {
    YX_TRY(const Secret pem, generate_key(kind));
    return create_private_file(path, pem);
}

}  // namespace yinxin::crypto
