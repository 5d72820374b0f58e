// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/check_purpose.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

/// Controls, line ends, and the marks that turn the direction of text.
bool is_hidden(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

Result<std::string> parse_check_purpose(std::string_view typed) {
    const std::string_view purpose = trim(typed);
    const auto text = decode_utf8(purpose);
    const bool is_good = text && text->size() >= min_check_purpose &&
                         text->size() <= max_check_purpose &&
                         std::ranges::none_of(*text, is_hidden);
    if (is_good) return std::string(purpose);
    return Error(ErrorCode::check_purpose_invalid)
        .with("min", std::to_string(min_check_purpose))
        .with("max", std::to_string(max_check_purpose));
}

}  // namespace yinxin::domain
