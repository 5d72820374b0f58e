// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/authorised_use.hpp"

#include "yinxin/domain/copy_code.hpp"
#include "yinxin/domain/fold.hpp"

namespace yinxin::domain {

UseCode make_use_code(std::string body) {
    const char check = check_character(body);
    return UseCode{std::move(body) + check};
}

Result<UseCode> parse_use_code(std::string_view raw) {
    UseCode code;
    for (const char32_t point : fold::compact(raw)) {
        if (fold::is_hyphen(point)) continue;
        const char c = copy_code_character(point);
        if (c == '\0') return Error(ErrorCode::authorised_use_code_invalid, "character");
        code.value += c;
    }
    if (code.value.size() != use_code_length) {
        return Error(ErrorCode::authorised_use_code_invalid, "length");
    }
    const std::string_view body = std::string_view(code.value).substr(0, use_code_length - 1);
    if (check_character(body) != code.value.back()) {
        return Error(ErrorCode::authorised_use_code_invalid, "check");
    }
    return code;
}

std::string grouped(const UseCode& code) {
    std::string text;
    for (std::size_t i = 0; i < code.value.size(); ++i) {
        if (i != 0 && i % 4 == 0) text += '-';
        text += code.value[i];
    }
    return text;
}

}  // namespace yinxin::domain
