// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/workers.hpp"

#include "yinxin/base/log.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

/// More jobs in one batch share one commit; fewer keep the wait of the first short.
constexpr int jobs_per_batch = 64;
/// A job another node committed is found by looking again.
constexpr std::chrono::seconds longest_rest{2};

}  // namespace

PressWorkers::PressWorkers(PressShop shop, const Clock& clock, observe::Metrics& metrics)
    : shop_(shop),
      clock_(clock),
      released_(metrics.counter("yinxin_press_released_total", "Copies sealed and released")),
      put_back_(metrics.counter("yinxin_press_put_back_total", "Jobs that will be tried again")),
      buried_(metrics.counter("yinxin_press_buried_total", "Jobs given up for good")),
      seconds_(metrics.histogram("yinxin_press_batch_seconds", "Time of one batch of jobs")) {
    std::size_t count = shop_.settings.workers;
    if (count == 0) count = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < count; ++i) {
        threads_.emplace_back([this] { run(); });
    }
}

PressWorkers::~PressWorkers() {
    stop();
}

void PressWorkers::wake() {
    {
        const std::lock_guard lock(mutex_);
        ++wakes_;
    }
    condition_.notify_one();
}

void PressWorkers::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    condition_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void PressWorkers::run() {
    for (;;) {
        std::uint64_t seen = 0;
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) return;
            seen = wakes_;
        }
        const auto started = std::chrono::steady_clock::now();
        bool found_work = false;
        try {
            const Result<PressTally> tally = press_copies(shop_, clock_.now(), jobs_per_batch);
            if (tally) {
                found_work = tally->claimed > 0;
                const std::chrono::duration<double> took =
                    std::chrono::steady_clock::now() - started;
                if (found_work) measure(*tally, took.count());
            } else {
                log::error("press.failed", {{"error", dotted_name(tally.error().code())}});
            }
        } catch (const std::exception& bug) {
            // One of the three outermost loops: a bug in one batch must not end the worker.
            log::error("press.bug", {{"what", std::string_view(bug.what())}});
        }
        if (found_work) continue;
        std::unique_lock lock(mutex_);
        condition_.wait_for(lock, longest_rest, [&] { return stopping_ || wakes_ != seen; });
    }
}

void PressWorkers::measure(const PressTally& tally, double seconds) {
    released_.add(tally.released);
    put_back_.add(tally.put_back);
    buried_.add(tally.buried);
    seconds_.observe(seconds);
}

}  // namespace yinxin::jobs
