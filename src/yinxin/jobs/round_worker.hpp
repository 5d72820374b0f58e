// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/observe/live.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace yinxin::jobs {

/// One thread that does rounds of the same work, at once while there is some, else after a rest.
class RoundWorker {
  public:
    /// @return how much was done; 0: nothing waits.
    using Round = std::function<Result<std::int64_t>()>;

    /// @param name  in logs, and the label "worker" of yinxin_round_seconds.
    RoundWorker(std::string name, Round round, std::chrono::milliseconds rest);
    RoundWorker(const RoundWorker&) = delete;
    RoundWorker& operator=(const RoundWorker&) = delete;
    ~RoundWorker();

    /// Ends the thread after the round in hand. Idempotent.
    void stop();

  private:
    void run();
    [[nodiscard]] bool do_round();

    std::string name_;
    Round round_;
    std::chrono::milliseconds rest_;
    observe::LiveHistogram& seconds_;
    observe::LiveCounter& failures_;
    std::mutex mutex_;
    std::condition_variable condition_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace yinxin::jobs
