// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/fields.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace yinxin::http {

/// Small grammar of HTTP and of forms, shared by this room's files.

/// Equal but for ASCII case.
[[nodiscard]] bool is_same_token(std::string_view a, std::string_view b) noexcept;
/// Whether a comma-separated header value has this token ("close", "gzip").
[[nodiscard]] bool has_token(std::string_view list, std::string_view token) noexcept;

/// %XX decoded; nullopt for a broken escape.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);
/// Everything but the characters RFC 3986 calls unreserved as %XX.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// Text a person may have typed: strict UTF-8 without NUL.
[[nodiscard]] bool is_clean_text(std::string_view text) noexcept;

/// application/x-www-form-urlencoded.
/// @error malformed  broken escape, not UTF-8, a NUL, a name twice, more than `most` fields.
[[nodiscard]] Result<Fields> parse_urlencoded(std::string_view text, std::size_t most);

/// The text with & < > " ' as entities: safe in HTML text and in quoted attributes.
[[nodiscard]] std::string escape_html(std::string_view text);

/// "Mon, 23 Nov 2026 10:00:00 GMT"
[[nodiscard]] std::string format_http_date(std::int64_t epoch_seconds);

/// The reason phrase of a status ("Not Found"), or "Status".
[[nodiscard]] std::string_view reason_of(int status) noexcept;

}  // namespace yinxin::http
