// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace yinxin::observe {

/// Label values are few and fixed (route patterns, job kinds): never ids, never personal data.
using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Handles are cheap to copy, thread-safe, and live as long as their Metrics.
class Counter {
  public:
    explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
    void add(double amount = 1) const;

  private:
    prometheus::Counter* counter_;
};

class Gauge {
  public:
    explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
    void set(double value) const;
    void add(double amount = 1) const;
    [[nodiscard]] double value() const;

  private:
    prometheus::Gauge* gauge_;
};

class Histogram {
  public:
    explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
    void observe(double value) const;

  private:
    prometheus::Histogram* histogram_;
};

/// Bucket bounds in seconds for things people wait for: 1 ms to 60 s.
[[nodiscard]] const std::vector<double>& waiting_bounds();

/// The numbers of this process, in Prometheus terms. Names: yinxin_<what>_<unit>[_total].
class Metrics {
  public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// The same name and labels give the same counter.
    [[nodiscard]] Counter counter(std::string_view name, std::string_view help, Labels labels = {});
    [[nodiscard]] Gauge gauge(std::string_view name, std::string_view help, Labels labels = {});
    [[nodiscard]] Histogram histogram(std::string_view name,
                                      std::string_view help,
                                      const std::vector<double>& bounds = waiting_bounds(),
                                      Labels labels = {});

    /// Everything in the text exposition format, version 0.0.4: these numbers, the live series of
    /// the process (observe/live.hpp), and what the kernel tells of it.
    [[nodiscard]] std::string expose() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::observe
