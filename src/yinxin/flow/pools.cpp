// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/pools.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/flow/deadline.hpp"
#include "yinxin/observe/live.hpp"
#include "yinxin/observe/metrics.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace yinxin::flow {
namespace asio = boost::asio;

namespace {

using observe::LiveFamily;
using SteadyTime = std::chrono::steady_clock::time_point;

const LiveFamily wait_seconds{"yinxin_pool_wait_seconds",
                              "Time a job waited in a pool's queue",
                              "pool",
                              observe::work_bounds(),
                              1e-9};
const LiveFamily run_seconds{
    "yinxin_pool_run_seconds", "Time of a job in a pool", "pool", observe::work_bounds(), 1e-9};
const LiveFamily busy_threads{"yinxin_pool_busy", "Threads of a pool that work", "pool"};
const LiveFamily all_threads{"yinxin_pool_threads", "Threads of a pool", "pool"};
const LiveFamily queue_limit{
    "yinxin_pool_queue_limit", "Waiting jobs beyond which a pool refuses work", "pool"};

/// Of pools whose numbers anybody asked for.
struct Measured {
    explicit Measured(const Pool::Shape& shape)
        : waited(observe::live_histogram(wait_seconds, shape.name)),
          ran(observe::live_histogram(run_seconds, shape.name)),
          busy(observe::live_gauge(busy_threads, shape.name)) {
        observe::live_gauge(all_threads, shape.name).set(shape.threads);
        observe::live_gauge(queue_limit, shape.name)
            .set(static_cast<std::int64_t>(shape.queue_limit.jobs()));
    }
    observe::LiveHistogram& waited;
    observe::LiveHistogram& ran;
    observe::LiveGauge& busy;
};

struct Waiting {
    std::move_only_function<void()> work;
    SteadyTime since;
};

}  // namespace

struct Pool::State {
    explicit State(Shape asked) : shape(std::move(asked)) {}

    Shape shape;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Waiting> queue;
    std::vector<std::thread> threads;
    bool stopping = false;
    std::optional<Measured> measured;
    std::optional<observe::Gauge> waiting;
    std::optional<observe::Counter> done;
    std::optional<observe::Counter> refused;
    std::optional<observe::Counter> late;

    void work() {
        while (true) {
            Waiting job;
            {
                std::unique_lock lock(mutex);
                wake.wait(lock, [this] { return stopping || !queue.empty(); });
                if (queue.empty()) return;
                job = std::move(queue.front());
                queue.pop_front();
            }
            if (waiting) waiting->add(-1);
            const SteadyTime began = std::chrono::steady_clock::now();
            if (measured) {
                measured->waited.note(began - job.since);
                measured->busy.add(1);
            }
            try {
                job.work();
            } catch (const std::exception& thrown) {
                log::error("pool.job_threw", {{"pool", shape.name}, {"what", thrown.what()}});
            }
            if (measured) {
                measured->ran.note(std::chrono::steady_clock::now() - began);
                measured->busy.add(-1);
            }
            if (done) done->add();
        }
    }
};

Pool::Pool(Shape asked, observe::Metrics* metrics)
    : state_(std::make_unique<State>(std::move(asked))) {
    unsigned& threads = state_->shape.threads;
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    const std::string& name = state_->shape.name;
    if (metrics != nullptr) {
        state_->measured.emplace(state_->shape);
        state_->waiting = metrics->gauge("yinxin_pool_waiting", "Jobs waiting", {{"pool", name}});
        state_->done =
            metrics->counter("yinxin_pool_jobs_total", "Jobs finished", {{"pool", name}});
        state_->refused = metrics->counter(
            "yinxin_pool_refused_total", "Jobs refused by a full queue", {{"pool", name}});
        state_->late = metrics->counter("yinxin_pool_late_total",
                                        "Jobs not begun because their caller had gone",
                                        {{"pool", name}});
    }
    for (unsigned i = 0; i < threads; ++i) {
        state_->threads.emplace_back([state = state_.get()] { state->work(); });
    }
}

Pool::~Pool() {
    stop();
}

bool Pool::try_submit(std::move_only_function<void()> work) {
    {
        const std::scoped_lock lock(state_->mutex);
        if (state_->stopping || state_->queue.size() >= state_->shape.queue_limit.jobs()) {
            if (state_->refused) state_->refused->add();
            return false;
        }
        state_->queue.push_back({std::move(work), std::chrono::steady_clock::now()});
        if (state_->waiting) state_->waiting->add();
    }
    state_->wake.notify_one();
    return true;
}

void Pool::stop() {
    std::vector<std::thread> threads;
    {
        const std::scoped_lock lock(state_->mutex);
        state_->stopping = true;
        threads.swap(state_->threads);
    }
    state_->wake.notify_all();
    for (std::thread& thread : threads)
        thread.join();
}

namespace {

/// Where a coroutine waits for a job; touched only on the coroutine's own thread, but for `thrown`
/// and `is_late`, which the pool's thread writes before it posts.
struct Resumption {
    explicit Resumption(const asio::any_io_executor& executor) : timer(executor) {
        timer.expires_at(asio::steady_timer::time_point::max());
    }
    asio::steady_timer timer;
    std::exception_ptr thrown;
    bool is_late = false;
    bool is_done = false;
};

}  // namespace

Task<Result<void>> Pool::run(std::move_only_function<void()> work) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    auto waiting = std::make_shared<Resumption>(executor);
    const Carried carried;
    std::move_only_function<void()> job =
        [executor, waiting, work = std::move(work), until = carried.deadline()]() mutable {
            waiting->is_late = until <= std::chrono::steady_clock::now();
            try {
                if (!waiting->is_late) work();
            } catch (...) {
                waiting->thrown = std::current_exception();
            }
            // Moved, not copied: the last reference must die on the coroutine's thread.
            asio::post(executor, [waiting = std::move(waiting)] {
                waiting->is_done = true;
                waiting->timer.cancel();
            });
        };
    if (!try_submit(std::move(job))) {
        carried.resume();
        co_return Error(ErrorCode::unavailable, "pool " + name() + " is full")
            .retry_in(std::chrono::seconds(1));
    }
    co_await waiting->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    carried.resume();
    if (waiting->is_done && waiting->is_late) {
        if (state_->late) state_->late->add();
        co_return Error(ErrorCode::timed_out, "nobody waits any more for pool " + name());
    }
    if (!waiting->is_done) co_return Error(ErrorCode::timed_out, "gave up on pool " + name());
    if (waiting->thrown) std::rethrow_exception(waiting->thrown);
    co_return ok();
}

const std::string& Pool::name() const noexcept {
    return state_->shape.name;
}

unsigned Pool::threads() const noexcept {
    return state_->shape.threads;
}

}  // namespace yinxin::flow
