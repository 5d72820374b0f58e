// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_report.hpp"

#include "yinxin/base/log.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace yinxin::app {
namespace {

/// What its budget or limit makes of a figure; empty: there is neither.
std::string verdict_of(const Figure& figure) {
    const char* outcome = figure.is_met() ? "met" : "MISSED";
    if (figure.kept) return outcome;
    if (figure.budget == 0) return figure.reference == 0 ? "" : "shown only";
    return fmt::format(
        "{} {:g}: {}", figure.better == Better::lower_ratio ? "<=" : ">=", figure.budget, outcome);
}

}  // namespace

bool Figure::is_met() const noexcept {
    if (kept) return *kept;
    if (budget == 0) return true;
    return better == Better::lower_ratio ? ratio() <= budget : ratio() >= budget;
}

void print_figure(const Figure& figure, BenchFormat format) {
    if (format == BenchFormat::json) {
        fmt::print(
            "{{\"name\":{},\"value\":{:.6g},\"reference\":{:.6g},\"unit\":{},\"ratio\":{:.4g},"
            "\"budget\":{:.4g},\"met\":{}}}\n",
            log::json_quote(figure.name),
            figure.value,
            figure.reference,
            log::json_quote(figure.unit),
            figure.ratio(),
            figure.budget,
            figure.is_met());
    } else {
        std::string line =
            fmt::format("{:<44} {:>10.4g} {:<6}", figure.name, figure.value, figure.unit);
        if (figure.reference != 0) {
            line += fmt::format(
                " reference {:>10.4g}  ratio {:>7.3f}", figure.reference, figure.ratio());
        }
        if (const std::string verdict = verdict_of(figure); !verdict.empty()) {
            line += "  " + verdict;
        }
        fmt::print("{}\n", line);
    }
    std::fflush(stdout);
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

}  // namespace yinxin::app
