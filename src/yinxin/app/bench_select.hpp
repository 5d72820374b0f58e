// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/result.hpp"

namespace yinxin::app {

/// One row by its key through the store, as every page of a copy asks for it, beside the same
/// statement on a bare connection of the same thread; one thread, then two.
/// YX_BENCH_DATABASE in the environment names an empty PostgreSQL database; else embedded.
Result<void> bench_select(BenchFormat format);

}  // namespace yinxin::app
