// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/result.hpp"

#include <chrono>

namespace yinxin::app {

/// Five times as much as can be served: what is still served, beside the peak of the same run, and
/// how long those who are served wait (docs/peak.md).
/// @param length  of each of the two loads
/// @error unavailable  a budget is missed: less than 80 % is served, or 1 % wait too long
[[nodiscard]] Result<void> bench_overload(BenchFormat format, std::chrono::seconds length);

}  // namespace yinxin::app
