// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/thresholds.hpp"

#include <cmath>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace yinxin::load {
namespace {

Error refusal(toml::source_index line, std::string_view key, std::string_view reason) {
    return Error(ErrorCode::config_invalid,
                 fmt::format("thresholds: {}: '{}' (line {})", reason, key, line));
}

Result<void> read_table(const toml::table& table,
                        Threshold::Kind kind,
                        const std::function<bool(std::string_view)>& known,
                        std::vector<Threshold>& thresholds) {
    for (const auto& [name, node] : table) {
        const toml::source_index line = name.source().begin.line;
        const auto limit = node.value<double>();
        if (!node.is_number() || !limit || !std::isfinite(*limit)) {
            return refusal(line, name.str(), "the limit must be a number");
        }
        if (!known(name.str())) return refusal(line, name.str(), "no run has this figure");
        thresholds.push_back({std::string(name.str()), kind, *limit});
    }
    return ok();
}

}  // namespace

bool Threshold::is_kept(const Metrics& metrics) const {
    const auto found = metrics.find(metric);
    if (found == metrics.end()) return false;
    return kind == Kind::at_most ? found->second <= limit : found->second >= limit;
}

Result<std::vector<Threshold>> parse_thresholds(
    std::string_view toml, const std::function<bool(std::string_view)>& known) {
    std::vector<Threshold> thresholds;
    try {
        const toml::table whole = toml::parse(toml);
        for (const auto& [name, node] : whole) {
            const bool is_most = name.str() == "at_most";
            const toml::table* table = node.as_table();
            if (table == nullptr || (!is_most && name.str() != "at_least")) {
                return refusal(name.source().begin.line,
                               name.str(),
                               "only the tables at_most and at_least have a meaning here");
            }
            YX_CHECK(read_table(*table,
                                is_most ? Threshold::Kind::at_most : Threshold::Kind::at_least,
                                known,
                                thresholds));
        }
    } catch (const toml::parse_error& wrong) {
        return refusal(wrong.source().begin.line, wrong.description(), "not TOML");
    }
    return thresholds;
}

std::string describe_missed(const Threshold& threshold, const Metrics& metrics) {
    const std::string_view bound =
        threshold.kind == Threshold::Kind::at_most ? "at most" : "at least";
    const auto found = metrics.find(threshold.metric);
    if (found == metrics.end()) {
        return fmt::format("missed: {} was not measured, {} {:g} wanted",
                           threshold.metric,
                           bound,
                           threshold.limit);
    }
    return fmt::format("missed: {} is {:.4g}, {} {:g} wanted",
                       threshold.metric,
                       found->second,
                       bound,
                       threshold.limit);
}

}  // namespace yinxin::load
