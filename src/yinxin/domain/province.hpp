// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"

#include <span>
#include <string_view>

/// 省级行政区, by the first two digits of GB/T 2260.
namespace yinxin::domain {

struct Province {
    std::string_view code;
    std::string_view zh;
    std::string_view en;
};

/// In the order of their codes.
[[nodiscard]] std::span<const Province> all_provinces() noexcept;
/// By code, by the Chinese name in full or without its last part (河北), or by the English name in
/// any case. nullptr: no such province.
[[nodiscard]] const Province* find_province(std::string_view text);

}  // namespace yinxin::domain
