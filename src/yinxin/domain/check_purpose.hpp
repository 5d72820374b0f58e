// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// Characters (code points) of a purpose.
inline constexpr std::size_t min_check_purpose = 2;
inline constexpr std::size_t max_check_purpose = 100;

/// 核验用途: why somebody asks about another person's certificate, in one line. Kept with the check
/// and shown to the holder (Personal Information Protection Law, articles 6 and 44).
/// @error check.purpose_invalid  params `min`, `max`
Result<std::string> parse_check_purpose(std::string_view typed);

}  // namespace yinxin::domain
