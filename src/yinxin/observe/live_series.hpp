// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <prometheus/metric_family.h>

namespace yinxin::observe {

/// The live series as the exposition knows them; for Metrics alone.
[[nodiscard]] std::vector<prometheus::MetricFamily> read_live_series();

/// What the kernel tells of this process, under the names all of Prometheus' clients use; empty
/// where /proc cannot be read.
[[nodiscard]] std::vector<prometheus::MetricFamily> read_process_series();

}  // namespace yinxin::observe
