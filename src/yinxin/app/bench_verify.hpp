// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/result.hpp"

namespace yinxin::app {

/// Measures the doors of verification: reading and judging one of our PDFs, in this process and in
/// a reading process, beside pdfsig on the same file; and the public page of a copy beside nginx
/// serving a static file of the same size. Programs that are not installed leave their lines out.
Result<void> bench_verify(BenchFormat format);

}  // namespace yinxin::app
