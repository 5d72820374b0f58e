// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/day_number.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::domain {
namespace {

constexpr std::size_t day_length = 8;
constexpr std::size_t serial_length = 10;
constexpr std::size_t digit_count = day_length + serial_length + 2;

/// ISO 7064 MOD 97-10: two digits that make the whole number congruent to 1.
int check_digits(std::string_view digits) noexcept {
    int rest = 0;
    for (const char digit : digits) {
        rest = (rest * 10 + (digit - '0')) % 97;
    }
    return 98 - rest * 100 % 97;
}

std::string with_check(std::string_view prefix, const std::string& digits) {
    return fmt::format("{}{}-{}{:02}",
                       prefix,
                       digits.substr(0, day_length),
                       digits.substr(day_length),
                       check_digits(digits));
}

}  // namespace

std::string make_day_number(std::string_view prefix, CivilDay day, std::uint64_t number) {
    std::string digits = replace_all(format_day(day), "-", "");
    digits += fmt::format("{:010}", number % day_number_range);
    return with_check(prefix, digits);
}

Result<std::string> parse_day_number(std::string_view prefix, std::string_view raw) {
    std::string text;
    for (const char32_t point : fold::compact(raw)) {
        if (!fold::is_hyphen(point)) text += encode_utf8(point);
    }
    const bool shaped = text.size() == prefix.size() + digit_count && text.starts_with(prefix);
    const std::string digits = shaped ? text.substr(prefix.size()) : std::string();
    if (!shaped || digits.find_first_not_of("0123456789") != std::string::npos) {
        return Error(ErrorCode::malformed, "not a number of a day");
    }
    YX_CHECK(
        parse_day(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2)));
    std::string number = with_check(prefix, digits.substr(0, day_length + serial_length));
    if (!number.ends_with(digits.substr(day_length))) {
        return Error(ErrorCode::identifier_check, "number of a day");
    }
    return number;
}

}  // namespace yinxin::domain
