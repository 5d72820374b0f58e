// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace yinxin::http {

/// When something is to take effect, as a form has it: "2026-12-01 09:00" or "2026-12-01T09:00",
/// Beijing time; empty means with the decision.
/// @error office.time_invalid  not such a time, or over
[[nodiscard]] Result<std::optional<Instant>> parse_effective(std::string_view typed, Instant now);
/// "2026-12-01T09:00", as a date and time field takes it.
[[nodiscard]] std::string effective_field(Instant at);

}  // namespace yinxin::http
