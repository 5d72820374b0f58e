// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/arrivals.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace yinxin::load {
namespace {

using std::chrono::seconds;

std::ptrdiff_t between(const std::vector<Offset>& times, seconds from, seconds to) {
    return std::ranges::count_if(times, [&](Offset at) { return at >= from && at < to; });
}

TEST(Arrivals, a_storm_rises_for_a_quarter_stays_and_falls) {
    const auto times = arrivals(Shape::storm, 30000, seconds(400), 1);
    ASSERT_EQ(times.size(), 30000U);
    EXPECT_TRUE(std::ranges::is_sorted(times));
    // The peak is 100 a second; a ramp brings half of it on average.
    EXPECT_NEAR(static_cast<double>(between(times, seconds(0), seconds(100))), 5000, 250);
    EXPECT_NEAR(static_cast<double>(between(times, seconds(100), seconds(300))), 20000, 500);
    EXPECT_NEAR(static_cast<double>(between(times, seconds(300), seconds(400))), 5000, 250);
    // And it does rise: the first half of a ramp brings a quarter of it.
    EXPECT_NEAR(static_cast<double>(between(times, seconds(0), seconds(50))), 1250, 150);
    EXPECT_NEAR(static_cast<double>(between(times, seconds(350), seconds(400))), 1250, 150);
}

TEST(Arrivals, a_steady_crowd_comes_evenly) {
    const auto times = arrivals(Shape::steady, 10000, seconds(100), 3);
    for (int i = 0; i < 10; ++i)
        EXPECT_NEAR(
            static_cast<double>(between(times, seconds(i * 10), seconds(i * 10 + 10))), 1000, 150);
}

TEST(Arrivals, stay_within_the_time_and_repeat_with_the_seed) {
    const auto times = arrivals(Shape::storm, 5000, seconds(3), 9);
    EXPECT_GE(times.front(), Offset(0));
    EXPECT_LT(times.back(), seconds(3));
    EXPECT_EQ(times, arrivals(Shape::storm, 5000, seconds(3), 9));
    EXPECT_NE(times, arrivals(Shape::storm, 5000, seconds(3), 10));
    EXPECT_TRUE(arrivals(Shape::storm, 0, seconds(3), 9).empty());
}

TEST(Arrivals, peak_and_count_say_the_same) {
    for (const Shape shape : {Shape::storm, Shape::steady}) {
        const std::size_t count = count_for_peak(shape, 40, seconds(60));
        EXPECT_DOUBLE_EQ(peak_of(shape, count, seconds(60)), 40);
    }
    EXPECT_EQ(count_for_peak(Shape::storm, 40, seconds(60)), 1800U);
}

}  // namespace
}  // namespace yinxin::load
