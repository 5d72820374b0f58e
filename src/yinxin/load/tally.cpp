// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/tally.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace yinxin::load {
namespace {

constexpr std::int64_t most_slices = 120;  ///< of the planned length
constexpr std::size_t slices_kept = 600;   ///< a run that hangs does not grow without end
constexpr int status_busy = 503;

constexpr std::array<std::string_view, step_count> step_keys{
    "home",         "faq",        "query_form", "verify_form", "scan",  "code", "upload",
    "answer",       "login_form", "login",      "notice",      "agree", "list", "certificate",
    "endorse",      "check_data", "apply_form", "review",      "apply", "poll", "download_pdf",
    "download_ofd", "withdraw",   "logout",     "ready",       "asset"};
constexpr std::array<std::string_view, visit_count> visit_keys{"holder", "verifier", "passer_by"};

double milliseconds(std::uint64_t microseconds) {
    return static_cast<double>(microseconds) / 1000;
}

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

void add_step(Metrics& metrics, std::string_view name, const StepTally& tally) {
    const auto set = [&](const char* figure, double value) {
        metrics[fmt::format("{}.{}", name, figure)] = value;
    };
    const std::uint64_t answered = tally.latency.count();
    set("count", static_cast<double>(answered));
    set("failed", static_cast<double>(tally.failed));
    set("failure_share", share(tally.failed, tally.failed + answered));
    set("p50_ms", milliseconds(tally.latency.percentile(0.5)));
    set("p90_ms", milliseconds(tally.latency.percentile(0.9)));
    set("p99_ms", milliseconds(tally.latency.percentile(0.99)));
    set("p999_ms", milliseconds(tally.latency.percentile(0.999)));
    set("max_ms", milliseconds(tally.latency.max()));
    set("mean_ms", tally.latency.mean() / 1000);
}

void add_visits(Metrics& metrics,
                std::string_view name,
                std::uint64_t began,
                std::uint64_t completed) {
    metrics[fmt::format("{}.began", name)] = static_cast<double>(began);
    metrics[fmt::format("{}.complete", name)] = static_cast<double>(completed);
    metrics[fmt::format("{}.complete_share", name)] = share(completed, began);
}

}  // namespace

std::string_view key_of(Step step) noexcept {
    return step_keys[static_cast<std::size_t>(step)];
}

std::string_view key_of(Visit visit) noexcept {
    return visit_keys[static_cast<std::size_t>(visit)];
}

Tally::Tally(LoadClock::time_point start, std::chrono::seconds length)
    : start_(start), width_(std::max<std::int64_t>(1, (length.count() - 1) / most_slices + 1)) {}

Slice& Tally::slice(LoadClock::time_point at) {
    const auto since = std::max(LoadClock::duration(0), at - start_);
    const auto index = std::min(static_cast<std::size_t>(since / width_), slices_kept - 1);
    if (slices_.size() <= index) slices_.resize(index + 1);
    return slices_[index];
}

void Tally::answered(Step step, LoadClock::time_point due, LoadClock::time_point at) {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(at - due).count();
    const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(0, took));
    steps_[static_cast<std::size_t>(step)].latency.record(value);
    if (is_page(step)) slice(at).latency.record(value);
    ++answered_;
}

void Tally::failed(Step step, std::string_view kind, LoadClock::time_point at) {
    ++steps_[static_cast<std::size_t>(step)].failed;
    ++slice(at).failed;
    ++kinds_[fmt::format("{}: {}", key_of(step), kind)];
    ++failed_;
}

void Tally::told_to_wait(int status, LoadClock::time_point at) {
    ++slice(at).told_to_wait;
    ++(status == status_busy ? waits_503_ : waits_429_);
}

void Tally::began(Visit visit, LoadClock::time_point at) {
    ++began_[static_cast<std::size_t>(visit)];
    ++slice(at).arrived;
}

void Tally::completed(Visit visit) {
    ++completed_[static_cast<std::size_t>(visit)];
}

StepTally Tally::pages() const {
    StepTally all;
    for (std::size_t i = 0; i < step_count; ++i) {
        all.failed += steps_[i].failed;
        if (is_page(static_cast<Step>(i))) all.latency.merge(steps_[i].latency);
    }
    return all;
}

std::uint64_t Tally::began_count() const noexcept {
    return std::accumulate(began_.begin(), began_.end(), std::uint64_t{0});
}

std::uint64_t Tally::completed_count() const noexcept {
    return std::accumulate(completed_.begin(), completed_.end(), std::uint64_t{0});
}

Metrics Tally::metrics(std::chrono::duration<double> took) const {
    Metrics metrics;
    const StepTally all = pages();
    add_step(metrics, "all", all);
    for (std::size_t i = 0; i < step_count; ++i) {
        if (steps_[i].latency.count() + steps_[i].failed == 0) continue;
        add_step(metrics, step_keys[i], steps_[i]);
    }
    add_visits(metrics, "visits", began_count(), completed_count());
    for (std::size_t i = 0; i < visit_count; ++i) {
        if (began_[i] > 0) add_visits(metrics, visit_keys[i], began_[i], completed_[i]);
    }
    metrics["waits.busy"] = static_cast<double>(waits_503_);
    metrics["waits.limit"] = static_cast<double>(waits_429_);
    const auto answered = static_cast<double>(all.latency.count());
    metrics["rate.served"] = took.count() > 0 ? answered / took.count() : 0;
    std::uint64_t best = 0;
    for (const Slice& each : slices_)
        best = std::max(best, each.latency.count());
    metrics["rate.peak"] = static_cast<double>(best) / static_cast<double>(width_.count());
    return metrics;
}

bool Tally::is_metric(std::string_view name) {
    static const Metrics every = [] {
        Metrics metrics;
        add_step(metrics, "all", {});
        for (const std::string_view step : step_keys)
            add_step(metrics, step, {});
        add_visits(metrics, "visits", 0, 0);
        for (const std::string_view visit : visit_keys)
            add_visits(metrics, visit, 0, 0);
        for (const char* other : {"waits.busy", "waits.limit", "rate.served", "rate.peak"})
            metrics[other] = 0;
        return metrics;
    }();
    return every.contains(name);
}

}  // namespace yinxin::load
