// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/qr_codewords.hpp"

#include <algorithm>
#include <array>

namespace yinxin::documents::qr {
namespace {

/// ISO/IEC 18004, table 9, error correction level M.
struct Capacity {
    int codewords;   ///< all
    int correction;  ///< error correction codewords in each block
    int blocks;
};

constexpr std::array<Capacity, largest_version + 1> capacities{{
    {0, 0, 0},     {26, 10, 1},   {44, 16, 1},    {70, 26, 1},   {100, 18, 2},  {134, 24, 2},
    {172, 16, 4},  {196, 18, 4},  {242, 22, 4},   {292, 22, 5},  {346, 26, 5},  {404, 30, 5},
    {466, 22, 8},  {532, 22, 9},  {581, 24, 9},   {655, 24, 10}, {733, 28, 10}, {815, 28, 11},
    {901, 26, 13}, {991, 26, 14}, {1085, 26, 16},
}};

constexpr int data_codewords(int version) {
    const Capacity& capacity = capacities[static_cast<std::size_t>(version)];
    return capacity.codewords - capacity.correction * capacity.blocks;
}

/// Mode and length stand before the text.
constexpr int header_bits(int version) {
    return 4 + (version < 10 ? 8 : 16);
}

/// GF(256) with x^8 + x^4 + x^3 + x^2 + 1.
struct Field {
    std::array<std::uint8_t, 512> power{};
    std::array<std::uint8_t, 256> logarithm{};

    constexpr Field() {
        unsigned value = 1;
        for (unsigned i = 0; i < 255; ++i) {
            power[i] = power[i + 255] = static_cast<std::uint8_t>(value);
            logarithm[value] = static_cast<std::uint8_t>(i);
            value <<= 1;
            if (value > 255) value ^= 0x11D;
        }
    }
    [[nodiscard]] constexpr std::uint8_t times(std::uint8_t a, std::uint8_t b) const {
        return a == 0 || b == 0 ? 0 : power[logarithm[a] + logarithm[b]];
    }
};

constexpr Field field;
constexpr std::size_t most_correction = 30;

/// Product of (x - 2^i); the leading coefficient is 1 and left out. Highest power first.
std::array<std::uint8_t, most_correction> make_generator(int degree) {
    std::array<std::uint8_t, most_correction> polynomial{};
    const auto count = static_cast<std::size_t>(degree);
    polynomial[count - 1] = 1;
    for (std::size_t root = 0; root < count; ++root) {
        for (std::size_t i = 0; i < count; ++i) {
            polynomial[i] = field.times(polynomial[i], field.power[root]);
            if (i + 1 < count) polynomial[i] ^= polynomial[i + 1];
        }
    }
    return polynomial;
}

/// Remainder of the block divided by the generator.
void append_correction(const std::uint8_t* block,
                       int length,
                       const std::array<std::uint8_t, most_correction>& generator,
                       int degree,
                       std::vector<std::uint8_t>& out) {
    std::array<std::uint8_t, most_correction + 1> rest{};
    const auto count = static_cast<std::size_t>(degree);
    for (int i = 0; i < length; ++i) {
        const auto factor = static_cast<std::uint8_t>(block[i] ^ rest[0]);
        for (std::size_t k = 0; k < count; ++k) {
            rest[k] = static_cast<std::uint8_t>(rest[k + 1] ^ field.times(generator[k], factor));
        }
    }
    out.insert(out.end(), rest.begin(), rest.begin() + degree);
}

/// Mode 0100, length, text, terminator and the two padding bytes in turn.
std::vector<std::uint8_t> make_data(std::string_view text, int version) {
    const auto wanted = static_cast<std::size_t>(data_codewords(version));
    std::vector<std::uint8_t> data;
    data.reserve(wanted);
    unsigned pending = 0;
    int bits = 0;
    const auto put = [&](unsigned value, int width) {
        pending = pending << width | value;
        bits += width;
        while (bits >= 8) {
            bits -= 8;
            data.push_back(static_cast<std::uint8_t>(pending >> bits));
            pending &= (1U << bits) - 1;
        }
    };
    put(4, 4);
    put(static_cast<unsigned>(text.size()), header_bits(version) - 4);
    for (const char c : text)
        put(static_cast<unsigned char>(c), 8);
    put(0, 4);  // the header's four odd bits and the terminator make whole bytes
    for (std::uint8_t padding = 0xEC; data.size() < wanted; padding ^= 0xEC ^ 0x11) {
        data.push_back(padding);
    }
    return data;
}

}  // namespace

int version_for(std::size_t bytes) noexcept {
    for (int version = 1; version <= largest_version; ++version) {
        const auto room =
            static_cast<std::size_t>(8 * data_codewords(version) - header_bits(version));
        if (8 * bytes <= room) return version;
    }
    return 0;
}

std::vector<std::uint8_t> make_codewords(std::string_view text, int version) {
    const Capacity& capacity = capacities[static_cast<std::size_t>(version)];
    const std::vector<std::uint8_t> data = make_data(text, version);
    const auto generator = make_generator(capacity.correction);
    const int shorter = data_codewords(version) / capacity.blocks;
    const int short_blocks = capacity.blocks - data_codewords(version) % capacity.blocks;
    std::vector<std::uint8_t> correction;
    std::vector<const std::uint8_t*> starts;
    const std::uint8_t* at = data.data();
    for (int block = 0; block < capacity.blocks; ++block) {
        const int length = shorter + (block < short_blocks ? 0 : 1);
        starts.push_back(at);
        append_correction(at, length, generator, capacity.correction, correction);
        at += length;
    }
    std::vector<std::uint8_t> out;
    out.reserve(static_cast<std::size_t>(capacity.codewords));
    for (int i = 0; i <= shorter; ++i) {
        for (int block = i < shorter ? 0 : short_blocks; block < capacity.blocks; ++block) {
            out.push_back(starts[static_cast<std::size_t>(block)][i]);
        }
    }
    for (int i = 0; i < capacity.correction; ++i) {
        for (int block = 0; block < capacity.blocks; ++block) {
            out.push_back(correction[static_cast<std::size_t>(block * capacity.correction + i)]);
        }
    }
    return out;
}

}  // namespace yinxin::documents::qr
