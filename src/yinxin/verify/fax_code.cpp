// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/fax_code.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace yinxin::verify {
namespace {

// Runs of one colour, ITU-T T.4, tables 2 and 3: 0 to 63, then 64, 128, … 1728; table 3b for both
// colours: 1792, 1856, … 2560.
constexpr std::array<std::string_view, 91> white_runs{
    "00110101",  "000111",    "0111",      "1000",      "1011",      "1100",      "1110",
    "1111",      "10011",     "10100",     "00111",     "01000",     "001000",    "000011",
    "110100",    "110101",    "101010",    "101011",    "0100111",   "0001100",   "0001000",
    "0010111",   "0000011",   "0000100",   "0101000",   "0101011",   "0010011",   "0100100",
    "0011000",   "00000010",  "00000011",  "00011010",  "00011011",  "00010010",  "00010011",
    "00010100",  "00010101",  "00010110",  "00010111",  "00101000",  "00101001",  "00101010",
    "00101011",  "00101100",  "00101101",  "00000100",  "00000101",  "00001010",  "00001011",
    "01010010",  "01010011",  "01010100",  "01010101",  "00100100",  "00100101",  "01011000",
    "01011001",  "01011010",  "01011011",  "01001010",  "01001011",  "00110010",  "00110011",
    "00110100",  "11011",     "10010",     "010111",    "0110111",   "00110110",  "00110111",
    "01100100",  "01100101",  "01101000",  "01100111",  "011001100", "011001101", "011010010",
    "011010011", "011010100", "011010101", "011010110", "011010111", "011011000", "011011001",
    "011011010", "011011011", "010011000", "010011001", "010011010", "011000",    "010011011"};
constexpr std::array<std::string_view, 91> black_runs{"0000110111",
                                                      "010",
                                                      "11",
                                                      "10",
                                                      "011",
                                                      "0011",
                                                      "0010",
                                                      "00011",
                                                      "000101",
                                                      "000100",
                                                      "0000100",
                                                      "0000101",
                                                      "0000111",
                                                      "00000100",
                                                      "00000111",
                                                      "000011000",
                                                      "0000010111",
                                                      "0000011000",
                                                      "0000001000",
                                                      "00001100111",
                                                      "00001101000",
                                                      "00001101100",
                                                      "00000110111",
                                                      "00000101000",
                                                      "00000010111",
                                                      "00000011000",
                                                      "000011001010",
                                                      "000011001011",
                                                      "000011001100",
                                                      "000011001101",
                                                      "000001101000",
                                                      "000001101001",
                                                      "000001101010",
                                                      "000001101011",
                                                      "000011010010",
                                                      "000011010011",
                                                      "000011010100",
                                                      "000011010101",
                                                      "000011010110",
                                                      "000011010111",
                                                      "000001101100",
                                                      "000001101101",
                                                      "000011011010",
                                                      "000011011011",
                                                      "000001010100",
                                                      "000001010101",
                                                      "000001010110",
                                                      "000001010111",
                                                      "000001100100",
                                                      "000001100101",
                                                      "000001010010",
                                                      "000001010011",
                                                      "000000100100",
                                                      "000000110111",
                                                      "000000111000",
                                                      "000000100111",
                                                      "000000101000",
                                                      "000001011000",
                                                      "000001011001",
                                                      "000000101011",
                                                      "000000101100",
                                                      "000001011010",
                                                      "000001100110",
                                                      "000001100111",
                                                      "0000001111",
                                                      "000011001000",
                                                      "000011001001",
                                                      "000001011011",
                                                      "000000110011",
                                                      "000000110100",
                                                      "000000110101",
                                                      "0000001101100",
                                                      "0000001101101",
                                                      "0000001001010",
                                                      "0000001001011",
                                                      "0000001001100",
                                                      "0000001001101",
                                                      "0000001110010",
                                                      "0000001110011",
                                                      "0000001110100",
                                                      "0000001110101",
                                                      "0000001110110",
                                                      "0000001110111",
                                                      "0000001010010",
                                                      "0000001010011",
                                                      "0000001010100",
                                                      "0000001010101",
                                                      "0000001011010",
                                                      "0000001011011",
                                                      "0000001100100",
                                                      "0000001100101"};
constexpr std::array<std::string_view, 13> long_runs{"00000001000",
                                                     "00000001100",
                                                     "00000001101",
                                                     "000000010010",
                                                     "000000010011",
                                                     "000000010100",
                                                     "000000010101",
                                                     "000000010110",
                                                     "000000010111",
                                                     "000000011100",
                                                     "000000011101",
                                                     "000000011110",
                                                     "000000011111"};

// How a change of colour stands to the row above, ITU-T T.4, table 4.
constexpr int pass = 100;
constexpr int horizontal = 101;
struct Mode {
    std::string_view code;
    int meaning;  ///< pass, horizontal, or how far right of the change above
};
constexpr std::array modes{Mode{"1", 0},
                           Mode{"011", 1},
                           Mode{"000011", 2},
                           Mode{"0000011", 3},
                           Mode{"010", -1},
                           Mode{"000010", -2},
                           Mode{"0000010", -3},
                           Mode{"0001", pass},
                           Mode{"001", horizontal}};

constexpr std::size_t longest_code = 13;
constexpr std::int16_t no_code = -1000;

/// What the bits read so far mean, behind a leading one that marks their number.
class CodeTable {
  public:
    CodeTable() { meanings_.fill(no_code); }
    void add(std::string_view code, int meaning) {
        std::size_t at = 1;
        for (const char bit : code)
            at = at << 1U | static_cast<std::size_t>(bit == '1');
        meanings_.at(at) = static_cast<std::int16_t>(meaning);
    }
    [[nodiscard]] int operator[](std::size_t bits) const { return meanings_.at(bits); }

  private:
    std::array<std::int16_t, std::size_t{2} << longest_code> meanings_{};
};

int length_of_run(std::size_t index) {
    return static_cast<int>(index < 64 ? index : (index - 63) * 64);
}

CodeTable table_of(const std::array<std::string_view, 91>& runs) {
    CodeTable table;
    for (std::size_t i = 0; i < runs.size(); ++i)
        table.add(runs[i], length_of_run(i));
    for (std::size_t i = 0; i < long_runs.size(); ++i)
        table.add(long_runs[i], length_of_run(runs.size() + i));
    return table;
}

CodeTable table_of_modes() {
    CodeTable table;
    for (const Mode& mode : modes)
        table.add(mode.code, mode.meaning);
    return table;
}

class Bits {
  public:
    explicit Bits(BytesView bytes) : bytes_(bytes) {}
    /// The meaning of the next code; nothing for one that is none, or at the end.
    std::optional<int> next(const CodeTable& table) {
        std::size_t code = 1;
        for (std::size_t length = 0; length < longest_code; ++length) {
            if (at_ / 8 >= bytes_.size()) return std::nullopt;
            const unsigned bit = bytes_[at_ / 8] >> (7U - at_ % 8) & 1U;
            ++at_;
            code = code << 1U | bit;
            if (const int meaning = table[code]; meaning != no_code) return meaning;
        }
        return std::nullopt;
    }
    void align() { at_ = (at_ + 7) / 8 * 8; }

  private:
    BytesView bytes_;
    std::size_t at_ = 0;
};

/// Where the colour changes in a row, the first time to black; past the last one the row ends.
using Changes = std::vector<std::size_t>;

class FaxReader {
  public:
    FaxReader(BytesView packed, std::size_t columns) : bits_(packed), columns_(columns) {}

    /// @return false  no further row: the end, or a fault.
    bool read_row(Changes& row, const Changes& above) {
        row.clear();
        std::size_t at = 0;
        bool is_black = false;
        bool is_at_start = true;
        while (at < columns_) {
            const auto mode = bits_.next(modes_);
            if (!mode) return false;
            if (*mode == horizontal) {
                if (!add_runs(row, at, is_black)) return false;
                is_at_start = false;
                continue;
            }
            const auto [first, second] = changes_above(above, at, is_black, is_at_start);
            is_at_start = false;
            if (*mode == pass) {
                at = second;
                continue;
            }
            const auto moved = static_cast<std::ptrdiff_t>(first) + *mode;
            const bool is_inside = moved >= static_cast<std::ptrdiff_t>(at) &&
                                   moved <= static_cast<std::ptrdiff_t>(columns_);
            if (!is_inside) return false;
            at = static_cast<std::size_t>(moved);
            row.push_back(at);
            is_black = !is_black;
        }
        return true;
    }
    void align() { bits_.align(); }

  private:
    /// Length of a run: codes of 64 and more until one below.
    std::optional<std::size_t> run(bool is_black) {
        std::size_t length = 0;
        for (;;) {
            const auto part = bits_.next(is_black ? black_ : white_);
            if (!part) return std::nullopt;
            length += static_cast<std::size_t>(*part);
            if (*part < 64) return length;
            if (length > columns_) return std::nullopt;
        }
    }
    bool add_runs(Changes& row, std::size_t& at, bool is_black) {
        for (const bool colour : {is_black, !is_black}) {
            const auto length = run(colour);
            if (!length || *length > columns_ - at) return false;
            at += *length;
            row.push_back(at);
        }
        return true;
    }
    /// The first change above to the other colour, right of where we are, and the one after it.
    [[nodiscard]] std::pair<std::size_t, std::size_t> changes_above(const Changes& above,
                                                                    std::size_t at,
                                                                    bool is_black,
                                                                    bool is_at_start) const {
        // Before the first pixel a change of the very first one counts too.
        auto next =
            is_at_start ? std::ranges::lower_bound(above, at) : std::ranges::upper_bound(above, at);
        const auto index = [&] { return static_cast<std::size_t>(next - above.begin()); };
        // Even changes are to black, odd ones to white.
        if (next != above.end() && (index() % 2 == 1) != is_black) ++next;
        const std::size_t first = next == above.end() ? columns_ : *next;
        if (next != above.end()) ++next;
        return {first, next == above.end() ? columns_ : *next};
    }

    inline static const CodeTable white_ = table_of(white_runs);
    inline static const CodeTable black_ = table_of(black_runs);
    inline static const CodeTable modes_ = table_of_modes();
    Bits bits_;
    std::size_t columns_;
};

/// Sets the black pixels of a row of zeros.
void paint(std::uint8_t* row, const Changes& changes, std::size_t columns) {
    for (std::size_t i = 0; i < changes.size(); i += 2) {
        const std::size_t end = i + 1 < changes.size() ? changes[i + 1] : columns;
        for (std::size_t x = changes[i]; x < end; ++x)
            row[x / 8] = static_cast<std::uint8_t>(row[x / 8] | 0x80U >> (x % 8));
    }
}

}  // namespace

std::optional<Bytes> unpack_fax(BytesView packed, const FaxShape& shape) {
    if (shape.columns == 0 || shape.rows == 0) return std::nullopt;
    const std::size_t row_bytes = (shape.columns + 7) / 8;
    Bytes unpacked(row_bytes * shape.rows, 0);
    FaxReader reader(packed, shape.columns);
    Changes row;
    Changes above;
    for (std::size_t y = 0; y < shape.rows; ++y) {
        if (shape.is_byte_aligned) reader.align();
        if (!reader.read_row(row, above)) {
            if (y == 0) return std::nullopt;
            break;
        }
        paint(unpacked.data() + y * row_bytes, row, shape.columns);
        std::swap(row, above);
    }
    if (!shape.is_black_one) {
        for (std::uint8_t& byte : unpacked)
            byte = static_cast<std::uint8_t>(~byte);
    }
    return unpacked;
}

}  // namespace yinxin::verify
