// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/flow/task.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace yinxin::flow {

/// Waits without blocking the thread; returns early when cancelled.
[[nodiscard]] Task<void> pause(std::chrono::steady_clock::duration length);

namespace detail {
/// Lets work and a timer race; the loser is cancelled and awaited. False: the timer won.
[[nodiscard]] Task<bool> race(Task<void> work, std::chrono::steady_clock::duration limit);

template <class T>
Task<void> keep_outcome(Task<Result<T>> work,
                        std::optional<Result<T>>& outcome,
                        std::exception_ptr& thrown) {
    try {
        outcome.emplace(co_await std::move(work));
    } catch (...) {
        thrown = std::current_exception();
    }
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
    auto kept = detail::keep_outcome(std::move(work), outcome, thrown);
    const bool in_time = co_await detail::race(std::move(kept), limit);
    if (outcome) co_return *std::move(outcome);
    // What was cut off reports its cancellation by throwing: that is the deadline, not a bug.
    if (in_time && thrown) std::rethrow_exception(thrown);
    co_return Error(ErrorCode::timed_out, "deadline passed");
}

}  // namespace yinxin::flow
