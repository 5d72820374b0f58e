// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::service {

/// Characters that sound like this one (Mandarin, tone included) and that an old entry form could
/// not take: those outside GB 2312, the more common sets first. For offering what 王晓[沛] may have
/// meant; people decide.
///
/// Source of the readings: ICU's transliterator Han-Latin. Slow (a second) the first time.
/// @param homophone  one character
/// @param find_uncovered  characters it finds are left out: our fonts could not print them.
[[nodiscard]] std::vector<std::string> rare_homophones(
    std::string_view homophone,
    const std::function<std::optional<char32_t>(std::string_view)>& find_uncovered);

}  // namespace yinxin::service
