// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/mac.hpp"

#include <stdexcept>

#include <climits>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace yinxin::crypto {

Digest32 hmac(DigestAlgorithm algorithm, BytesView key, BytesView message) {
    const EVP_MD* method = algorithm == DigestAlgorithm::sm3 ? EVP_sm3() : EVP_sha256();
    // The library takes a null key for "the key of last time": give it a place even when empty.
    static constexpr std::uint8_t nothing = 0;
    Digest32 mac{};
    unsigned length = 0;
    if (key.size() > INT_MAX || HMAC(method,
                                     key.empty() ? &nothing : key.data(),
                                     static_cast<int>(key.size()),
                                     message.data(),
                                     message.size(),
                                     mac.data(),
                                     &length) == nullptr) {
        throw std::runtime_error("HMAC failed");
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
