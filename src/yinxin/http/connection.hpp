// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/door.hpp"
#include "yinxin/http/exchange.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace yinxin::http {

// The concrete executor everywhere: the type-erased one costs a fifth of the throughput.
using Executor = boost::asio::io_context::executor_type;
using Tcp = boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<Tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Ticker =
    boost::asio::basic_waitable_timer<SteadyClock, boost::asio::wait_traits<SteadyClock>, Executor>;

/// One open connection as its lane sees it. Touched on the lane's thread only.
struct Entry {
    Socket* socket = nullptr;
    SteadyClock::time_point deadline = SteadyClock::time_point::max();
    bool is_idle = true;  ///< between requests: may be closed at any time

    void expire_in(SteadyClock::duration wait) { deadline = SteadyClock::now() + wait; }
    void never_expire() { deadline = SteadyClock::time_point::max(); }
    void close();
};

/// What belongs to one event thread of one server.
struct Lane {
    explicit Lane(boost::asio::io_context& on) : context(on), acceptor(on), ticker(on) {}

    boost::asio::io_context& context;
    Acceptor acceptor;
    Ticker ticker;
    std::list<Entry> entries;
    std::shared_ptr<Door> door;  ///< null: everybody is let in
    std::string date;            ///< for the Date header; renewed by the ticker
};

/// What the threads of one server share.
struct Core {
    Core(ServerOptions asked, Exchange with)
        : options(std::move(asked)), exchange(std::move(with)) {}

    ServerOptions options;
    Exchange exchange;
    std::vector<std::unique_ptr<Lane>> lanes;
    std::atomic<bool> is_draining = false;

    std::mutex mutex;
    std::condition_variable changed;
    std::size_t open = 0;                            ///< under mutex
    std::shared_ptr<boost::asio::ssl::context> tls;  ///< under mutex; null: plain http

    [[nodiscard]] std::shared_ptr<boost::asio::ssl::context> current_tls();
    /// @return false if there are too many already.
    [[nodiscard]] bool open_one();
    void close_one();
};

/// Talks on one accepted socket until it is over, then closes it.
[[nodiscard]] Task<void> serve_connection(std::shared_ptr<Core> core, Lane& lane, Socket socket);

}  // namespace yinxin::http
