// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/opentype.hpp"

#include "yinxin/documents/cff.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace yinxin::documents {
namespace {

constexpr int ascent = 880;
constexpr int descent = -120;
constexpr std::uint32_t weight_regular = 400;
constexpr std::uint32_t width_normal = 5;
/// Fixed, so that the same glyphs make the same bytes: 2018-01-28 in seconds since 1904.
constexpr std::uint32_t made_at = 3'600'000'000U;

void put16(std::string& out, std::uint32_t value) {
    out += static_cast<char>((value >> 8) & 0xFF);
    out += static_cast<char>(value & 0xFF);
}

void put_signed16(std::string& out, int value) {
    put16(out, static_cast<std::uint32_t>(value) & 0xFFFFU);
}

void put32(std::string& out, std::uint32_t value) {
    put16(out, value >> 16);
    put16(out, value);
}

std::uint32_t checksum(std::string_view table) {
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < table.size(); at += 4) {
        std::uint32_t word = 0;
        for (std::size_t i = at; i < at + 4; ++i) {
            word = (word << 8) | (i < table.size() ? static_cast<std::uint8_t>(table[i]) : 0U);
        }
        sum += word;
    }
    return sum;
}

using Mapping = std::vector<std::pair<char32_t, std::uint32_t>>;  ///< ascending

/// searchRange, entrySelector and rangeShift of a table with `count` entries of `size` bytes.
void put_search(std::string& out, std::uint32_t count, std::uint32_t size) {
    const auto power = static_cast<std::uint32_t>(std::bit_width(count) - 1);
    const std::uint32_t range = (1U << power) * size;
    put16(out, range);
    put16(out, power);
    put16(out, count * size - range);
}

/// Format 4 for readers that know no other: the basic plane, a segment for each character.
std::string make_cmap4(const Mapping& mapping) {
    std::string ends;
    std::string starts;
    std::string deltas;
    std::uint32_t segments = 1;
    for (const auto& [character, glyph] : mapping) {
        if (character >= 0xFFFF) break;
        put16(ends, character);
        put16(starts, character);
        put16(deltas, (glyph - static_cast<std::uint32_t>(character)) & 0xFFFFU);
        ++segments;
    }
    for (std::string* part : {&ends, &starts})
        put16(*part, 0xFFFF);  // the segment that ends the search
    put16(deltas, 1);
    std::string out;
    put16(out, 4);
    put16(out, 16 + 8 * segments);
    put16(out, 0);
    put16(out, 2 * segments);
    put_search(out, segments, 2);
    out += ends;
    put16(out, 0);
    out += starts + deltas;
    out.append(2 * std::size_t{segments}, '\0');  // no range leads to a glyph array
    return out;
}

std::string make_cmap12(const Mapping& mapping) {
    std::string out;
    put16(out, 12);
    put16(out, 0);
    put32(out, static_cast<std::uint32_t>(16 + 12 * mapping.size()));
    put32(out, 0);
    put32(out, static_cast<std::uint32_t>(mapping.size()));
    for (const auto& [character, glyph] : mapping) {
        put32(out, character);
        put32(out, character);
        put32(out, glyph);
    }
    return out;
}

std::string make_cmap(std::span<const char32_t> characters) {
    Mapping mapping;
    mapping.reserve(characters.size());
    for (std::size_t i = 1; i < characters.size(); ++i) {
        mapping.emplace_back(characters[i], static_cast<std::uint32_t>(i));
    }
    std::ranges::sort(mapping);
    const std::string basic = make_cmap4(mapping);
    constexpr std::uint32_t header = 4 + 2 * 8;
    constexpr std::uint32_t windows = 3;
    std::string out;
    put16(out, 0);
    put16(out, 2);
    put16(out, windows);
    put16(out, 1);  // Unicode, basic plane
    put32(out, header);
    put16(out, windows);
    put16(out, 10);  // Unicode, all planes
    put32(out, static_cast<std::uint32_t>(header + basic.size()));
    return out + basic + make_cmap12(mapping);
}

std::string make_head() {
    std::string out;
    put32(out, 0x0001'0000);
    put32(out, 0x0001'0000);
    put32(out, 0);  // adjustment of the whole file's sum; readers of embedded fonts ignore it
    put32(out, 0x5F0F'3CF5);
    put16(out, 3);
    put16(out, 1000);
    for (int i = 0; i < 2; ++i) {
        put32(out, 0);
        put32(out, made_at);
    }
    for (const int edge : {-300, -300, 1300, 1200})
        put_signed16(out, edge);
    put16(out, 0);
    put16(out, 8);
    put16(out, 2);
    put16(out, 0);
    put16(out, 0);
    return out;
}

std::string make_hhea(std::uint32_t glyphs) {
    std::string out;
    put32(out, 0x0001'0000);
    put_signed16(out, ascent);
    put_signed16(out, descent);
    put16(out, 0);
    put16(out, 1000);
    out.append(6, '\0');
    put16(out, 1);  // an upright caret
    out.append(14, '\0');
    put16(out, glyphs);
    return out;
}

std::string make_os2() {
    std::string out;
    put16(out, 3);
    put16(out, 1000);
    put16(out, weight_regular);
    put16(out, width_normal);
    put16(out, 0);
    for (const int value : {650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0})
        put_signed16(out, value);  // sub- and superscripts, strike-out, class
    out.append(10 + 16, '\0');
    out += "YXIN";
    put16(out, 0x0040);
    put16(out, 0x0020);
    put16(out, 0xFFFF);
    put_signed16(out, ascent);
    put_signed16(out, descent);
    put16(out, 0);
    put16(out, static_cast<std::uint32_t>(ascent));
    put16(out, static_cast<std::uint32_t>(-descent));
    out.append(8, '\0');
    put16(out, 500);
    put16(out, 733);
    put16(out, 0);
    put16(out, 0x0020);
    put16(out, 1);
    return out;
}

std::string make_name(std::string_view name) {
    constexpr std::array<std::uint32_t, 4> kinds{1, 2, 4, 6};
    std::string records;
    std::string strings;
    for (const std::uint32_t kind : kinds) {
        std::string text;
        for (const char c : kind == 2 ? std::string_view("Regular") : name) {
            text += '\0';
            text += c;
        }
        for (const std::uint32_t value : {3U, 1U, 0x0409U, kind})
            put16(records, value);
        put16(records, static_cast<std::uint32_t>(text.size()));
        put16(records, static_cast<std::uint32_t>(strings.size()));
        strings += text;
    }
    std::string out;
    put16(out, 0);
    put16(out, static_cast<std::uint32_t>(kinds.size()));
    put16(out, static_cast<std::uint32_t>(6 + records.size()));
    return out + records + strings;
}

using Table = std::pair<std::string_view, std::string>;

std::string assemble(std::span<const Table> tables) {
    const auto count = static_cast<std::uint32_t>(tables.size());
    std::string out = "OTTO";
    put16(out, count);
    put_search(out, count, 16);
    std::uint32_t offset = 12 + 16 * count;
    for (const auto& [tag, content] : tables) {
        out += tag;
        put32(out, checksum(content));
        put32(out, offset);
        put32(out, static_cast<std::uint32_t>(content.size()));
        offset += static_cast<std::uint32_t>((content.size() + 3) & ~std::size_t{3});
    }
    for (const auto& [tag, content] : tables) {
        out += content;
        out.append((4 - content.size() % 4) % 4, '\0');
    }
    return out;
}

}  // namespace

std::string write_opentype(std::string_view name,
                           std::span<const Glyph* const> glyphs,
                           std::span<const char32_t> characters) {
    if (glyphs.size() != characters.size()) throw std::logic_error("a glyph without a character");
    const auto count = static_cast<std::uint32_t>(glyphs.size());
    std::string maxp;
    put32(maxp, 0x0000'5000);
    put16(maxp, count);
    std::string hmtx;
    for (const Glyph* glyph : glyphs) {
        put_signed16(hmtx, glyph->advance);
        put16(hmtx, 0);
    }
    std::string post;
    put32(post, 0x0003'0000);
    post.append(28, '\0');
    const std::array<Table, 9> tables{{{"CFF ", write_cff(name, glyphs)},
                                       {"OS/2", make_os2()},
                                       {"cmap", make_cmap(characters)},
                                       {"head", make_head()},
                                       {"hhea", make_hhea(count)},
                                       {"hmtx", std::move(hmtx)},
                                       {"maxp", std::move(maxp)},
                                       {"name", make_name(name)},
                                       {"post", std::move(post)}}};
    return assemble(tables);
}

}  // namespace yinxin::documents
