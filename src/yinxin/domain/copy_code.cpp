// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/copy_code.hpp"

#include "yinxin/domain/fold.hpp"

namespace yinxin::domain {
namespace {

constexpr std::size_t body_length = copy_code_length - 1;

/// Multiplication by the generator x of GF(32) = GF(2)[x] / (x^5 + x^2 + 1).
constexpr unsigned times_x(unsigned value) noexcept {
    const unsigned shifted = value << 1;
    return (shifted & 0x20) != 0 ? shifted ^ 0x25 : shifted;
}

Error refuse(std::string reason) {
    return Error(ErrorCode::copy_code_invalid, reason).with("reason", reason);
}

}  // namespace

char copy_code_character(char32_t point) noexcept {
    if (point == 'O') return '0';
    if (point == 'I' || point == 'L') return '1';
    if (point >= 0x80) return '\0';
    const char c = static_cast<char>(point);
    return copy_code_alphabet.find(c) == std::string_view::npos ? '\0' : c;
}

char check_character(std::string_view body) noexcept {
    // c1 x^n + c2 x^(n-1) + … + cn x + check = 0. The factors x^1..x^n and 1 are distinct and not
    // zero up to n = 30 (x has order 31), hence every wrong character and every exchange of two is
    // noticed.
    constexpr std::size_t longest = 30;
    if (body.size() > longest) return '\0';
    unsigned sum = 0;
    for (const char c : body) {
        const std::size_t value = copy_code_alphabet.find(c);
        if (value == std::string_view::npos) return '\0';
        sum = times_x(sum ^ static_cast<unsigned>(value));
    }
    return copy_code_alphabet[sum];
}

char copy_code_check(std::string_view body) noexcept {
    return body.size() == body_length ? check_character(body) : '\0';
}

CopyCode make_copy_code(std::span<const std::uint8_t, 7> random) {
    std::uint64_t bits = 0;
    for (const std::uint8_t byte : random) {
        bits = bits << 8 | byte;
    }
    CopyCode code;
    for (std::size_t i = 0; i < body_length; ++i) {
        code.value += copy_code_alphabet[bits & 31];
        bits >>= 5;
    }
    code.value += copy_code_check(code.value);
    return code;
}

Result<CopyCode> parse_copy_code(std::string_view raw) {
    CopyCode code;
    for (const char32_t point : fold::compact(raw)) {
        if (fold::is_hyphen(point)) continue;
        const char c = copy_code_character(point);
        if (c == '\0') return refuse("character");
        code.value += c;
    }
    if (code.value.size() != copy_code_length) return refuse("length");
    if (copy_code_check(std::string_view(code.value).substr(0, body_length)) != code.value.back()) {
        return refuse("check");
    }
    return code;
}

std::string grouped(const CopyCode& code) {
    std::string text;
    for (std::size_t i = 0; i < code.value.size(); ++i) {
        if (i != 0 && i % 4 == 0) text += '-';
        text += code.value[i];
    }
    return text;
}

CopyToken make_copy_token(std::span<const std::uint8_t, 16> random) {
    return CopyToken{to_base64url(random)};
}

Result<CopyToken> parse_copy_token(std::string_view raw) {
    if (raw.size() != copy_token_length) return refuse("length");
    const auto bytes = parse_base64url(raw);
    if (!bytes || to_base64url(*bytes) != raw) return refuse("character");
    return CopyToken{std::string(raw)};
}

}  // namespace yinxin::domain
