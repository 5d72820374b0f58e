// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/flow/task.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace yinxin::observe {
class Metrics;
}

namespace yinxin::flow {

/// Threads that run plain functions from one bounded queue.
///
/// A process has one CPU pool (a thread per processor) and one pool per slow neighbour (database
/// readers, key module, timestamp authority), so that a hanging neighbour blocks only its own.
/// Destroy pools before the Runtime: their last jobs report to its threads.
class Pool {
  public:
    /// How many jobs may wait. Without a default: nobody makes a queue without saying its end.
    class QueueLimit {
      public:
        explicit constexpr QueueLimit(std::size_t jobs) : jobs_(jobs) {}
        [[nodiscard]] constexpr std::size_t jobs() const noexcept { return jobs_; }

      private:
        std::size_t jobs_;
    };

    struct Shape {
        std::string name;        ///< metrics label, e.g. "cpu"
        unsigned threads;        ///< 0 means one per processor
        QueueLimit queue_limit;  ///< waiting jobs beyond which work is refused
    };

    /// @param metrics  optional; must outlive the pool.
    explicit Pool(Shape shape, observe::Metrics* metrics = nullptr);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// Hands work over; false if the queue is full or the pool is stopping. An exception that
    /// leaves `work` is logged and dropped.
    [[nodiscard]] bool try_submit(std::move_only_function<void()> work);

    /// Refuses new work, finishes what is queued, joins the threads. Idempotent.
    void stop();

    /// Runs work and resumes on the caller's thread; what `work` throws is thrown there.
    /// If the awaiting coroutine is cancelled (with_deadline) the wait ends at once with
    /// timed_out and the work goes on alone: it must own everything it touches.
    /// Work whose caller's deadline (deadline.hpp) is over when its turn comes is not begun.
    /// @error unavailable  queue full or stopping; retry_after is one second.
    /// @error timed_out    the waiting was cancelled, or the deadline was over first.
    [[nodiscard]] Task<Result<void>> run(std::move_only_function<void()> work);

    [[nodiscard]] const std::string& name() const noexcept;
    [[nodiscard]] unsigned threads() const noexcept;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

namespace detail {
template <class T>
struct AsResult {
    using type = Result<T>;
};
template <class T>
struct AsResult<Result<T>> {
    using type = Result<T>;
};
}  // namespace detail

/// What on_pool gives for a function that returns T: Result<T>; a Result stays what it is.
template <class F>
using PoolResult = typename detail::AsResult<std::invoke_result_t<F&>>::type;

/// `auto hash = co_await on_pool(cpu, [file] { return sha256(file); });`
///
/// Runs `work` on the pool and resumes on the caller's executor. Adds the pool's own errors
/// (see Pool::run) to those of `work`. Capture by value where a deadline may cut the wait short.
template <class F>
[[nodiscard]] Task<PoolResult<F>> on_pool(Pool& pool, F work) {
    using Outcome = PoolResult<F>;
    struct Job {
        F work;
        std::optional<Outcome> outcome;
    };
    auto job = std::make_shared<Job>(std::move(work), std::nullopt);
    std::move_only_function<void()> run = [job] {
        if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
            job->work();
            job->outcome.emplace();
        } else {
            job->outcome.emplace(job->work());
        }
    };
    auto ran = co_await pool.run(std::move(run));
    if (!ran) co_return std::move(ran).error();
    co_return *std::move(job->outcome);
}

}  // namespace yinxin::flow
