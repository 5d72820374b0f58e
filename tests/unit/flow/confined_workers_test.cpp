// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/confined_workers.hpp"

#include "test_places.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace yinxin::flow {
namespace {

class Confined : public testing::Test {
  protected:
    void SetUp() override {
        Confinement confinement;
        confinement.time = std::chrono::seconds(1);
        auto started = ConfinedWorkers::start({YX_CONFINED_VICTIM}, confinement);
        ASSERT_TRUE(started) << started.error().describe();
        workers_ = *std::move(started);
    }
    Result<Bytes> ask(std::string_view order) { return workers_->ask(as_bytes(order)); }
    void expect_well() {
        const auto answer = ask("still there");
        ASSERT_TRUE(answer) << answer.error().describe();
        EXPECT_EQ(as_text(*answer), "still there");
    }
    std::unique_ptr<ConfinedWorkers> workers_;
};

TEST_F(Confined, answers_what_it_is_asked) {
    expect_well();
    const Bytes large(3'000'000, 7);
    EXPECT_EQ(*workers_->ask(large), large);
}

TEST_F(Confined, a_crash_costs_one_request) {
    const auto answer = ask("crash");
    EXPECT_EQ(answer.error().code(), ErrorCode::unavailable);
    EXPECT_FALSE(answer.error().retry_after()) << "it would crash again";
    expect_well();
}

TEST_F(Confined, one_that_does_not_end_is_ended) {
    EXPECT_EQ(ask("spin").error().code(), ErrorCode::timed_out);
    expect_well();
}

TEST_F(Confined, one_that_eats_memory_dies_of_it) {
    // On a busy machine eating takes its time; it is not the clock that must end it.
    Confinement patient;
    patient.time = std::chrono::minutes(5);
    auto started = ConfinedWorkers::start({YX_CONFINED_VICTIM}, patient);
    ASSERT_TRUE(started) << started.error().describe();
    workers_ = *std::move(started);
    EXPECT_EQ(ask("eat").error().code(), ErrorCode::unavailable);
    expect_well();
}

TEST_F(Confined, opening_a_file_or_a_connection_is_death) {
    EXPECT_EQ(ask("open").error().code(), ErrorCode::unavailable);
    EXPECT_EQ(ask("connect").error().code(), ErrorCode::unavailable);
    expect_well();
}

TEST_F(Confined, no_answer_is_no_answer) {
    EXPECT_EQ(ask("silence").error().code(), ErrorCode::unavailable);
}

TEST_F(Confined, a_request_over_the_limit_is_refused_before_it_is_sent) {
    Confinement small;
    small.request_bytes = 4;
    auto workers = ConfinedWorkers::start({YX_CONFINED_VICTIM}, small);
    ASSERT_TRUE(workers);
    EXPECT_EQ((*workers)->ask(as_bytes("12345")).error().code(), ErrorCode::too_large);
}

TEST_F(Confined, many_threads_ask_at_once_and_some_of_them_crash) {
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            for (int k = 0; k < 10; ++k) {
                const std::string order = k % 3 == 2 ? "crash" : std::to_string(i * 100 + k);
                const auto answer = ask(order);
                const bool is_right = k % 3 == 2 ? !answer : answer && as_text(*answer) == order;
                if (is_right) ++good;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(good, 80);
}

TEST(ConfinedWorkers, where_no_process_can_be_made_the_request_is_not_blamed) {
    auto workers = ConfinedWorkers::start({YX_CONFINED_VICTIM, "alone"});
    ASSERT_TRUE(workers) << workers.error().describe();
    const auto answer = (*workers)->ask(as_bytes("hello"));
    EXPECT_EQ(answer.error().code(), ErrorCode::unavailable);
    EXPECT_TRUE(answer.error().retry_after()) << "unlike a worker that died";
}

TEST(ConfinedWorkers, whose_parent_ended_do_not_blame_the_request) {
    auto workers = ConfinedWorkers::start({YX_CONFINED_VICTIM, "gone"});
    ASSERT_TRUE(workers) << workers.error().describe();
    const auto answer = (*workers)->ask(as_bytes("hello"));
    EXPECT_EQ(answer.error().code(), ErrorCode::unavailable);
    EXPECT_TRUE(answer.error().retry_after());
}

TEST(ConfinedWorkers, a_program_that_is_not_there_cannot_be_started) {
    EXPECT_FALSE(ConfinedWorkers::start({"/nowhere/at/all"}));
}

}  // namespace
}  // namespace yinxin::flow
