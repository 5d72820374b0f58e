// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/result.hpp"

namespace yinxin::app {

/// 100,000 certificates from approval to their holders: rows written per second beside the
/// database's own bulk load of the same rows in the same run, and the waits of holders meanwhile
/// beside those of an idle service. Makes a demonstration of its own in a temporary directory.
/// YX_BENCH_ROWS in the environment sets another number of rows.
Result<void> bench_office(BenchFormat format);

}  // namespace yinxin::app
