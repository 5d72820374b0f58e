// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

#include <optional>

/// The fields `when` (now, later), `day` and `time` of a form that decides when something takes
/// effect, in Beijing time.
namespace yinxin::http {

/// None: with the decision. @error office.time_invalid  param `field`: effective
Result<std::optional<Instant>> read_effective(const Context& context);
/// LATER, V_DAY, V_TIME and FIRST_DAY: what was typed, or tomorrow at nine.
void set_effective(View& view, const Context& context);

}  // namespace yinxin::http
