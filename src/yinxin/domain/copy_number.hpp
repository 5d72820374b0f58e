// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/day_number.hpp"

namespace yinxin::domain {

/// Numbers of one day lie in [0, copy_number_range).
inline constexpr std::uint64_t copy_number_range = day_number_range;

/// 加注件编号: what people quote on the telephone and in letters, "YX20261123-000001234561" with
/// the civil day of application. Says nothing about the holder.
/// @param number  reduced modulo copy_number_range; uniqueness within a day is the database's.
[[nodiscard]] inline std::string make_copy_number(CivilDay day, std::uint64_t number) {
    return make_day_number("YX", day, number);
}

/// The normalised form of a number as typed: either case, spaces and hyphens anywhere.
/// @error malformed, identifier.check  as parse_day_number
[[nodiscard]] inline Result<std::string> parse_copy_number(std::string_view raw) {
    return parse_day_number("YX", raw);
}

}  // namespace yinxin::domain
