// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/pools.hpp"

#include "yinxin/flow/deadline.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/observe/metrics.hpp"

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <future>
#include <latch>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::flow {
namespace {

using namespace std::chrono_literals;

/// Holds pool threads until opened.
class Gate {
  public:
    void wait() { opened_.get_future().wait(); }
    void open() { opened_.set_value(); }

  private:
    std::promise<void> opened_;
};

struct House {
    explicit House(unsigned threads = 1, std::size_t limit = 8)
        : pool({"test", threads, Pool::QueueLimit(limit)}, &metrics) {}
    observe::Metrics metrics;
    Runtime runtime{2};
    Pool pool;
};

TEST(Pools, runs_on_the_pool_and_resumes_on_the_callers_thread) {
    House house;
    auto task = [](Pool& pool) -> Task<bool> {
        const auto before = std::this_thread::get_id();
        auto there = co_await on_pool(pool, [] { return std::this_thread::get_id(); });
        co_return there && *there != before&& std::this_thread::get_id() == before;
    };
    EXPECT_TRUE(block_on(house.runtime, task(house.pool)));
}

TEST(Pools, keeps_the_result_of_the_work) {
    House house;
    auto task = [](Pool& pool) -> Task<ErrorCode> {
        auto failed = co_await on_pool(
            pool, []() -> Result<int> { return Error(ErrorCode::not_found, "nothing"); });
        auto nothing = co_await on_pool(pool, [] {});
        EXPECT_TRUE(nothing);
        co_return failed.error().code();
    };
    EXPECT_EQ(block_on(house.runtime, task(house.pool)), ErrorCode::not_found);
}

TEST(Pools, an_exception_of_the_work_reaches_the_caller) {
    House house;
    auto task = [](Pool& pool) -> Task<int> {
        auto number = co_await on_pool(pool, []() -> int { throw std::runtime_error("bug"); });
        co_return *number;
    };
    EXPECT_THROW(block_on(house.runtime, task(house.pool)), std::runtime_error);
}

TEST(Pools, a_full_queue_refuses_with_unavailable) {
    House house(1, 1);
    Gate gate;
    std::latch running(1);
    ASSERT_TRUE(house.pool.try_submit([&] {
        running.count_down();
        gate.wait();
    }));
    running.wait();
    ASSERT_TRUE(house.pool.try_submit([] {}));
    auto task = [](Pool& pool) -> Task<Result<int>> {
        co_return co_await on_pool(pool, [] { return 1; });
    };
    const auto outcome = block_on(house.runtime, task(house.pool));
    gate.open();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code(), ErrorCode::unavailable);
    EXPECT_EQ(outcome.error().retry_after(), 1s);
}

TEST(Pools, a_deadline_abandons_work_that_hangs) {
    House house;
    auto gate = std::make_shared<Gate>();
    auto task = [](Pool& pool, std::shared_ptr<Gate> closed) -> Task<Result<int>> {
        auto work = on_pool(pool, [closed] {
            closed->wait();
            return 1;
        });
        co_return co_await with_deadline(std::move(work), 20ms);
    };
    const auto outcome = block_on(house.runtime, task(house.pool, gate));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code(), ErrorCode::timed_out);
    gate->open();
}

TEST(Pools, a_deadline_leaves_quick_work_alone) {
    House house;
    auto task = [](Pool& pool) -> Task<Result<int>> {
        auto work = on_pool(pool, [] { return 7; });
        co_return co_await with_deadline(std::move(work), 10s);
    };
    const auto outcome = block_on(house.runtime, task(house.pool));
    ASSERT_TRUE(outcome);
    EXPECT_EQ(*outcome, 7);
}

TEST(Pools, an_exception_inside_a_deadline_is_not_taken_for_one) {
    House house;
    auto task = [](Pool& pool) -> Task<Result<int>> {
        auto work = on_pool(pool, []() -> int { throw std::runtime_error("bug"); });
        co_return co_await with_deadline(std::move(work), 10s);
    };
    EXPECT_THROW((void)block_on(house.runtime, task(house.pool)), std::runtime_error);
}

TEST(Pools, stopping_finishes_what_is_queued_and_refuses_the_rest) {
    House house(2, 100);
    std::atomic<int> done = 0;
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(house.pool.try_submit([&done] { ++done; }));
    }
    house.pool.stop();
    EXPECT_EQ(done, 50);
    EXPECT_FALSE(house.pool.try_submit([] {}));
}

TEST(Pools, many_hops_from_two_threads_lose_nothing) {
    House house(4, 10'000);
    std::atomic<int> sum = 0;
    std::latch finished(200);
    auto task = [](Pool& pool, std::atomic<int>& total, std::latch& end) -> Task<void> {
        for (int i = 0; i < 20; ++i) {
            auto one = co_await on_pool(pool, [] { return 1; });
            total += *one;
        }
        end.count_down();
    };
    for (unsigned i = 0; i < 200; ++i) {
        house.runtime.spawn(i % 2, "hop", task(house.pool, sum, finished));
    }
    finished.wait();
    EXPECT_EQ(sum, 4000);
}

TEST(Runtime, an_exception_of_a_task_does_not_end_its_thread) {
    Runtime runtime(1);
    auto bad = []() -> Task<void> {
        co_await pause(0ms);
        throw std::runtime_error("bug");
    };
    runtime.spawn(0, "bad", bad());
    runtime.post(0, [] { throw std::runtime_error("bug in a function"); });
    auto good = []() -> Task<int> { co_return 5; };
    EXPECT_EQ(block_on(runtime, good()), 5);
}

TEST(Runtime, hears_a_signal_every_time) {
    Runtime runtime(1);
    std::mutex mutex;
    std::condition_variable changed;
    int heard = 0;
    runtime.on_signal(SIGUSR1, [&] {
        const std::scoped_lock lock(mutex);
        ++heard;
        changed.notify_all();
    });
    for (int i = 1; i <= 2; ++i) {
        std::raise(SIGUSR1);
        std::unique_lock lock(mutex);
        EXPECT_TRUE(changed.wait_for(lock, 10s, [&] { return heard == i; }));
    }
}

template <class... Arguments>
concept makes_a_shape = requires { Pool::Shape{std::declval<Arguments>()...}; };

TEST(Pools, cannot_be_made_without_an_end_of_their_queue) {
    static_assert(makes_a_shape<std::string, unsigned, Pool::QueueLimit>);
    static_assert(!makes_a_shape<std::string, unsigned>);
    static_assert(!makes_a_shape<std::string>);
    static_assert(!std::is_default_constructible_v<Pool::QueueLimit>);
    static_assert(!std::is_convertible_v<std::size_t, Pool::QueueLimit>);
    const House house(1, 3);
    EXPECT_EQ(house.pool.threads(), 1U);
}

TEST(Pools, does_not_begin_what_nobody_waits_for) {
    House house;
    Gate gate;
    ASSERT_TRUE(house.pool.try_submit([&] { gate.wait(); }));
    std::atomic<bool> began = false;
    auto task = [&]() -> Task<ErrorCode> {
        set_current_deadline(std::chrono::steady_clock::now() + 20ms);
        // It stands behind the gate, which opens when its time is over.
        house.runtime.spawn(1, "opener", [](Gate& held) -> Task<void> {
            co_await pause(60ms);
            held.open();
        }(gate));
        const auto outcome = co_await on_pool(house.pool, [&] { began = true; });
        EXPECT_TRUE(is_too_late()) << "the deadline came along";
        set_current_deadline(no_deadline);
        co_return outcome ? ErrorCode::internal : outcome.error().code();
    };
    EXPECT_EQ(block_on(house.runtime, task()), ErrorCode::timed_out);
    EXPECT_FALSE(began);
}

TEST(Deadlines, go_along_with_a_task_and_not_with_its_thread) {
    Runtime runtime(1);
    auto other = []() -> Task<void> {
        EXPECT_EQ(current_deadline(), no_deadline);
        co_return;
    };
    auto task = [&]() -> Task<bool> {
        const Deadline mine = std::chrono::steady_clock::now() + 1h;
        set_current_deadline(mine);
        runtime.spawn(0, "other", other());
        co_await pause(5ms);
        const bool kept = current_deadline() == mine;
        const auto inner = co_await with_deadline(
            [](Deadline outer) -> Task<Result<bool>> {
                co_return current_deadline() < outer;
            }(mine),
            1s);
        const bool kept_again = current_deadline() == mine;
        set_current_deadline(no_deadline);
        co_return kept&& kept_again&& inner && *inner;
    };
    EXPECT_TRUE(block_on(runtime, task()));
}

}  // namespace
}  // namespace yinxin::flow
