// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// 手机号码 in E.164: "+8613800001234". Equal values mean the same number.
struct Mobile {
    std::string e164;

    friend auto operator<=>(const Mobile&, const Mobile&) = default;
};

/// A Chinese number of 11 digits (1[3-9]…), with or without 86 / +86 / 0086, or another country's
/// number beginning with + or 00 and 7 to 15 digits long. Spaces, hyphens, parentheses and
/// full-width digits are accepted.
/// @error person.mobile_invalid
[[nodiscard]] Result<Mobile> parse_mobile(std::string_view raw);

/// 138****1234; another country's number: +44****1234 (at least four digits are hidden).
[[nodiscard]] std::string masked_mobile(const Mobile& mobile);

/// As people write it: 13800001234; another country's number as it is.
[[nodiscard]] std::string written(const Mobile& mobile);

/// Whether it is a Chinese number; those are shown without +86.
[[nodiscard]] bool is_chinese(const Mobile& mobile) noexcept;

}  // namespace yinxin::domain
