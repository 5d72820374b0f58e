// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin {

/// Strict UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF) to code
/// points. @error malformed
[[nodiscard]] Result<std::u32string> decode_utf8(std::string_view text);
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
[[nodiscard]] std::string encode_utf8(char32_t code_point);
[[nodiscard]] std::string encode_utf8(std::u32string_view code_points);

/// Without ASCII white space and U+3000 at both ends.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
[[nodiscard]] std::string to_upper_ascii(std::string_view text);
[[nodiscard]] std::string to_lower_ascii(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string replace_all(std::string text, std::string_view from, std::string_view to);
/// The whole of `text` as a decimal integer; nothing else in it.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

}  // namespace yinxin
