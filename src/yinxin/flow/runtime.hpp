// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/flow/task.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace boost::asio {
class io_context;
}

namespace yinxin::flow {

/// The event threads of the process: one io_context per thread, nothing shared between them.
class Runtime {
  public:
    /// @param threads  0 means one per processor.
    explicit Runtime(unsigned threads);
    /// Stops without waiting for spawned tasks; whoever spawned them drains them before.
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    [[nodiscard]] unsigned size() const noexcept;
    /// @param thread  0 .. size() - 1
    [[nodiscard]] boost::asio::io_context& context(unsigned thread);

    /// Starts a task on one thread. An exception that leaves it is logged under `name`.
    void spawn(unsigned thread, std::string name, Task<void> task);
    /// Runs a plain function on one thread, later.
    void post(unsigned thread, std::move_only_function<void()> work);

    /// Calls `react` on thread 0 each time the process gets this signal (SIGTERM, SIGINT, SIGHUP).
    void on_signal(int number, std::function<void()> react);

    /// Ends the threads and joins them. Idempotent; not callable from one of the threads.
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

namespace detail {
template <class T>
Task<void> keep_value(Task<T> task, std::optional<T>& value, std::exception_ptr& thrown) {
    try {
        value.emplace(co_await std::move(task));
    } catch (...) {
        thrown = std::current_exception();
    }
}
/// Spawns on thread 0 and blocks until done.
void run_and_wait(Runtime& runtime, Task<void> task);
}  // namespace detail

/// Runs a task on the runtime and blocks this thread until it is done: for commands and tests,
/// never on a thread of the runtime.
template <class T>
T block_on(Runtime& runtime, Task<T> task) {
    if constexpr (std::is_void_v<T>) {
        detail::run_and_wait(runtime, std::move(task));
    } else {
        std::optional<T> value;
        std::exception_ptr thrown;
        detail::run_and_wait(runtime, detail::keep_value(std::move(task), value, thrown));
        if (thrown) std::rethrow_exception(thrown);
        return *std::move(value);
    }
}

}  // namespace yinxin::flow
