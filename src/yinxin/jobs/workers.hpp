// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/press_copies.hpp"
#include "yinxin/observe/metrics.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace yinxin::jobs {

/// The threads that press. They sleep until a job is due or somebody wakes them.
class PressWorkers {
  public:
    /// Starts `shop.settings.workers` threads (0: one per processor). Everything outlives this.
    PressWorkers(PressShop shop, const Clock& clock, observe::Metrics& metrics);
    PressWorkers(const PressWorkers&) = delete;
    PressWorkers& operator=(const PressWorkers&) = delete;
    ~PressWorkers();

    /// Says that a job was committed. Any thread may call it.
    void wake();
    /// Finishes what is in hand and ends the threads. Idempotent.
    void stop();

  private:
    void run();
    void measure(const PressTally& tally, double seconds);

    PressShop shop_;
    const Clock& clock_;
    observe::Counter released_;
    observe::Counter put_back_;
    observe::Counter buried_;
    observe::Histogram seconds_;
    std::mutex mutex_;
    std::condition_variable condition_;
    std::uint64_t wakes_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace yinxin::jobs
