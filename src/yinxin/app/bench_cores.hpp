// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sched.h>

namespace yinxin::app {

/// The processors of this process in two halves, so that what asks takes nothing from what answers.
struct SplitCores {
    cpu_set_t program;
    cpu_set_t client;
    bool is_split = false;  ///< false: there is only one, and both are that one
};

[[nodiscard]] SplitCores split_cores();

/// From here on this thread, and every thread it starts, runs on these.
void run_on(const cpu_set_t& cores);

}  // namespace yinxin::app
