// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace yinxin::http {

/// The languages of the interface. Chinese comes first: it is what an undecided visitor gets.
enum class Language { chinese, english };

inline constexpr std::array<Language, 2> languages{Language::chinese, Language::english};

/// BCP 47: "zh-CN", "en". Also the directory below web/messages and the cookie's value.
[[nodiscard]] constexpr std::string_view tag(Language language) noexcept {
    return language == Language::english ? "en" : "zh-CN";
}
/// From a cookie or ?lang=; "zh-CN", "zh" or "en".
[[nodiscard]] std::optional<Language> find_language(std::string_view text) noexcept;

}  // namespace yinxin::http
