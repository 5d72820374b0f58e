// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <span>
#include <string>
#include <string_view>

/// Randomness from the operating system's generator through OpenSSL. A generator that fails leaves
/// the process unusable: these throw std::runtime_error.
namespace yinxin::crypto {

void fill_random(std::span<std::uint8_t> target);
[[nodiscard]] Bytes random_bytes(std::size_t count);

/// `byte_count` random bytes as base64url: session ids, single-use links, CSRF tokens.
[[nodiscard]] std::string random_token(std::size_t byte_count = 32);

/// Evenly distributed over [0, bound). @pre bound > 0
[[nodiscard]] std::uint32_t random_below(std::uint32_t bound);

/// `length` characters, each drawn evenly from `alphabet` (ASCII).
[[nodiscard]] std::string random_text(std::string_view alphabet, std::size_t length);

/// One-time codes: `length` decimal digits, leading zeros included.
[[nodiscard]] std::string random_digits(std::size_t length);

}  // namespace yinxin::crypto
