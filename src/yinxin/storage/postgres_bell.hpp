// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/location.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace yinxin::storage {

/// Tells the other nodes that a job was committed, and hears them (LISTEN and NOTIFY).
///
/// One thread and one connection of their own: a notification inside the transaction would make
/// all commits of the server wait for each other. Many rings in a moment are one. A ring that is
/// lost with its connection is made up for by whoever looks again by himself.
class PostgresBell {
  public:
    explicit PostgresBell(PostgresAddress address);
    PostgresBell(const PostgresBell&) = delete;
    PostgresBell& operator=(const PostgresBell&) = delete;
    ~PostgresBell();

    void ring();
    /// `heard` is called on the bell's thread when another node rang. An empty one ends that: when
    /// the call returns, none runs any more.
    void on_ring(std::function<void()> heard);

  private:
    void run();
    void listen();
    void wake();
    void tell();

    PostgresAddress address_;
    int wake_ = -1;  ///< an eventfd
    std::atomic<bool> is_rung_{false};
    std::atomic<bool> is_ending_{false};
    std::mutex mutex_;
    std::function<void()> heard_;
    std::thread thread_;
};

}  // namespace yinxin::storage
