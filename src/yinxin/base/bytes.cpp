// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/bytes.hpp"

#include <array>

namespace yinxin {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view plain_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string encode_base64(BytesView bytes, std::string_view alphabet) {
    std::string text;
    text.reserve((bytes.size() * 4 / 3) + 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = (bits << 8) | byte;
        count += 8;
        while (count >= 6) {
            count -= 6;
            text += alphabet[(bits >> count) & 63];
        }
    }
    if (count > 0) {
        text += alphabet[(bits << (6 - count)) & 63];
    }
    return text;
}

}  // namespace

std::string to_hex(BytesView bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += hex_digits[byte >> 4];
        text += hex_digits[byte & 15];
    }
    return text;
}

Result<Bytes> parse_hex(std::string_view text) {
    if (text.size() % 2 != 0) return Error(ErrorCode::malformed, "odd number of hex digits");
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return Error(ErrorCode::malformed, "not a hex digit");
        bytes.push_back(static_cast<std::uint8_t>((high << 4) | low));
    }
    return bytes;
}

std::string to_base64url(BytesView bytes) {
    return encode_base64(bytes, url_alphabet);
}

std::string to_base64(BytesView bytes) {
    std::string text = encode_base64(bytes, plain_alphabet);
    while (text.size() % 4 != 0) {
        text += '=';
    }
    return text;
}

Result<Bytes> parse_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return Error(ErrorCode::malformed, "impossible base64url length");
    Bytes bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto value = url_alphabet.find(c);
        if (value == std::string_view::npos) {
            return Error(ErrorCode::malformed, "not a base64url character");
        }
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<std::uint8_t>((bits >> count) & 255));
        }
    }
    if ((bits & ((1U << count) - 1)) != 0) return Error(ErrorCode::malformed, "stray bits");
    return bytes;
}

bool equal_constant_time(BytesView a, BytesView b) noexcept {
    if (a.size() != b.size()) return false;
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<std::uint8_t>(a[i] ^ b[i]);
    }
    return difference == 0;
}

}  // namespace yinxin
