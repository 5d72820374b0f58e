// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/runtime.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/flow/deadline.hpp"

#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

namespace yinxin::flow {
namespace asio = boost::asio;
namespace {

/// One event thread. The hint 1 tells Asio that one thread runs it; posting from others stays safe.
struct Lane {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard =
        asio::make_work_guard(context);
    std::thread thread;
};

/// Waits for a signal again and again, on lane 0.
struct SignalWatch : std::enable_shared_from_this<SignalWatch> {
    SignalWatch(asio::io_context& context, int number, std::function<void()> reaction)
        : set(context, number), react(std::move(reaction)) {}

    void wait() {
        set.async_wait([self = shared_from_this()](boost::system::error_code failed, int) {
            if (failed) return;
            self->react();
            self->wait();
        });
    }

    asio::signal_set set;
    std::function<void()> react;
};

void run_lane(Lane& lane) {
    while (true) {
        try {
            lane.context.run();
            return;
        } catch (const std::exception& thrown) {
            // Tasks keep their own exceptions; what arrives here left a plain posted function.
            log::error("runtime.function_threw", {{"what", thrown.what()}});
        }
    }
}

}  // namespace

struct Runtime::State {
    std::vector<std::unique_ptr<Lane>> lanes;
    std::mutex stopping;
};

Runtime::Runtime(unsigned threads) : state_(std::make_unique<State>()) {
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < threads; ++i)
        state_->lanes.push_back(std::make_unique<Lane>());
    for (auto& lane : state_->lanes) {
        lane->thread = std::thread([each = lane.get()] { run_lane(*each); });
    }
}

Runtime::~Runtime() {
    stop();
}

unsigned Runtime::size() const noexcept {
    return static_cast<unsigned>(state_->lanes.size());
}

asio::io_context& Runtime::context(unsigned thread) {
    return state_->lanes.at(thread)->context;
}

void Runtime::spawn(unsigned thread, std::string name, Task<void> task) {
    // It may begin at once, on this thread, and is nobody's request.
    const Carried carried;
    asio::co_spawn(context(thread),
                   std::move(task),
                   [name = std::move(name)](const std::exception_ptr& thrown) {
                       if (!thrown) return;
                       try {
                           std::rethrow_exception(thrown);
                       } catch (const std::exception& what) {
                           log::error("task.threw", {{"task", name}, {"what", what.what()}});
                       }
                   });
    carried.resume();
}

void Runtime::post(unsigned thread, std::move_only_function<void()> work) {
    asio::post(context(thread), std::move(work));
}

void Runtime::on_signal(int number, std::function<void()> react) {
    std::make_shared<SignalWatch>(context(0), number, std::move(react))->wait();
}

void Runtime::stop() {
    const std::scoped_lock lock(state_->stopping);
    for (auto& lane : state_->lanes) {
        lane->guard.reset();
        lane->context.stop();
    }
    for (auto& lane : state_->lanes) {
        if (lane->thread.joinable()) lane->thread.join();
    }
}

namespace detail {

void run_and_wait(Runtime& runtime, Task<void> task) {
    std::promise<void> finished;
    auto future = finished.get_future();
    asio::co_spawn(
        runtime.context(0), std::move(task), [&finished](const std::exception_ptr& thrown) {
            if (thrown) {
                finished.set_exception(thrown);
            } else {
                finished.set_value();
            }
        });
    future.get();
}

}  // namespace detail
}  // namespace yinxin::flow
