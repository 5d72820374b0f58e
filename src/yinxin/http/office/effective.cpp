// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/effective.hpp"

#include "yinxin/base/text.hpp"

namespace yinxin::http {

Result<std::optional<Instant>> parse_effective(std::string_view typed, Instant now) {
    constexpr std::size_t length = 16;  // YYYY-MM-DD hh:mm
    constexpr std::size_t day_length = 10;
    const std::string_view text = trim(typed);
    if (text.empty()) return std::optional<Instant>();
    const Error wrong(ErrorCode::office_time_invalid);
    const bool has_form =
        text.size() == length && (text[day_length] == ' ' || text[day_length] == 'T');
    if (!has_form) return wrong;
    std::string whole(text);
    whole[day_length] = 'T';
    const auto at = parse_instant(whole + ":00+08:00");
    if (!at || *at <= now) return wrong;
    return std::optional(*at);
}

std::string effective_field(Instant at) {
    constexpr std::size_t length = 16;
    return format_civil(at).substr(0, length);
}

}  // namespace yinxin::http
