// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/result.hpp"

namespace yinxin::app {

/// Applications through HTTP and database until the copy can be downloaded: the wait of one person
/// on an idle service, and endorsements per second beside what the two cores can sign raw. Makes a
/// small demonstration of its own in a temporary directory, without a timestamp authority (B-B).
/// YX_BENCH_DATABASE in the environment names an empty PostgreSQL database; else embedded.
Result<void> bench_endorse(BenchFormat format);

}  // namespace yinxin::app
