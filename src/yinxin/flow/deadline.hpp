// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/flow/task.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace yinxin::flow {

/// Waits without blocking the thread; returns early when cancelled.
[[nodiscard]] Task<void> pause(std::chrono::steady_clock::duration length);

using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline no_deadline = Deadline::max();

/// When whoever asked for the code that runs now on this thread has gone; no_deadline: nobody
/// waits. The door sets it for a request, and every wait of this house (Pool::run, Store::write,
/// pause, with_deadline) carries it over, so that queues behind the door need not be told: what
/// stands in one of them when its time is over is not begun.
[[nodiscard]] Deadline current_deadline() noexcept;
void set_current_deadline(Deadline deadline) noexcept;
/// Whether nobody waits any more for what runs now.
[[nodiscard]] bool is_too_late() noexcept;

/// A suspension of a coroutine: what runs meanwhile on this thread has a deadline of its own.
///
///     Carried carried;
///     co_await …;
///     carried.resume();
class Carried {
  public:
    Carried() noexcept : deadline_(current_deadline()) { set_current_deadline(no_deadline); }
    void resume() const noexcept { set_current_deadline(deadline_); }
    [[nodiscard]] Deadline deadline() const noexcept { return deadline_; }

  private:
    Deadline deadline_;
};

namespace detail {
/// Lets work and a timer race; the loser is cancelled and awaited. False: the timer won.
[[nodiscard]] Task<bool> race(Task<void> work, std::chrono::steady_clock::duration limit);

template <class T>
Task<void> keep_outcome(Task<Result<T>> work,
                        std::optional<Result<T>>& outcome,
                        std::exception_ptr& thrown,
                        Deadline deadline) {
    set_current_deadline(deadline);
    try {
        outcome.emplace(co_await std::move(work));
    } catch (...) {
        thrown = std::current_exception();
    }
    set_current_deadline(no_deadline);
}
}  // namespace detail

/// Gives work so much time and no more. What is cut off is cancelled: waits on sockets, timers and
/// pools end at once.
/// @error timed_out  the time was over first.
template <class T>
[[nodiscard]] Task<Result<T>> with_deadline(Task<Result<T>> work,
                                            std::chrono::steady_clock::duration limit) {
    std::optional<Result<T>> outcome;
    std::exception_ptr thrown;
    const Deadline until = std::min(current_deadline(), std::chrono::steady_clock::now() + limit);
    auto kept = detail::keep_outcome(std::move(work), outcome, thrown, until);
    const Carried carried;
    const bool in_time = co_await detail::race(std::move(kept), limit);
    carried.resume();
    if (outcome) co_return *std::move(outcome);
    // What was cut off reports its cancellation by throwing: that is the deadline, not a bug.
    if (in_time && thrown) std::rethrow_exception(thrown);
    co_return Error(ErrorCode::timed_out, "deadline passed");
}

}  // namespace yinxin::flow
