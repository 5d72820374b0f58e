// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/result.hpp"

namespace yinxin::app {

/// Endorsed PDF, build and seal on one core, beside the raw signature of the same key; and the
/// verification of what was just sealed. Keys are made for the run and thrown away.
Result<void> bench_documents(BenchFormat format);

/// What two cores can do at most, for benchmarks of the whole way.
struct TwoCores {
    double documents_per_second = 0;       ///< built and sealed, P-256, B-B
    double rsa_signatures_per_second = 0;  ///< raw, RSA-3072
};
Result<TwoCores> measure_two_cores();

}  // namespace yinxin::app
