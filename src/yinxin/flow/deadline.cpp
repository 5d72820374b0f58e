// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/deadline.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace yinxin::flow {
namespace asio = boost::asio;

namespace {
thread_local Deadline current = no_deadline;
}

Deadline current_deadline() noexcept {
    return current;
}

void set_current_deadline(Deadline deadline) noexcept {
    current = deadline;
}

bool is_too_late() noexcept {
    return current != no_deadline && current <= std::chrono::steady_clock::now();
}

Task<void> pause(std::chrono::steady_clock::duration length) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, length);
    const Carried carried;
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    carried.resume();
}

namespace detail {

Task<bool> race(Task<void> work, std::chrono::steady_clock::duration limit) {
    using namespace asio::experimental::awaitable_operators;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    const auto first = co_await (std::move(work) || timer.async_wait(asio::use_awaitable));
    co_return first.index() == 0;
}

}  // namespace detail
}  // namespace yinxin::flow
