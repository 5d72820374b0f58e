// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/report.hpp"

#include "yinxin/load/chart.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yinxin::load {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --ink: #1b2733; --quiet: #55626f; --paper: #ffffff;
  --line: #d8dee4; --c0: #1f5fbf; --c1: #b4480f; --c2: #6b3fa0; --c3: #0f766e; --bad: #b3261e;
  --good: #1c6b3c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --quiet: #a3b0bd; --paper: #14191f;
  --line: #333d47; --c0: #7db0ff; --c1: #ffa06b; --c2: #c6a2f5; --c3: #5fd0c5; --bad: #ff8f86;
  --good: #7fd6a0; } }
body { margin: 0 auto; padding: 1.5rem; max-width: 62rem; color: var(--ink);
  background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); text-align: right;
  white-space: nowrap; font-weight: normal; }
thead th { color: var(--quiet); } th:first-child { text-align: left; }
.missed { color: var(--bad); font-weight: bold; } .kept { color: var(--good); }
figure { margin: 1.5rem 0; } figcaption { font-weight: bold; }
summary { color: var(--quiet); cursor: pointer; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--quiet); font-size: 13px; font-family: system-ui, sans-serif; }
.grid { stroke: var(--line); } .bar { fill: var(--c0); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.s0 { stroke: var(--c0); } .s1 { stroke: var(--c1); stroke-dasharray: 7 3; }
.s2 { stroke: var(--c2); stroke-dasharray: 2 3; } .s3 { stroke: var(--c3); stroke-dasharray: 9 3 2 3; }
)";

double value_of(const Metrics& metrics, const std::string& name) {
    const auto found = metrics.find(name);
    return found == metrics.end() ? 0 : found->second;
}

std::string facts_list(const ReportFacts& facts) {
    std::string html = "<dl>\n";
    for (const auto& [name, text] : facts.facts)
        html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escape(name), escape(text));
    return html + "</dl>\n";
}

std::string thresholds_table(const ReportFacts& facts, const Metrics& metrics) {
    if (facts.thresholds.empty()) return "<p>None were given.</p>\n";
    std::string html =
        "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">figure</th>"
        "<th scope=\"col\">value</th><th scope=\"col\">limit</th><th scope=\"col\">kept</th></tr>"
        "</thead>\n<tbody>\n";
    for (const Threshold& each : facts.thresholds) {
        const bool is_kept = each.is_kept(metrics);
        html += fmt::format(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{} {:g}</td><td "
            "class=\"{}\">{}</td></tr>\n",
            escape(each.metric),
            metrics.contains(each.metric) ? number_text(value_of(metrics, each.metric)) : "none",
            each.kind == Threshold::Kind::at_most ? "at most" : "at least",
            each.limit,
            is_kept ? "kept" : "missed",
            is_kept ? "kept" : "missed");
    }
    return html + "</tbody>\n</table></div>\n";
}

std::string visits_table(const Metrics& metrics) {
    std::string html =
        "<div class=\"wide\"><table>\n<caption>Visits: from arrival to departure</caption>\n"
        "<thead><tr><th scope=\"col\">visitors</th><th scope=\"col\">came</th>"
        "<th scope=\"col\">did what they came for</th></tr></thead>\n<tbody>\n";
    for (const char* who : {"holder", "verifier", "passer_by", "visits"}) {
        const std::string name = who;
        if (!metrics.contains(name + ".began")) continue;
        html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                            name == "visits" ? "all" : escape(name),
                            number_text(value_of(metrics, name + ".began")),
                            number_text(value_of(metrics, name + ".complete")));
    }
    return html + "</tbody>\n</table></div>\n";
}

std::string steps_table(const Metrics& metrics) {
    static constexpr std::array<std::string_view, 8> columns{
        "count", "failed", "p50_ms", "p90_ms", "p99_ms", "p999_ms", "max_ms", "mean_ms"};
    std::string html =
        "<div class=\"wide\"><table>\n<caption>Steps: from when a request was due to its answer, "
        "milliseconds; \u201Cready\u201D is from the application to the copy</caption>\n<thead><tr>"
        "<th scope=\"col\">step</th>";
    for (const char* name : {"answered", "failed", "p50", "p90", "p99", "p99.9", "max", "mean"})
        html += fmt::format("<th scope=\"col\">{}</th>", name);
    html += "</tr></thead>\n<tbody>\n";
    std::vector<std::string> names;
    for (std::size_t i = 0; i < step_count; ++i)
        names.emplace_back(key_of(static_cast<Step>(i)));
    names.emplace_back("all");
    for (const std::string& name : names) {
        if (!metrics.contains(name + ".count")) continue;
        html += fmt::format("<tr><th scope=\"row\">{}</th>", escape(name));
        for (const std::string_view column : columns) {
            html += fmt::format("<td>{}</td>",
                                number_text(value_of(metrics, fmt::format("{}.{}", name, column))));
        }
        html += "</tr>\n";
    }
    return html + "</tbody>\n</table></div>\n";
}

LineChart rate_chart(const Tally& tally) {
    LineChart chart;
    chart.title = "Rate over time";
    chart.unit = "per second";
    chart.seconds_each = static_cast<double>(tally.slice_width().count());
    chart.series = {{"answers", {}}, {"visits begun", {}}, {"failures", {}}, {"put off", {}}};
    for (const Slice& slice : tally.slices()) {
        const std::array<std::uint64_t, 4> counts{
            slice.latency.count(), slice.arrived, slice.failed, slice.told_to_wait};
        for (std::size_t i = 0; i < counts.size(); ++i) {
            chart.series[i].values.push_back(static_cast<double>(counts[i]) / chart.seconds_each);
        }
    }
    return chart;
}

LineChart latency_chart(const Tally& tally) {
    LineChart chart;
    chart.title = "Latency over time";
    chart.unit = "ms, logarithmic";
    chart.is_logarithmic = true;
    chart.seconds_each = static_cast<double>(tally.slice_width().count());
    static constexpr std::array<std::pair<const char*, double>, 3> shares{
        {{"p50", 0.5}, {"p90", 0.9}, {"p99", 0.99}}};
    for (const auto& [name, share] : shares) {
        Series series{name, {}};
        for (const Slice& slice : tally.slices())
            series.values.push_back(static_cast<double>(slice.latency.percentile(share)) / 1000);
        chart.series.push_back(std::move(series));
    }
    return chart;
}

/// Five bars to each power of ten of milliseconds.
BarChart latency_bars(const Histogram& latency) {
    BarChart chart;
    chart.title = "All answers by latency";
    chart.label = "up to, ms";
    chart.unit = "answers";
    static constexpr std::array<double, 5> steps{1, 1.6, 2.5, 4, 6.3};
    std::uint64_t before = 0;
    for (double power = 0.1; before < latency.count(); power *= 10) {
        for (const double step : steps) {
            const auto upper = static_cast<std::uint64_t>(power * step * 1000);
            const std::uint64_t seen = latency.count_up_to(upper);
            const bool is_begun = seen > 0 || !chart.bars.empty();
            if (is_begun && before < latency.count()) {
                chart.bars.push_back(
                    {number_text(power * step), static_cast<double>(seen - before)});
            }
            before = seen;
        }
    }
    return chart;
}

std::string failures(const Tally& tally) {
    if (tally.failures().empty()) return "<p>Nothing failed.</p>\n";
    BarChart chart;
    chart.title = "Failures by kind";
    chart.label = "step and kind";
    chart.unit = "failures";
    chart.direction = Direction::lying;
    for (const auto& [kind, count] : tally.failures())
        chart.bars.push_back({kind, static_cast<double>(count)});
    std::ranges::sort(chart.bars, std::ranges::greater(), [](const Bar& bar) {
        return std::pair(bar.value, bar.label);
    });
    return draw(chart);
}

}  // namespace

std::string write_report(const Tally& tally, const ReportFacts& facts) {
    const Metrics metrics = tally.metrics(facts.took);
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n",
        escape(facts.title),
        style);
    html += facts_list(facts);
    html += "<h2>Thresholds</h2>\n" + thresholds_table(facts, metrics);
    html += "<h2>Over time</h2>\n" + draw(rate_chart(tally)) + draw(latency_chart(tally));
    html += "<h2>Latency</h2>\n";
    if (tally.pages().latency.count() > 0) html += draw(latency_bars(tally.pages().latency));
    html += steps_table(metrics);
    html += "<h2>Visits</h2>\n" + visits_table(metrics);
    html += "<h2>Failures</h2>\n" + failures(tally);
    html += fmt::format(
        "<p>Put off with 503: {}; with 429: {}. Somebody put off comes back when told to; the wait "
        "is part of the latency.</p>\n",
        number_text(value_of(metrics, "waits.busy")),
        number_text(value_of(metrics, "waits.limit")));
    return html + "</main>\n</body>\n</html>\n";
}

}  // namespace yinxin::load
