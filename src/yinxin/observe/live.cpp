// SPDX-License-Identifier: Apache-2.0
#include "yinxin/observe/live.hpp"

#include "yinxin/observe/live_series.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace yinxin::observe {
namespace {

constexpr std::int64_t us = 1'000;
constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t s = 1'000'000'000;

constexpr std::array work{
    100 * us, 300 * us, 1 * ms, 3 * ms, 10 * ms, 30 * ms, 100 * ms, 300 * ms, 1 * s, 10 * s};
constexpr std::array call{1 * ms,
                          5 * ms,
                          25 * ms,
                          100 * ms,
                          250 * ms,
                          500 * ms,
                          1 * s,
                          2500 * ms,
                          5 * s,
                          10 * s,
                          30 * s,
                          60 * s};

template <class Series>
struct Family {
    LiveFamily about;
    std::map<std::string, std::unique_ptr<Series>, std::less<>> series;
};

/// Families by name. They are never taken down: threads write to them until the process ends.
struct Register {
    std::mutex mutex;
    std::map<std::string_view, Family<LiveCounter>> counters;
    std::map<std::string_view, Family<LiveGauge>> gauges;
    std::map<std::string_view, Family<LiveHistogram>> histograms;
};

Register& the_register() {
    static Register& kept = *new Register();
    return kept;
}

template <class Series, class... Arguments>
Series& find_or_make(std::map<std::string_view, Family<Series>>& families,
                     const LiveFamily& about,
                     std::string_view value,
                     Arguments... arguments) {
    const std::lock_guard lock(the_register().mutex);
    Family<Series>& family =
        families.try_emplace(about.name, Family<Series>{about, {}}).first->second;
    auto found = family.series.find(value);
    if (found == family.series.end()) {
        found =
            family.series.emplace(std::string(value), std::make_unique<Series>(arguments...)).first;
    }
    return *found->second;
}

prometheus::ClientMetric labelled(const LiveFamily& about, const std::string& value) {
    prometheus::ClientMetric metric;
    if (about.label[0] != '\0') metric.label.push_back({about.label, value});
    return metric;
}

void fill(prometheus::ClientMetric& metric, const LiveFamily& about, const LiveCounter& counter) {
    metric.counter.value = static_cast<double>(counter.value()) * about.tick;
}

void fill(prometheus::ClientMetric& metric, const LiveFamily& about, const LiveGauge& gauge) {
    metric.gauge.value = static_cast<double>(gauge.value()) * about.tick;
}

void fill(prometheus::ClientMetric& metric, const LiveFamily& about, const LiveHistogram& made) {
    const LiveHistogram::Reading reading = made.read();
    auto& histogram = metric.histogram;
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < reading.counts.size(); ++i) {
        so_far += reading.counts[i];
        const double bound = i < about.bounds.size()
                                 ? static_cast<double>(about.bounds[i]) * about.tick
                                 : std::numeric_limits<double>::infinity();
        histogram.bucket.push_back({so_far, bound});
    }
    histogram.sample_count = so_far;
    histogram.sample_sum = static_cast<double>(reading.sum) * about.tick;
}

template <class Series>
void read_families(const std::map<std::string_view, Family<Series>>& families,
                   prometheus::MetricType type,
                   std::vector<prometheus::MetricFamily>& into) {
    for (const auto& [name, family] : families) {
        prometheus::MetricFamily read{family.about.name, family.about.help, type, {}};
        for (const auto& [value, series] : family.series) {
            fill(read.metric.emplace_back(labelled(family.about, value)), family.about, *series);
        }
        into.push_back(std::move(read));
    }
}

}  // namespace

LiveHistogram::Reading LiveHistogram::read() const {
    Reading reading;
    for (std::size_t i = 0; i <= bounds_.size(); ++i) {
        reading.counts.push_back(counts_[i].load(std::memory_order_relaxed));
    }
    reading.sum = sum_.load(std::memory_order_relaxed);
    return reading;
}

LiveCounter& live_counter(const LiveFamily& family, std::string_view value) {
    return find_or_make(the_register().counters, family, value);
}

LiveGauge& live_gauge(const LiveFamily& family, std::string_view value) {
    return find_or_make(the_register().gauges, family, value);
}

LiveHistogram& live_histogram(const LiveFamily& family, std::string_view value) {
    return find_or_make(the_register().histograms, family, value, family.bounds);
}

std::span<const std::int64_t> work_bounds() noexcept {
    return work;
}

std::span<const std::int64_t> call_bounds() noexcept {
    return call;
}

std::vector<prometheus::MetricFamily> read_live_series() {
    Register& kept = the_register();
    std::vector<prometheus::MetricFamily> all;
    const std::lock_guard lock(kept.mutex);
    read_families(kept.counters, prometheus::MetricType::Counter, all);
    read_families(kept.gauges, prometheus::MetricType::Gauge, all);
    read_families(kept.histograms, prometheus::MetricType::Histogram, all);
    return all;
}

}  // namespace yinxin::observe
