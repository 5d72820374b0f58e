// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/effective_time.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/request.hpp"

namespace yinxin::http {
namespace {

/// "09:30" as minutes of the day; what browsers add in seconds is dropped.
std::optional<std::chrono::minutes> parse_time(std::string_view typed) {
    constexpr std::size_t without_seconds = 5;
    std::string_view text = trim(typed);
    if (text.size() > without_seconds && text[without_seconds] == ':') {
        text = text.substr(0, without_seconds);
    }
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || text.size() != colon + 3) {
        return std::nullopt;
    }
    const auto hours = parse_integer(text.substr(0, colon));
    const auto minutes = parse_integer(text.substr(colon + 1));
    const bool fits =
        hours && minutes && *hours >= 0 && *hours <= 23 && *minutes >= 0 && *minutes <= 59;
    if (!fits) return std::nullopt;
    return std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
}

}  // namespace

Result<std::optional<Instant>> read_effective(const Context& context) {
    const Fields& form = context.request.form;
    if (form["when"] != "later") return std::optional<Instant>();
    const auto day = parse_day(trim(form["day"]));
    const auto time = parse_time(form["time"]);
    if (!day || !time) {
        return Error(ErrorCode::office_time_invalid).with("field", "effective");
    }
    return std::optional<Instant>(start_of(*day) + *time);
}

void set_effective(View& view, const Context& context) {
    const Fields& form = context.request.form;
    const std::string today = format_day(civil_day(context.site().services.clock.now()));
    const std::string tomorrow =
        format_day(civil_day(context.site().services.clock.now()) + Days(1));
    const bool is_typed = form["when"] == "later";
    view.show_either(is_typed, "LATER", "NOW")
        .set("V_DAY", is_typed ? form["day"] : std::string_view(tomorrow))
        .set("V_TIME", is_typed ? form["time"] : std::string_view("09:00"))
        .set("FIRST_DAY", today);
}

}  // namespace yinxin::http
