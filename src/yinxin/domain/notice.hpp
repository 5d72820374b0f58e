// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/bilingual.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yinxin::domain {

/// One version of the 服务须知.
struct NoticeVersion {
    int version = 0;  ///< 1, 2, …; a higher one takes over at its effective time
    Instant effective_from{};
    Bilingual title;
    std::vector<std::string> paragraphs_zh;
    std::vector<std::string> paragraphs_en;
};

/// The version in force at `now`: the highest whose effective time has come (inclusive); nullptr
/// before the first. The order of `versions` does not matter.
[[nodiscard]] const NoticeVersion* notice_in_force(std::span<const NoticeVersion> versions,
                                                   Instant now) noexcept;

/// Whether somebody must agree (again) before going on. Agreeing to a newer version than the one in
/// force covers it.
/// @param accepted  the highest version ever agreed to; none: never.
[[nodiscard]] bool needs_consent(std::optional<int> accepted, int in_force) noexcept;

}  // namespace yinxin::domain
