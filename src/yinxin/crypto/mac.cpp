// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/mac.hpp"

#include <stdexcept>

#include <climits>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace yinxin::crypto {

Digest32 hmac_sha256(BytesView key, BytesView message) {
    // The library takes a null key for "the key of last time": give it a place even when empty.
    static constexpr std::uint8_t nothing = 0;
    Digest32 mac{};
    unsigned length = 0;
    if (key.size() > INT_MAX || HMAC(EVP_sha256(),
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

bool check_hmac_sha256(BytesView key, BytesView message, BytesView mac) {
    return equal_constant_time(hmac_sha256(key, message), mac);
}

Secret hkdf_sha256(BytesView input_key, BytesView salt, BytesView info, std::size_t length) {
    constexpr std::size_t block = 32;
    if (length == 0 || length > 255 * block) throw std::invalid_argument("HKDF length");
    const Digest32 extracted = hmac_sha256(salt, input_key);
    Bytes output;
    Bytes previous;
    // RFC 5869 section 2.3: T(i) = HMAC(PRK, T(i-1) | info | i)
    for (std::uint8_t counter = 1; output.size() < length; ++counter) {
        Bytes message = previous;
        message.insert(message.end(), info.begin(), info.end());
        message.push_back(counter);
        const Digest32 next = hmac_sha256(extracted, message);
        previous.assign(next.begin(), next.end());
        output.insert(output.end(), next.begin(), next.end());
    }
    const Secret derived(BytesView(output).first(length));
    explicit_bzero(output.data(), output.size());
    explicit_bzero(previous.data(), previous.size());
    return derived;
}

Secret derive_key(const Secret& master, std::string_view purpose) {
    return hkdf_sha256(master.expose_bytes(), as_bytes("yinxin/v1"), as_bytes(purpose), 32);
}

}  // namespace yinxin::crypto
