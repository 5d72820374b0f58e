// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/watched_door.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using std::chrono::seconds;

TEST(WatchedDoor, pressure_rises_at_once_and_by_doubles) {
    EXPECT_EQ(next_pressure(0, 99, 100, seconds(0)), 0U);
    EXPECT_EQ(next_pressure(0, 100, 100, seconds(0)), 1U);
    EXPECT_EQ(next_pressure(0, 199, 100, seconds(0)), 1U);
    EXPECT_EQ(next_pressure(1, 200, 100, seconds(0)), 2U);
    EXPECT_EQ(next_pressure(0, 800, 100, seconds(0)), 4U);
    EXPECT_EQ(next_pressure(0, 1'000'000, 100, seconds(0)), most_pressure);
}

TEST(WatchedDoor, pressure_falls_slowly_and_only_below_half) {
    EXPECT_EQ(next_pressure(1, 99, 100, seconds(3600)), 1U) << "half is not reached";
    EXPECT_EQ(next_pressure(1, 49, 100, seconds(59)), 1U) << "too soon";
    EXPECT_EQ(next_pressure(1, 49, 100, seconds(60)), 0U);
    EXPECT_EQ(next_pressure(3, 0, 100, seconds(60)), 2U) << "one step";
    EXPECT_EQ(next_pressure(3, 0, 100, seconds(180)), 0U) << "one for each minute nobody came";
    EXPECT_EQ(next_pressure(3, 150, 100, seconds(3600)), 2U) << "not below half of level 2";
}

TEST(WatchedDoor, a_threshold_of_nothing_asks_nobody) {
    EXPECT_EQ(next_pressure(4, 1'000'000, 0, seconds(0)), 0U);
}

TEST(WatchedDoor, right_passwords_press_nowhere_and_messages_always) {
    DoorCounts counts;
    counts.tries = 500;
    counts.misses = 3;
    counts.refusals = 2;
    EXPECT_EQ(pressing(WatchedDoor::login, counts), 5);
    EXPECT_EQ(pressing(WatchedDoor::match, counts), 5);
    EXPECT_EQ(pressing(WatchedDoor::registration, counts), 500);
    EXPECT_EQ(pressing(WatchedDoor::login_code, counts), 500);
}

TEST(WatchedDoor, work_doubles_with_the_level_within_a_bound) {
    EXPECT_EQ(work_bits(1), 15U);
    EXPECT_EQ(work_bits(most_pressure), 18U);
    EXPECT_EQ(work_bits(99), 18U);
}

}  // namespace
}  // namespace yinxin::domain
