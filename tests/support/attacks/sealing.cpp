// SPDX-License-Identifier: Apache-2.0
#include "support/attacks/sealing.hpp"

#include "yinxin/crypto/der.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace yinxin::attacks {

Hole find_hole(std::string_view file, std::size_t from) {
    Hole hole;
    hole.range_begin = file.find("/ByteRange[", from) + 11;
    hole.range_end = file.find(']', hole.range_begin);
    hole.begin = file.find("/Contents<", hole.range_end) + 9;
    hole.end = file.find('>', hole.begin) + 1;
    if (hole.range_begin < 11 || hole.begin < 9 || hole.end == 0) {
        throw std::runtime_error("no hole");
    }
    return hole;
}

Ranges all_but(const Hole& hole, std::string_view file) {
    return {{0, hole.begin}, {hole.end, file.size() - hole.end}};
}

std::string words_of(const Ranges& ranges) {
    std::string words;
    for (const auto& [offset, length] : ranges) {
        words += fmt::format("{}{} {}", words.empty() ? "" : " ", offset, length);
    }
    return words;
}

std::string seal(std::string file, const Sign& sign) {
    const Hole hole = find_hole(file);
    const Ranges ranges = all_but(hole, file);
    return seal_over(std::move(file), hole, ranges, words_of(ranges), sign);
}

std::string seal_over(std::string file,
                      const Hole& hole,
                      const Ranges& ranges,
                      std::string_view words,
                      const Sign& sign) {
    const std::size_t room = hole.range_end - hole.range_begin;
    if (words.size() > room) throw std::runtime_error("no room for the ranges");
    file.replace(
        hole.range_begin, room, std::string(words) + std::string(room - words.size(), ' '));
    std::string covered;
    for (const auto& [offset, length] : ranges)
        covered += file.substr(offset, length);
    const std::string hex = to_hex(sign(covered));
    const std::size_t hex_room = hole.hex_end() - hole.hex_begin();
    if (hex.size() > hex_room) throw std::runtime_error("no room for the signature");
    const std::string padding(hex_room - hex.size(), '0');
    return file.replace(hole.hex_begin(), hex_room, hex + padding);
}

Bytes signature_in(std::string_view file) {
    const Hole hole = find_hole(file);
    const auto bytes = parse_hex(file.substr(hole.hex_begin(), hole.hex_end() - hole.hex_begin()));
    const auto cms = crypto::der::parse_padded(bytes.value());
    return {cms->whole.begin(), cms->whole.end()};
}

std::string with_signature(std::string file, BytesView cms) {
    return with_hole_text(std::move(file), to_hex(cms), '0');
}

std::string with_hole_text(std::string file, std::string_view text, char padding) {
    const Hole hole = find_hole(file);
    const std::size_t room = hole.hex_end() - hole.hex_begin();
    if (text.size() > room) throw std::runtime_error("no room in the hole");
    return file.replace(
        hole.hex_begin(), room, std::string(text) + std::string(room - text.size(), padding));
}

}  // namespace yinxin::attacks
