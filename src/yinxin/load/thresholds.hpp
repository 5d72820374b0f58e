// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::load {

/// Figures of a run by name, e.g. "apply.p99_ms".
using Metrics = std::map<std::string, double, std::less<>>;

/// What a figure must keep to.
struct Threshold {
    enum class Kind { at_most, at_least };
    std::string metric;
    Kind kind = Kind::at_most;
    double limit = 0;

    /// False also where the run has no such figure: what was not measured was not kept.
    [[nodiscard]] bool is_kept(const Metrics& metrics) const;
};

/// Reads a thresholds file:
///
///     [at_most]
///     "apply.p99_ms" = 2000
///     [at_least]
///     "visits.complete_share" = 0.999
///
/// @param known  whether a run can have such a figure, so that a misspelt one is found before the
///               run and not after it
/// @error config.invalid  not TOML, another table, no number, an unknown figure, one twice
[[nodiscard]] Result<std::vector<Threshold>> parse_thresholds(
    std::string_view toml, const std::function<bool(std::string_view)>& known);

/// "missed: apply.p99_ms is 3120, at most 2000 allowed"; for one that was not measured, that.
[[nodiscard]] std::string describe_missed(const Threshold& threshold, const Metrics& metrics);

}  // namespace yinxin::load
