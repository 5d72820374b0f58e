// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// Numbers of one day lie in [0, day_number_range).
inline constexpr std::uint64_t day_number_range = 10'000'000'000;

/// Numbers people quote: two letters, the civil day, ten digits, and two check digits (ISO 7064
/// MOD 97-10 over day and number) that catch every wrong digit and every exchange of two
/// neighbours: "YX20261123-000001234561".
/// @param number  reduced modulo day_number_range.
[[nodiscard]] std::string make_day_number(std::string_view prefix,
                                          CivilDay day,
                                          std::uint64_t number);

/// The normalised form of a number as typed: either case, spaces and hyphens anywhere.
/// @error malformed         wrong length, prefix, characters or calendar day.
/// @error identifier.check  wrong check digits.
[[nodiscard]] Result<std::string> parse_day_number(std::string_view prefix, std::string_view raw);

}  // namespace yinxin::domain
