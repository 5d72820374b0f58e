// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/language.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::http {

std::optional<Language> find_language(std::string_view text) noexcept {
    if (text == "zh-CN" || text == "zh") return Language::chinese;
    if (text == "en") return Language::english;
    return std::nullopt;
}

namespace {

/// A weight in thousandths, "q=0.8" being 800; one where it is missing or malformed.
int weight_of(std::string_view parameter) noexcept {
    constexpr int whole = 1000;
    const std::string_view text = trim(parameter);
    if (!text.starts_with("q=0")) return whole;
    int weight = 0;
    int place = whole / 10;
    for (const char digit : text.substr(std::min<std::size_t>(text.size(), 4))) {
        if (digit < '0' || digit > '9') return whole;
        weight += (digit - '0') * place;
        place /= 10;
    }
    return weight;
}

}  // namespace

std::optional<Language> preferred_language(std::string_view header) noexcept {
    std::optional<Language> preferred;
    int best = 0;
    for (const std::string_view entry : split(header, ',')) {
        const std::size_t end = entry.find(';');
        const std::string_view range = trim(entry.substr(0, end));
        const auto language = find_language(range.substr(0, range.find('-')));
        const int weight =
            end == std::string_view::npos ? weight_of("") : weight_of(entry.substr(end + 1));
        if (!language || weight <= best) continue;
        preferred = language;
        best = weight;
    }
    return preferred;
}

}  // namespace yinxin::http
