// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/number_classes.hpp"

#include "yinxin/crypto/random.hpp"

#include <algorithm>
#include <stdexcept>

#include <sodium.h>

namespace yinxin::crypto {

NumberClasses::NumberClasses(const Secret& key) {
    static_assert(std::tuple_size_v<decltype(key_)> == crypto_shorthash_KEYBYTES);
    const BytesView bytes = key.expose_bytes();
    if (bytes.size() < 2 * key_.size()) throw std::invalid_argument("a key of 32 bytes is needed");
    std::copy_n(bytes.begin(), key_.size(), key_.begin());
}

std::int64_t NumberClasses::of(std::uint64_t number) const {
    std::array<std::uint8_t, sizeof number> text{};
    for (std::uint8_t& byte : text) {
        byte = static_cast<std::uint8_t>(number);
        number >>= 8;
    }
    std::array<std::uint8_t, crypto_shorthash_BYTES> hash{};
    crypto_shorthash(hash.data(), text.data(), text.size(), key_.data());
    return hash.front() % count;
}

std::uint64_t NumberClasses::draw(std::int64_t generation, std::uint64_t range) const {
    std::array<std::uint8_t, 8> random{};
    fill_random(random);
    std::uint64_t number = 0;
    for (const std::uint8_t byte : random) {
        number = (number << 8) | byte;
    }
    // From a random place to the next number of the class: as even as the hash is.
    for (number %= range; of(number) != generation % count;) {
        number = (number + 1) % range;
    }
    return number;
}

}  // namespace yinxin::crypto
