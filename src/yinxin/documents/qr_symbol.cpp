// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/qr_symbol.hpp"

#include "yinxin/documents/qr_codewords.hpp"

#include <array>
#include <bit>
#include <cstdlib>
#include <limits>

namespace yinxin::documents::qr {
namespace {

// A line of modules is one number, module 0 in the lowest bit: the four penalties of eight masks
// then cost a few operations a line instead of a few a module.
__extension__ using Wide = unsigned __int128;

int ones(std::uint64_t line) {
    return std::popcount(line);
}
int ones(Wide line) {
    return std::popcount(static_cast<std::uint64_t>(line)) +
           std::popcount(static_cast<std::uint64_t>(line >> 64));
}

constexpr int largest_side = side_of(largest_version);
constexpr int mask_count = 8;
constexpr int mask_period = 12;  // least common period of all masks

/// ISO/IEC 18004, table 10.
bool is_inverted(int mask, int row, int column) {
    switch (mask) {
        case 0:
            return (row + column) % 2 == 0;
        case 1:
            return row % 2 == 0;
        case 2:
            return column % 3 == 0;
        case 3:
            return (row + column) % 3 == 0;
        case 4:
            return (row / 2 + column / 3) % 2 == 0;
        case 5:
            return row * column % 2 + row * column % 3 == 0;
        case 6:
            return (row * column % 2 + row * column % 3) % 2 == 0;
        default:
            return ((row + column) % 2 + row * column % 3) % 2 == 0;
    }
}

/// ISO/IEC 18004, annex E.
constexpr std::array<std::array<int, 4>, largest_version + 1> alignments{{
    {},
    {},
    {6, 18},
    {6, 22},
    {6, 26},
    {6, 30},
    {6, 34},
    {6, 22, 38},
    {6, 24, 42},
    {6, 26, 46},
    {6, 28, 50},
    {6, 30, 54},
    {6, 32, 58},
    {6, 34, 62},
    {6, 26, 46, 66},
    {6, 26, 48, 70},
    {6, 26, 50, 74},
    {6, 30, 54, 78},
    {6, 30, 56, 82},
    {6, 30, 58, 86},
    {6, 34, 62, 90},
}};

/// `value` followed by its check bits.
unsigned with_check_bits(unsigned value, unsigned generator, int check_bits) {
    unsigned rest = value << check_bits;
    for (int bit = std::bit_width(rest); bit > check_bits; bit = std::bit_width(rest)) {
        rest ^= generator << (bit - 1 - check_bits);
    }
    return value << check_bits | rest;
}

template <class Line>
struct Lines {
    std::array<Line, largest_side> rows{};
    std::array<Line, largest_side> columns{};

    void set(int row, int column, bool on) {
        put(rows[static_cast<std::size_t>(row)], column, on);
        put(columns[static_cast<std::size_t>(column)], row, on);
    }
    [[nodiscard]] bool at(int row, int column) const {
        return (rows[static_cast<std::size_t>(row)] >> column & 1) != 0;
    }

  private:
    static void put(Line& line, int bit, bool on) {
        const Line one = static_cast<Line>(1) << bit;
        line = on ? line | one : line & ~one;
    }
};

template <class Line>
struct MaskLines {
    std::array<std::array<Line, mask_period>, mask_count> rows{};
    std::array<std::array<Line, mask_period>, mask_count> columns{};

    MaskLines() {
        for (int mask = 0; mask < mask_count; ++mask) {
            for (int i = 0; i < mask_period; ++i) {
                for (int k = 0; k < static_cast<int>(sizeof(Line) * 8); ++k) {
                    const Line one = static_cast<Line>(1) << k;
                    const auto m = static_cast<std::size_t>(mask);
                    const auto at = static_cast<std::size_t>(i);
                    if (is_inverted(mask, i, k)) rows[m][at] |= one;
                    if (is_inverted(mask, k, i)) columns[m][at] |= one;
                }
            }
        }
    }
};

template <class Line>
class Symbol {
  public:
    explicit Symbol(int version) : version_(version), side_(side_of(version)) {
        all_ = (static_cast<Line>(1) << (side_ - 1) << 1) - 1;
        draw_function_patterns();
    }

    void place(std::span<const std::uint8_t> codewords) {
        std::size_t bit = 0;
        bool upwards = true;
        for (int right = side_ - 1; right > 0; right -= 2) {
            if (right == 6) right = 5;  // the vertical timing pattern has no data
            for (int step = 0; step < side_; ++step) {
                const int row = upwards ? side_ - 1 - step : step;
                for (const int column : {right, right - 1}) {
                    if (function_.at(row, column)) continue;
                    const bool is_data = bit < codewords.size() * 8;
                    const bool dark = is_data && (codewords[bit / 8] >> (7 - bit % 8) & 1) != 0;
                    if (dark) modules_.set(row, column, true);
                    ++bit;
                }
            }
            upwards = !upwards;
        }
    }

    [[nodiscard]] std::vector<bool> best() const {
        int lowest = std::numeric_limits<int>::max();
        Lines<Line> chosen;
        for (int mask = 0; mask < mask_count; ++mask) {
            const Lines<Line> masked = apply(mask);
            const int penalty = penalty_of(masked);
            if (penalty < lowest) {
                lowest = penalty;
                chosen = masked;
            }
        }
        std::vector<bool> dark;
        dark.reserve(static_cast<std::size_t>(side_) * side_);
        for (int row = 0; row < side_; ++row) {
            for (int column = 0; column < side_; ++column)
                dark.push_back(chosen.at(row, column));
        }
        return dark;
    }

  private:
    void fix(int row, int column, bool dark) {
        modules_.set(row, column, dark);
        function_.set(row, column, true);
    }

    void draw_finder(int row, int column) {
        for (int dy = -4; dy <= 4; ++dy) {
            for (int dx = -4; dx <= 4; ++dx) {
                const int y = row + dy;
                const int x = column + dx;
                if (y < 0 || x < 0 || y >= side_ || x >= side_) continue;
                const int ring = std::max(std::abs(dx), std::abs(dy));
                fix(y, x, ring != 2 && ring != 4);
            }
        }
    }

    void draw_function_patterns() {
        for (int i = 0; i < side_; ++i) {
            fix(6, i, i % 2 == 0);
            fix(i, 6, i % 2 == 0);
        }
        draw_finder(3, 3);
        draw_finder(3, side_ - 4);
        draw_finder(side_ - 4, 3);
        const auto& centres = alignments[static_cast<std::size_t>(version_)];
        for (const int row : centres) {
            for (const int column : centres) {
                if (row == 0 || column == 0 || in_finder(row, column)) continue;
                for (int dy = -2; dy <= 2; ++dy) {
                    for (int dx = -2; dx <= 2; ++dx) {
                        fix(row + dy, column + dx, std::max(std::abs(dx), std::abs(dy)) != 1);
                    }
                }
            }
        }
        draw_format(modules_, 0);
        for (int i = 0; i < 15; ++i) {
            for (const auto& [row, column] : format_places(i))
                function_.set(row, column, true);
        }
        fix(side_ - 8, 8, true);
        if (version_ >= 7) draw_version();
    }

    [[nodiscard]] bool in_finder(int row, int column) const {
        const bool top = row < 9;
        const bool left = column < 9;
        return (top && left) || (top && column > side_ - 9) || (left && row > side_ - 9);
    }

    struct Place {
        int row;
        int column;
    };
    /// The two places of a bit of the format information, bit 0 the lowest.
    [[nodiscard]] std::array<Place, 2> format_places(int bit) const {
        const Place around = bit < 6    ? Place{bit, 8}
                             : bit < 8  ? Place{bit + 1, 8}
                             : bit == 8 ? Place{8, 7}
                                        : Place{8, 14 - bit};
        const Place apart = bit < 8 ? Place{8, side_ - 1 - bit} : Place{side_ - 15 + bit, 8};
        return {around, apart};
    }

    void draw_format(Lines<Line>& lines, int mask) const {
        // Level M is 00, so the value is the mask alone.
        const unsigned bits = with_check_bits(static_cast<unsigned>(mask), 0x537, 10) ^ 0x5412;
        for (int i = 0; i < 15; ++i) {
            for (const auto& [row, column] : format_places(i)) {
                lines.set(row, column, (bits >> i & 1) != 0);
            }
        }
    }

    void draw_version() {
        const unsigned bits = with_check_bits(static_cast<unsigned>(version_), 0x1F25, 12);
        for (int i = 0; i < 18; ++i) {
            const bool dark = (bits >> i & 1) != 0;
            const int apart = side_ - 11 + i % 3;
            fix(apart, i / 3, dark);
            fix(i / 3, apart, dark);
        }
    }

    [[nodiscard]] Lines<Line> apply(int mask) const {
        static const MaskLines<Line> patterns;
        Lines<Line> masked = modules_;
        const auto m = static_cast<std::size_t>(mask);
        for (std::size_t i = 0; i < static_cast<std::size_t>(side_); ++i) {
            masked.rows[i] ^= patterns.rows[m][i % mask_period] & ~function_.rows[i] & all_;
            masked.columns[i] ^=
                patterns.columns[m][i % mask_period] & ~function_.columns[i] & all_;
        }
        draw_format(masked, mask);
        return masked;
    }

    /// Runs of five and more, and finder-like figures beside four light modules, of one line.
    [[nodiscard]] int line_penalty(Line line) const {
        const Line equal = ~(line ^ (line >> 1)) & (all_ >> 1);
        const Line five = equal & (equal >> 1) & (equal >> 2) & (equal >> 3);
        const int runs = ones(static_cast<Line>(five & ~(five << 1)));
        const Line figure = line & ~(line >> 1) & (line >> 2) & (line >> 3) & (line >> 4) &
                            ~(line >> 5) & (line >> 6) & all_;
        const Line dark_before = line << 1 | line << 2 | line << 3 | line << 4;
        const Line dark_behind = line >> 7 | line >> 8 | line >> 9 | line >> 10;
        const int figures = ones(static_cast<Line>(figure & ~dark_before)) +
                            ones(static_cast<Line>(figure & ~dark_behind));
        return ones(five) + 2 * runs + 40 * figures;
    }

    [[nodiscard]] int penalty_of(const Lines<Line>& lines) const {
        int penalty = 0;
        int dark = 0;
        for (std::size_t i = 0; i < static_cast<std::size_t>(side_); ++i) {
            penalty += line_penalty(lines.rows[i]) + line_penalty(lines.columns[i]);
            dark += ones(lines.rows[i]);
            if (i == 0) continue;
            const Line above = lines.rows[i - 1];
            const Line same = ~(above ^ lines.rows[i]);
            const Line square = same & (same >> 1) & ~(above ^ (above >> 1)) & (all_ >> 1);
            penalty += 3 * ones(square);
        }
        const int total = side_ * side_;
        return penalty + 10 * (std::abs(dark * 20 - total * 10) / total);
    }

    int version_;
    int side_;
    Line all_ = 0;
    Lines<Line> modules_;
    Lines<Line> function_;
};

template <class Line>
std::vector<bool> draw(std::span<const std::uint8_t> codewords, int version) {
    Symbol<Line> symbol(version);
    symbol.place(codewords);
    return symbol.best();
}

}  // namespace

std::vector<bool> make_symbol(std::span<const std::uint8_t> codewords, int version) {
    return side_of(version) <= 64 ? draw<std::uint64_t>(codewords, version)
                                  : draw<Wide>(codewords, version);
}

}  // namespace yinxin::documents::qr
