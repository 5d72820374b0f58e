// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/result.hpp"

namespace yinxin::app {

/// A table of 100,000 results from the mapping of its columns to its checked rows, beside the
/// database's own bulk load of the same rows in the same run, and what memory that took. Makes a
/// demonstration of its own in a temporary directory, and says on standard error how far it is.
/// YX_BENCH_ROWS in the environment sets another number of rows, YX_BENCH_DATABASE an empty
/// PostgreSQL database.
Result<void> bench_import(BenchFormat format);

}  // namespace yinxin::app
