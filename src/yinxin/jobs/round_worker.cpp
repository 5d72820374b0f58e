// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/round_worker.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/observe/live.hpp"

namespace yinxin::jobs {
namespace {

const observe::LiveFamily seconds{"yinxin_round_seconds",
                                  "Time of one round of a worker, those that found nothing too",
                                  "worker",
                                  observe::work_bounds(),
                                  1e-9};
const observe::LiveFamily failures{
    "yinxin_round_failures_total", "Rounds of a worker that failed", "worker"};

}  // namespace

RoundWorker::RoundWorker(std::string name, Round round, std::chrono::milliseconds rest)
    : name_(std::move(name)),
      round_(std::move(round)),
      rest_(rest),
      seconds_(observe::live_histogram(seconds, name_)),
      failures_(observe::live_counter(failures, name_)),
      thread_([this] { run(); }) {}

RoundWorker::~RoundWorker() {
    stop();
}

void RoundWorker::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    condition_.notify_all();
    if (thread_.joinable()) thread_.join();
}

/// @return whether to look again at once.
bool RoundWorker::do_round() {
    const observe::Timed timed(seconds_);
    try {
        const Result<std::int64_t> done = round_();
        if (done) return *done > 0;
        failures_.add();
        log::error("round.failed",
                   {{"worker", name_}, {"error", dotted_name(done.error().code())}});
    } catch (const std::exception& bug) {
        // One of the outermost loops: a bug in one round must not end the worker.
        failures_.add();
        log::error("round.bug", {{"worker", name_}, {"what", std::string_view(bug.what())}});
    }
    return false;
}

void RoundWorker::run() {
    for (;;) {
        const bool found_work = do_round();
        std::unique_lock lock(mutex_);
        if (found_work && !stopping_) continue;
        if (condition_.wait_for(lock, rest_, [this] { return stopping_; })) return;
    }
}

}  // namespace yinxin::jobs
