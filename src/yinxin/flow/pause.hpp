// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace yinxin::flow {

/// Leaves a neighbour alone that failed several times in a row, so that one that hangs costs a few
/// deadlines and no more; after the pause one caller tries. Any number of threads may use one.
class Pause {
  public:
    using Time = std::chrono::steady_clock::time_point;
    struct Shape {
        std::string event;  ///< logged when a pause begins
        int failures = 3;   ///< in a row
        std::chrono::seconds length{10};
        std::function<void(bool is_paused)> told = {};  ///< when a pause begins and when it is over
    };

    explicit Pause(Shape shape) : shape_(std::move(shape)) {}

    /// How long to leave it alone; none: ask, and report() what came of it.
    [[nodiscard]] std::optional<std::chrono::seconds> enter(Time now);
    void report(bool is_good, Time now);

  private:
    Shape shape_;
    std::mutex mutex_;
    int failures_ = 0;
    Time until_;
    bool is_probed_ = false;
};

}  // namespace yinxin::flow
