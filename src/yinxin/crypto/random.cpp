// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/random.hpp"

#include <stdexcept>

#include <climits>
#include <openssl/rand.h>

namespace yinxin::crypto {

void fill_random(std::span<std::uint8_t> target) {
    if (target.size() > INT_MAX ||
        RAND_bytes(target.data(), static_cast<int>(target.size())) != 1) {
        throw std::runtime_error("the random generator failed");
    }
}

Bytes random_bytes(std::size_t count) {
    Bytes bytes(count);
    fill_random(bytes);
    return bytes;
}

std::string random_token(std::size_t byte_count) {
    return to_base64url(random_bytes(byte_count));
}

std::uint32_t random_below(std::uint32_t bound) {
    if (bound == 0) throw std::invalid_argument("nothing is below zero");
    // Values from the incomplete last round of `bound` would favour small results: draw again.
    const std::uint32_t skewed = (0U - bound) % bound;
    while (true) {
        std::uint32_t value = 0;
        fill_random({reinterpret_cast<std::uint8_t*>(&value), sizeof value});
        if (value >= skewed) return value % bound;
    }
}

std::string random_text(std::string_view alphabet, std::size_t length) {
    std::string text;
    text.reserve(length);
    while (text.size() < length) {
        text += alphabet[random_below(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return text;
}

std::string random_digits(std::size_t length) {
    return random_text("0123456789", length);
}

}  // namespace yinxin::crypto
