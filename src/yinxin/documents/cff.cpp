// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/cff.hpp"

#include <cstdint>
#include <initializer_list>
#include <stdexcept>

namespace yinxin::documents {
namespace {

void put_number(std::string& out, std::uint32_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out += static_cast<char>((value >> shift) & 0xFF);
    }
}

/// TN 5176 section 4: operand 29 is a five-byte integer, so that lengths do not depend on values.
void put_operand(std::string& out, int value) {
    out += static_cast<char>(29);
    put_number(out, static_cast<std::uint32_t>(value), 4);
}

void put_operator(std::string& out, int value) {
    if (value >= 0x0C00) out += static_cast<char>(12);
    out += static_cast<char>(value & 0xFF);
}

enum DictOperator : int {
    font_bbox = 5,
    charset_offset = 15,
    char_strings = 17,
    private_dict = 18,
    default_width = 20,
    nominal_width = 21,
    ros = 0x0C1E,
    cid_count = 0x0C22,
    fd_array = 0x0C24,
    fd_select = 0x0C25,
};

/// TN 5176 section 5.
std::string make_index(std::initializer_list<std::string_view> items) {
    std::string out;
    put_number(out, static_cast<std::uint32_t>(items.size()), 2);
    out += static_cast<char>(4);
    std::uint32_t offset = 1;
    put_number(out, offset, 4);
    for (const auto item : items) {
        offset += static_cast<std::uint32_t>(item.size());
        put_number(out, offset, 4);
    }
    for (const auto item : items)
        out += item;
    return out;
}

std::string make_char_strings(std::span<const Glyph* const> glyphs) {
    std::size_t total = 0;
    for (const Glyph* glyph : glyphs)
        total += glyph->charstring.size();
    std::string out;
    out.reserve(total + 3 * glyphs.size() + 8);
    put_number(out, static_cast<std::uint32_t>(glyphs.size()), 2);
    out += static_cast<char>(3);
    std::uint32_t offset = 1;
    put_number(out, offset, 3);
    for (const Glyph* glyph : glyphs) {
        offset += static_cast<std::uint32_t>(glyph->charstring.size());
        put_number(out, offset, 3);
    }
    for (const Glyph* glyph : glyphs)
        out += glyph->charstring;
    return out;
}

struct Parts {
    std::string charset;
    std::string select;
    std::string strings;
    std::string privates;
};

/// Adobe-Identity-0; offsets count from the first byte of the font.
std::string make_top_dict(const Parts& parts, int glyphs, int start) {
    std::string dict;
    put_operand(dict, 391);  // the two strings of the String INDEX: registry, ordering
    put_operand(dict, 392);
    put_operand(dict, 0);
    put_operator(dict, ros);
    put_operand(dict, glyphs);
    put_operator(dict, cid_count);
    for (const int edge : {-300, -300, 1300, 1200})
        put_operand(dict, edge);
    put_operator(dict, font_bbox);
    int offset = start;
    const auto place = [&](int operation, const std::string& part) {
        put_operand(dict, offset);
        put_operator(dict, operation);
        offset += static_cast<int>(part.size());
    };
    place(charset_offset, parts.charset);
    place(fd_select, parts.select);
    place(char_strings, parts.strings);
    offset += static_cast<int>(parts.privates.size());
    put_operand(dict, offset);
    put_operator(dict, fd_array);
    return make_index({dict});
}

}  // namespace

std::string write_cff(std::string_view name, std::span<const Glyph* const> glyphs) {
    if (glyphs.empty() || glyphs.size() > 0xFFFF) throw std::length_error("glyphs of a CFF font");
    const auto count = static_cast<std::uint32_t>(glyphs.size());
    const std::string_view header("\x01\x00\x04\x04", 4);
    const std::string_view no_subroutines("\x00\x00", 2);
    Parts parts;
    if (count > 1) {  // format 2: one range, CIDs 1 to count - 1
        parts.charset.assign("\x02\x00\x01", 3);
        put_number(parts.charset, count - 2, 2);
    } else {
        parts.charset.assign("\x00", 1);
    }
    parts.select.assign("\x03\x00\x01\x00\x00\x00", 6);  // format 3: one range, font dict 0
    put_number(parts.select, count, 2);
    parts.strings = make_char_strings(glyphs);
    put_operand(parts.privates, 1000);
    put_operator(parts.privates, default_width);
    put_operand(parts.privates, 0);
    put_operator(parts.privates, nominal_width);

    const std::string names = make_index({name});
    const std::string strings = make_index({"Adobe", "Identity"});
    const auto glyph_count = static_cast<int>(count);
    const std::size_t top_length = make_top_dict(parts, glyph_count, 0).size();
    const auto start = static_cast<int>(header.size() + names.size() + top_length + strings.size() +
                                        no_subroutines.size());
    const auto private_offset =
        start + static_cast<int>(parts.charset.size() + parts.select.size() + parts.strings.size());
    std::string font_dict;
    put_operand(font_dict, static_cast<int>(parts.privates.size()));
    put_operand(font_dict, private_offset);
    put_operator(font_dict, private_dict);

    std::string out;
    out.reserve(static_cast<std::size_t>(private_offset) + 64);
    out.append(header).append(names).append(make_top_dict(parts, glyph_count, start));
    out.append(strings).append(no_subroutines).append(parts.charset).append(parts.select);
    out.append(parts.strings).append(parts.privates).append(make_index({font_dict}));
    return out;
}

}  // namespace yinxin::documents
