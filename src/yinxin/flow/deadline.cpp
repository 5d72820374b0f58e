// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/deadline.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace yinxin::flow {
namespace asio = boost::asio;

Task<void> pause(std::chrono::steady_clock::duration length) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, length);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
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
