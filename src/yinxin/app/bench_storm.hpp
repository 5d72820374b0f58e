// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/command.hpp"

namespace yinxin::app {

/// `yinxin bench browse` and `yinxin bench storm` (docs/bench.md): visitors in numbers, against a
/// running service or a demonstration of its own; figures, journal, thresholds, report.
/// @return the exit code: 1 also where a threshold was missed, each named on standard error
[[nodiscard]] int bench_load(const cli::BenchOptions& options);

}  // namespace yinxin::app
