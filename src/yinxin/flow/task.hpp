// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/awaitable.hpp>

namespace yinxin::flow {

/// A coroutine of this system. It runs on the one thread of the io_context it was spawned on and
/// must never block it: computing and file work goes through on_pool (pools.hpp).
template <class T>
using Task = boost::asio::awaitable<T>;

}  // namespace yinxin::flow
