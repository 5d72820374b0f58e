// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// 统一社会信用代码 (GB 32100), 18 characters, checked.
struct Uscc {
    std::string value;

    friend auto operator<=>(const Uscc&, const Uscc&) = default;
};

/// GB 32100 check character of the first 17 characters; '\0' if one of them is not in the alphabet
/// (digits and capitals without I, O, S, V, Z) or there are not 17.
[[nodiscard]] char uscc_check(std::string_view body) noexcept;

/// Trims and upper-cases. The inner check of GB 11714 is not judged: old codes break it.
/// @error malformed         not 18 characters of the alphabet.
/// @error identifier.check  the last character does not belong to the others.
[[nodiscard]] Result<Uscc> parse_uscc(std::string_view raw);

}  // namespace yinxin::domain
