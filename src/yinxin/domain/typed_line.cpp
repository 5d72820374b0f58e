// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/typed_line.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

namespace yinxin::domain {

Result<std::string> parse_typed_line(std::string_view raw, std::size_t max, ErrorCode code) {
    const auto refuse = [&](std::string why) {
        return Error(code, std::move(why)).with("max", std::to_string(max));
    };
    const auto points = decode_utf8(raw);
    if (!points) return refuse("not UTF-8");
    std::u32string text;
    for (const char32_t point : *points) {
        if (fold::is_space(point)) {
            if (!text.empty() && text.back() != U' ') text += U' ';
            continue;
        }
        if (fold::is_unprintable(point) || fold::is_private_use(point)) {
            return refuse("a character that cannot be printed");
        }
        text += point;
    }
    if (!text.empty() && text.back() == U' ') text.pop_back();
    if (text.size() > max) return refuse("too long");
    return encode_utf8(text);
}

Result<std::string> parse_purpose(std::string_view raw) {
    const ErrorCode code = ErrorCode::purpose_invalid;
    YX_TRY(std::string text, parse_typed_line(raw, max_purpose_length, code));
    // One letter or sign says nothing to the holder.
    if (decode_utf8(text)->size() < 2) {
        return Error(code, "too short").with("max", std::to_string(max_purpose_length));
    }
    return text;
}

}  // namespace yinxin::domain
