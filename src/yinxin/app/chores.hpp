// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/housekeeping.hpp"
#include "yinxin/service/services.hpp"

#include <vector>

namespace yinxin::app {

/// What the housekeeping does in its rounds beside its own work. `services` outlives them.
[[nodiscard]] std::vector<jobs::Chore> chores(const service::Services& services);

}  // namespace yinxin::app
