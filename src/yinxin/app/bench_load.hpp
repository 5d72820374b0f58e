// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace yinxin::app {

/// What is asked, how often and on how many connections.
struct LoadPlan {
    std::uint16_t port = 0;
    std::vector<std::string> requests;  ///< whole GET requests, asked one after the other in turns
    std::size_t connections = 64;       ///< each from an address of its own, 127.0.x.y
    /// Questions a second, whether or not the earlier ones are answered (open loop); 0: each
    /// connection asks as soon as it has its answer (closed loop).
    double rate = 0;
    std::chrono::milliseconds length{5000};
    std::chrono::milliseconds warm_up{1000};  ///< asked before and not counted
};

/// What came of it, counted by when a question was due.
struct LoadOutcome {
    std::int64_t asked = 0;
    std::int64_t served = 0;   ///< 2xx and 3xx
    std::int64_t refused = 0;  ///< 503 with Retry-After
    std::int64_t failed = 0;   ///< anything else: another status, a closed connection
    std::int64_t unasked = 0;  ///< due while every connection was busy
    double seconds = 0;
    std::vector<double> waits;  ///< milliseconds from due to served, sorted

    [[nodiscard]] double served_per_second() const noexcept {
        return seconds == 0 ? 0 : static_cast<double>(served) / seconds;
    }
    /// @param share  0.99: what 99 of 100 did not wait longer than; 0 where nothing was served
    [[nodiscard]] double wait(double share) const noexcept;
};

/// Asks from one thread. @error unavailable  nobody listens.
[[nodiscard]] Result<LoadOutcome> run_load(const LoadPlan& plan);

}  // namespace yinxin::app
