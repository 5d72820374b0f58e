// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace yinxin::observe {

struct CheckOutcome {
    std::string name;
    bool good = false;
    std::string detail;  ///< for operators; empty when good
};

struct Readiness {
    bool ready = false;
    std::vector<CheckOutcome> checks;

    /// One more outcome; a bad one makes the whole not ready.
    void add(std::string name, const Result<void>& outcome);
    /// {"ready":false,"checks":[{"name":"storage","good":false,"detail":"…"}]}
    [[nodiscard]] std::string json() const;
};

/// Whether this process should get requests: every named check good, and not draining.
/// Thread-safe. Checks must be quick (they read a flag or a gauge, they do not open connections).
class Health {
  public:
    using Check = std::function<Result<void>()>;

    void add(std::string name, Check check);
    /// From now on not ready: the load balancer looks elsewhere while requests finish.
    void start_draining();
    [[nodiscard]] Readiness readiness() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::pair<std::string, Check>> checks_;
    bool draining_ = false;
};

}  // namespace yinxin::observe
