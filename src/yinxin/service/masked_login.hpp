// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/text.hpp"

#include <string>
#include <string_view>

namespace yinxin::service {

/// A user name as the office may see it. User names are often numbers of people: two characters
/// stay at the front, one at the end.
[[nodiscard]] inline std::string masked_login(std::string_view login) {
    constexpr std::size_t shortest = 4;
    const auto points = decode_utf8(login);
    if (!points || points->size() < shortest) return "***";
    return encode_utf8(points->substr(0, 2)) + "***" +
           encode_utf8(points->substr(points->size() - 1));
}

}  // namespace yinxin::service
