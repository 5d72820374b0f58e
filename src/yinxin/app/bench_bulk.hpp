// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/result.hpp"

namespace yinxin::app {

/// Measures bulk checks in a served demonstration: a list of 5,000 certificates that are all found,
/// the documents of its result, and copies of one of our PDFs, by the house's own two workers.
Result<void> bench_bulk(BenchFormat format);

}  // namespace yinxin::app
