// SPDX-License-Identifier: Apache-2.0
#include "yinxin/observe/metrics.hpp"

#include "yinxin/observe/live_series.hpp"

#include <iterator>
#include <map>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace yinxin::observe {
namespace {

std::map<std::string, std::string> labels_of(Labels labels) {
    std::map<std::string, std::string> all;
    for (const auto& [name, value] : labels)
        all.emplace(name, value);
    return all;
}

}  // namespace

void Counter::add(double amount) const {
    counter_->Increment(amount);
}

void Gauge::set(double value) const {
    gauge_->Set(value);
}

void Gauge::add(double amount) const {
    gauge_->Increment(amount);
}

double Gauge::value() const {
    return gauge_->Value();
}

void Histogram::observe(double value) const {
    histogram_->Observe(value);
}

const std::vector<double>& waiting_bounds() {
    static const std::vector<double> bounds{
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
    return bounds;
}

struct Metrics::State {
    prometheus::Registry registry;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}

Metrics::~Metrics() = default;

Counter Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
    auto& family = prometheus::BuildCounter()
                       .Name(std::string(name))
                       .Help(std::string(help))
                       .Register(state_->registry);
    return Counter(family.Add(labels_of(labels)));
}

Gauge Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
    auto& family = prometheus::BuildGauge()
                       .Name(std::string(name))
                       .Help(std::string(help))
                       .Register(state_->registry);
    return Gauge(family.Add(labels_of(labels)));
}

Histogram Metrics::histogram(std::string_view name,
                             std::string_view help,
                             const std::vector<double>& bounds,
                             Labels labels) {
    auto& family = prometheus::BuildHistogram()
                       .Name(std::string(name))
                       .Help(std::string(help))
                       .Register(state_->registry);
    return Histogram(family.Add(labels_of(labels), bounds));
}

std::string Metrics::expose() const {
    std::vector<prometheus::MetricFamily> all = state_->registry.Collect();
    for (auto& more : {read_live_series(), read_process_series()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return prometheus::TextSerializer().Serialize(all);
}

}  // namespace yinxin::observe
