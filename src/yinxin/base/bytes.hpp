// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

/// The bytes of a text, without copying. The text must outlive the view.
[[nodiscard]] inline BytesView as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// A view of bytes as characters, without copying or any check of encoding.
[[nodiscard]] inline std::string_view as_text(BytesView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline Bytes to_bytes(std::string_view text) {
    const BytesView view = as_bytes(text);
    return {view.begin(), view.end()};
}

/// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(BytesView bytes);
/// @error malformed  odd length or a character that is not hexadecimal (either case is accepted).
[[nodiscard]] Result<Bytes> parse_hex(std::string_view text);

/// RFC 4648 section 5, without padding.
[[nodiscard]] std::string to_base64url(BytesView bytes);
/// @error malformed  a foreign character, padding, or stray bits.
[[nodiscard]] Result<Bytes> parse_base64url(std::string_view text);
/// RFC 4648 section 4, with padding.
[[nodiscard]] std::string to_base64(BytesView bytes);

/// Compares in time that depends on the lengths only; for secrets, tokens and MACs.
[[nodiscard]] bool equal_constant_time(BytesView a, BytesView b) noexcept;

}  // namespace yinxin
