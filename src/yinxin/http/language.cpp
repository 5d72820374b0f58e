// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/language.hpp"

namespace yinxin::http {

std::optional<Language> find_language(std::string_view text) noexcept {
    if (text == "zh-CN" || text == "zh") return Language::chinese;
    if (text == "en") return Language::english;
    return std::nullopt;
}

}  // namespace yinxin::http
