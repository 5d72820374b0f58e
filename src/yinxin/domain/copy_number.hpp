// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// Numbers of one day lie in [0, copy_number_range).
inline constexpr std::uint64_t copy_number_range = 10'000'000'000;

/// 加注件编号: what people quote on the telephone and in letters. "YX20261123-000001234561": the
/// civil day of application, ten digits, and two check digits (ISO 7064 MOD 97-10 over day and
/// number) that catch every wrong digit and every exchange of two neighbours. Says nothing about
/// the holder.
/// @param number  reduced modulo copy_number_range; uniqueness within a day is the database's.
[[nodiscard]] std::string make_copy_number(CivilDay day, std::uint64_t number);

/// The normalised form of a number as typed: either case, spaces and hyphens anywhere.
/// @error malformed         wrong length, prefix, characters or calendar day.
/// @error identifier.check  wrong check digits.
[[nodiscard]] Result<std::string> parse_copy_number(std::string_view raw);

}  // namespace yinxin::domain
