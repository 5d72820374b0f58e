// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/mac.hpp"

#include "yinxin/crypto/openssl_handles.hpp"

#include <stdexcept>

#include <openssl/core_names.h>

namespace yinxin::crypto {
namespace {

using MacContext = Handle<EVP_MAC_CTX, EVP_MAC_CTX_free>;

/// A context that knows its digest and gets a key each time: looking both up anew, as the library's
/// one-shot call does, costs more than the hash of a short message.
MacContext make_context(const char* digest) {
    static EVP_MAC* const method = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    MacContext context(method != nullptr ? EVP_MAC_CTX_new(method) : nullptr);
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest), 0),
        OSSL_PARAM_construct_end()};
    if (!context || EVP_MAC_CTX_set_params(context.get(), parameters) != 1) {
        throw std::runtime_error("HMAC: " + drain_openssl_errors());
    }
    return context;
}

EVP_MAC_CTX* context_of(DigestAlgorithm algorithm) {
    if (algorithm == DigestAlgorithm::sm3) {
        thread_local const MacContext sm3 = make_context("SM3");
        return sm3.get();
    }
    thread_local const MacContext sha256 = make_context("SHA256");
    return sha256.get();
}

}  // namespace

Digest32 hmac(DigestAlgorithm algorithm, BytesView key, BytesView message) {
    // The library takes a null key for "the key of last time": give it a place even when empty.
    static constexpr std::uint8_t nothing = 0;
    EVP_MAC_CTX* context = context_of(algorithm);
    Digest32 mac{};
    std::size_t length = 0;
    if (EVP_MAC_init(context, key.empty() ? &nothing : key.data(), key.size(), nullptr) != 1 ||
        EVP_MAC_update(context, message.data(), message.size()) != 1 ||
        EVP_MAC_final(context, mac.data(), &length, mac.size()) != 1 || length != mac.size()) {
        throw std::runtime_error("HMAC: " + drain_openssl_errors());
    }
    return mac;
}

Secret hkdf(DigestAlgorithm algorithm,
            BytesView input_key,
            BytesView salt,
            BytesView info,
            std::size_t length) {
    constexpr std::size_t block = 32;
    if (length == 0 || length > 255 * block) throw std::invalid_argument("HKDF length");
    const Digest32 extracted = hmac(algorithm, salt, input_key);
    Bytes output;
    Bytes previous;
    // RFC 5869 section 2.3: T(i) = HMAC(PRK, T(i-1) | info | i)
    for (std::uint8_t counter = 1; output.size() < length; ++counter) {
        Bytes message = previous;
        message.insert(message.end(), info.begin(), info.end());
        message.push_back(counter);
        const Digest32 next = hmac(algorithm, extracted, message);
        previous.assign(next.begin(), next.end());
        output.insert(output.end(), next.begin(), next.end());
    }
    const Secret derived(BytesView(output).first(length));
    explicit_bzero(output.data(), output.size());
    explicit_bzero(previous.data(), previous.size());
    return derived;
}

}  // namespace yinxin::crypto
