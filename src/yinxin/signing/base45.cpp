// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/base45.hpp"

namespace yinxin::signing {
namespace {

constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr unsigned base = 45;

void append(std::string& out, unsigned value, int count) {
    for (int i = 0; i < count; ++i) {
        out += letters[value % base];
        value /= base;
    }
}

}  // namespace

std::string to_base45(BytesView bytes) {
    std::string out;
    out.reserve(bytes.size() * 3 / 2 + 2);
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        append(out, bytes[i] * 256U + bytes[i + 1], 3);
    }
    if (i < bytes.size()) append(out, bytes[i], 2);
    return out;
}

Result<Bytes> parse_base45(std::string_view text) {
    const Error malformed(ErrorCode::malformed, "not base45");
    if (text.size() % 3 == 1) return malformed;
    Bytes bytes;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        const std::string_view group = text.substr(i, 3);
        unsigned value = 0;
        unsigned weight = 1;
        for (const char c : group) {
            const std::size_t digit = letters.find(c);
            if (digit == std::string_view::npos) return malformed;
            value += static_cast<unsigned>(digit) * weight;
            weight *= base;
        }
        const bool is_pair = group.size() == 3;
        if (value > (is_pair ? 0xFFFFU : 0xFFU)) return malformed;
        if (is_pair) bytes.push_back(static_cast<std::uint8_t>(value >> 8));
        bytes.push_back(static_cast<std::uint8_t>(value & 0xFF));
    }
    return bytes;
}

}  // namespace yinxin::signing
