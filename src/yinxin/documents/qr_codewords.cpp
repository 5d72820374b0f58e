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

/// ISO/IEC 18004, table 5: these take 11 bits a pair.
constexpr std::string_view alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

enum class Mode : unsigned { alphanumeric = 2, bytes = 4 };

Mode mode_of(std::string_view text) noexcept {
    const bool is_plain = text.find_first_not_of(alphanumeric) == std::string_view::npos;
    return is_plain ? Mode::alphanumeric : Mode::bytes;
}

/// Width of the length that stands before the text (table 3).
constexpr int length_bits(Mode mode, int version) {
    if (mode == Mode::alphanumeric) return version < 10 ? 9 : 11;
    return version < 10 ? 8 : 16;
}

/// Mode, length and text.
std::size_t bits_of(std::string_view text, Mode mode, int version) {
    const auto header = static_cast<std::size_t>(4 + length_bits(mode, version));
    if (mode == Mode::bytes) return header + 8 * text.size();
    return header + 11 * (text.size() / 2) + 6 * (text.size() % 2);
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

/// Bits, highest first.
class BitRow {
  public:
    void put(std::size_t value, int width) {
        for (int bit = width - 1; bit >= 0; --bit) {
            if (bits_ % 8 == 0) bytes_.push_back(0);
            if ((value >> bit & 1U) != 0)
                bytes_.back() |= static_cast<std::uint8_t>(128 >> bits_ % 8);
            ++bits_;
        }
    }
    [[nodiscard]] std::size_t bits() const noexcept { return bits_; }
    [[nodiscard]] std::vector<std::uint8_t>& bytes() noexcept { return bytes_; }

  private:
    std::vector<std::uint8_t> bytes_;
    std::size_t bits_ = 0;
};

void put_text(BitRow& row, std::string_view text, Mode mode) {
    if (mode == Mode::bytes) {
        for (const char c : text)
            row.put(static_cast<unsigned char>(c), 8);
        return;
    }
    for (std::size_t at = 0; at < text.size(); at += 2) {
        const std::size_t first = alphanumeric.find(text[at]);
        const bool is_pair = at + 1 < text.size();
        row.put(is_pair ? first * 45 + alphanumeric.find(text[at + 1]) : first, is_pair ? 11 : 6);
    }
}

/// Mode, length, text, terminator and the two padding bytes in turn.
std::vector<std::uint8_t> make_data(std::string_view text, int version) {
    const auto wanted = static_cast<std::size_t>(data_codewords(version));
    const Mode mode = mode_of(text);
    BitRow row;
    row.put(static_cast<std::size_t>(mode), 4);
    row.put(text.size(), length_bits(mode, version));
    put_text(row, text, mode);
    row.put(0, static_cast<int>(std::min<std::size_t>(4, 8 * wanted - row.bits())));
    std::vector<std::uint8_t> data = std::move(row.bytes());
    for (std::uint8_t padding = 0xEC; data.size() < wanted; padding ^= 0xEC ^ 0x11) {
        data.push_back(padding);
    }
    return data;
}

}  // namespace

int version_for(std::string_view text) noexcept {
    const Mode mode = mode_of(text);
    for (int version = 1; version <= largest_version; ++version) {
        const auto room = static_cast<std::size_t>(8 * data_codewords(version));
        if (bits_of(text, mode, version) <= room) return version;
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
