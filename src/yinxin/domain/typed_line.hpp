// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// One line of free text as people type it: trimmed, runs of white space become one space; empty
/// stays empty.
/// @param max  characters.
/// @param code  of the Error: too long, not UTF-8, or a control, invisible, private-use or
///   noncharacter; param `max`.
[[nodiscard]] Result<std::string> parse_typed_line(std::string_view raw,
                                                   std::size_t max,
                                                   ErrorCode code);

/// Longest purpose in characters.
inline constexpr std::size_t max_purpose_length = 200;
/// 核验用途: why somebody checks, in the checker's own words; the holder reads it.
/// @error purpose.invalid  shorter than two characters, longer than 200, or not printable; `max`
[[nodiscard]] Result<std::string> parse_purpose(std::string_view raw);

}  // namespace yinxin::domain
