// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// 核验码: what somebody types who cannot scan. 12 characters, 11 random (55 bits) and a check
/// character. Public: it stands on the copy and may stand in a URL.
struct CopyCode {
    std::string value;  ///< 12 characters of copy_code_alphabet, without hyphens

    friend auto operator<=>(const CopyCode&, const CopyCode&) = default;
};

/// Digits and capitals without I, L, O and U (docs/choices.md#c6).
inline constexpr std::string_view copy_code_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr std::size_t copy_code_length = 12;

/// The character of the alphabet a typed one stands for: O is 0, I and L are 1; '\0': none.
/// @param point  upper case, as fold::compact gives it.
[[nodiscard]] char copy_code_character(char32_t point) noexcept;

/// Check character of up to 30 others: a weighted sum over GF(32) that no single wrong character
/// and no exchange of two characters, adjacent or not, leaves unnoticed.
/// @return '\0' if `body` is longer, or has a character of another alphabet.
[[nodiscard]] char check_character(std::string_view body) noexcept;

/// The check character of a 核验码's first 11.
/// @return '\0' if `body` is not 11 characters of the alphabet.
[[nodiscard]] char copy_code_check(std::string_view body) noexcept;

/// @param random  7 fresh random bytes; 55 of their 56 bits are used.
[[nodiscard]] CopyCode make_copy_code(std::span<const std::uint8_t, 7> random);

/// Accepts either case, spaces and hyphens anywhere, full-width characters, O for 0, I and L for 1.
/// @error copy.code_invalid  param `reason`: length, character or check
[[nodiscard]] Result<CopyCode> parse_copy_code(std::string_view raw);

/// "7K3M-9QXZ-04TB", as printed.
[[nodiscard]] std::string grouped(const CopyCode& code);

/// The opaque last part of /v/<token> in a QR: 16 random bytes as base64url, 22 characters.
struct CopyToken {
    std::string value;

    friend auto operator<=>(const CopyToken&, const CopyToken&) = default;
};
inline constexpr std::size_t copy_token_length = 22;

[[nodiscard]] CopyToken make_copy_token(std::span<const std::uint8_t, 16> random);

/// Exact: a scanner reads every character right.
/// @error copy.code_invalid  not 22 characters of canonical base64url.
[[nodiscard]] Result<CopyToken> parse_copy_token(std::string_view raw);

}  // namespace yinxin::domain
