// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/load/tally.hpp"

#include <string>
#include <utility>
#include <vector>

namespace yinxin::load {

/// What a report says beside what was counted.
struct ReportFacts {
    std::string title;
    std::vector<std::pair<std::string, std::string>> facts;  ///< how the run was made
    std::vector<Threshold> thresholds;
    std::chrono::duration<double> took{};
};

/// One HTML page that needs nothing else: charts as inline SVG with a table beside each, light and
/// dark, no script, nothing fetched, nothing about a person.
[[nodiscard]] std::string write_report(const Tally& tally, const ReportFacts& facts);

}  // namespace yinxin::load
