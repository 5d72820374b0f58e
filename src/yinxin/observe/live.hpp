// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Numbers of the whole process for places that are too hot, or lie too low, to be handed a
/// Metrics: statements, commits, calls to neighbours. They are written with relaxed atomics and no
/// lock; every Metrics of the process exposes them.
namespace yinxin::observe {

/// What one family is. A constant of the program; its label takes values from a fixed set of the
/// program as well (names of statements, of pools): never ids, never personal data.
struct LiveFamily {
    const char* name;   ///< yinxin_<what>_<unit>[_total]
    const char* help;   ///< one sentence without a full stop
    const char* label;  ///< "" for a family of one series
    /// Of histograms: upper bounds in ticks, ascending, at most LiveHistogram::most_bounds.
    std::span<const std::int64_t> bounds = {};
    double tick = 1;  ///< what one tick is in the family's unit, e.g. 1e-9 for nanoseconds
};

class LiveCounter {
  public:
    void add(std::uint64_t amount = 1) noexcept {
        value_.fetch_add(amount, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t value() const noexcept {
        return value_.load(std::memory_order_relaxed);
    }

  private:
    std::atomic<std::uint64_t> value_ = 0;
};

class LiveGauge {
  public:
    void add(std::int64_t amount = 1) noexcept {
        value_.fetch_add(amount, std::memory_order_relaxed);
    }
    void set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const noexcept {
        return value_.load(std::memory_order_relaxed);
    }

  private:
    std::atomic<std::int64_t> value_ = 0;
};

class LiveHistogram {
  public:
    static constexpr std::size_t most_bounds = 15;

    explicit LiveHistogram(std::span<const std::int64_t> bounds) noexcept : bounds_(bounds) {}

    /// @param value  in ticks of the family.
    void note(std::int64_t value) noexcept {
        std::size_t at = 0;
        while (at < bounds_.size() && value > bounds_[at])
            ++at;
        counts_[at].fetch_add(1, std::memory_order_relaxed);
        sum_.fetch_add(value, std::memory_order_relaxed);
    }
    void note(std::chrono::nanoseconds took) noexcept { note(took.count()); }

    struct Reading {
        std::vector<std::uint64_t> counts;  ///< one for each bound and one beyond, not added up
        std::int64_t sum = 0;
    };
    /// Counts and sum may be of moments a few increments apart.
    [[nodiscard]] Reading read() const;

  private:
    std::span<const std::int64_t> bounds_;
    std::array<std::atomic<std::uint64_t>, most_bounds + 1> counts_{};
    std::atomic<std::int64_t> sum_ = 0;
};

/// The series with this value of the label, made when first asked for and there until the process
/// ends. Takes a lock: ask once and keep the reference. Thread-safe.
[[nodiscard]] LiveCounter& live_counter(const LiveFamily& family, std::string_view value = {});
[[nodiscard]] LiveGauge& live_gauge(const LiveFamily& family, std::string_view value = {});
[[nodiscard]] LiveHistogram& live_histogram(const LiveFamily& family, std::string_view value = {});

/// Nanoseconds, from a tenth of a millisecond to ten seconds: what one machine does by itself.
[[nodiscard]] std::span<const std::int64_t> work_bounds() noexcept;
/// Nanoseconds, from a millisecond to a minute: what others are waited for.
[[nodiscard]] std::span<const std::int64_t> call_bounds() noexcept;

/// Notes the time from its making to its end.
class Timed {
  public:
    explicit Timed(LiveHistogram& histogram) noexcept
        : histogram_(histogram), began_(std::chrono::steady_clock::now()) {}
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;
    ~Timed() { histogram_.note(std::chrono::steady_clock::now() - began_); }

  private:
    LiveHistogram& histogram_;
    std::chrono::steady_clock::time_point began_;
};

}  // namespace yinxin::observe
