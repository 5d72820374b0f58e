// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace yinxin::http {

/// The languages of the interface. Chinese comes first: it is what a visitor gets whose browser
/// asks for neither.
enum class Language { chinese, english };

inline constexpr std::array<Language, 2> languages{Language::chinese, Language::english};

/// BCP 47: "zh-CN", "en". Also the directory below web/messages and the cookie's value.
[[nodiscard]] constexpr std::string_view tag(Language language) noexcept {
    return language == Language::english ? "en" : "zh-CN";
}
/// From a cookie or ?lang=; "zh-CN", "zh" or "en".
[[nodiscard]] std::optional<Language> find_language(std::string_view text) noexcept;

/// The one of ours that an Accept-Language header likes best (RFC 9110 section 12.5.4); regions
/// do not matter, of equals the first wins. None where it names neither.
[[nodiscard]] std::optional<Language> preferred_language(std::string_view header) noexcept;

}  // namespace yinxin::http
