// SPDX-License-Identifier: Apache-2.0
#include "yinxin/observe/live.hpp"

#include "yinxin/observe/external.hpp"
#include "yinxin/observe/metrics.hpp"

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::observe {
namespace {

using std::chrono::milliseconds;

bool has_line(const std::string& text, const std::string& line) {
    return text.find('\n' + line + '\n') != std::string::npos;
}

constexpr std::array<std::int64_t, 3> bounds{10, 20, 40};
constexpr LiveFamily waits{"yinxin_test_wait_seconds", "For this test", "queue", bounds, 0.5};
constexpr LiveFamily events{"yinxin_test_events_total", "For this test", ""};

TEST(Live, a_histogram_is_exposed_added_up_and_in_its_unit) {
    LiveHistogram& histogram = live_histogram(waits, "a");
    for (const std::int64_t value : {10, 11, 20, 21, 400})
        histogram.note(value);
    const std::string text = '\n' + Metrics().expose();
    EXPECT_TRUE(has_line(text, R"(yinxin_test_wait_seconds_bucket{queue="a",le="5"} 1)")) << text;
    EXPECT_TRUE(has_line(text, R"(yinxin_test_wait_seconds_bucket{queue="a",le="10"} 3)"));
    EXPECT_TRUE(has_line(text, R"(yinxin_test_wait_seconds_bucket{queue="a",le="20"} 4)"));
    EXPECT_TRUE(has_line(text, R"(yinxin_test_wait_seconds_bucket{queue="a",le="+Inf"} 5)"));
    EXPECT_TRUE(has_line(text, R"(yinxin_test_wait_seconds_count{queue="a"} 5)"));
    EXPECT_TRUE(has_line(text, R"(yinxin_test_wait_seconds_sum{queue="a"} 231)"));
}

TEST(Live, the_same_name_and_value_are_one_series_for_all_threads) {
    constexpr int times = 10'000;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([] {
            LiveCounter& counter = live_counter(events);
            for (int k = 0; k < times; ++k)
                counter.add();
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(live_counter(events).value(), 4U * times);
    EXPECT_NE(&live_histogram(waits, "a"), &live_histogram(waits, "b"));
}

TEST(Live, a_call_that_nobody_calls_good_has_failed) {
    const ExternalSeries& series = external(External::webhook);
    const auto before = series.errors.value();
    {
        const ExternalCall call(External::webhook);
    }
    EXPECT_EQ(series.errors.value(), before + 1);
    {
        ExternalCall call(External::webhook);
        call.end(true);
    }
    EXPECT_EQ(series.errors.value(), before + 1);
    const std::string text = Metrics().expose();
    for (const char* name : {"timestamp", "revocation", "webhook", "signer", "messages"}) {
        EXPECT_NE(text.find("yinxin_external_paused{call=\"" + std::string(name) + "\"} 0"),
                  std::string::npos)
            << name;
    }
}

TEST(Live, the_process_tells_of_itself) {
    const std::string text = Metrics().expose();
    for (const char* name : {"process_cpu_seconds_total",
                             "process_resident_memory_bytes",
                             "process_threads",
                             "process_open_fds",
                             "process_max_fds",
                             "process_start_time_seconds"}) {
        const std::size_t at = text.find('\n' + std::string(name) + ' ');
        ASSERT_NE(at, std::string::npos) << name;
        EXPECT_GE(std::stod(text.substr(at + 2 + std::string(name).size())), 0) << name;
    }
    EXPECT_EQ(text.find("process_resident_memory_bytes 0\n"), std::string::npos);
}

TEST(Live, bounds_rise_and_fit) {
    for (const auto of : {work_bounds(), call_bounds()}) {
        EXPECT_LE(of.size(), LiveHistogram::most_bounds);
        EXPECT_EQ(std::ranges::adjacent_find(of, std::greater_equal{}), of.end());
    }
}

}  // namespace
}  // namespace yinxin::observe
