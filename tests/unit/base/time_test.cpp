// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/time.hpp"

#include <gtest/gtest.h>

namespace yinxin {
namespace {

TEST(Time, a_civil_day_changes_at_sixteen_hours_utc) {
    const Instant last = instant_of(1795449599);  // 2026-11-23T15:59:59Z
    EXPECT_EQ(format_utc(last), "2026-11-23T15:59:59Z");
    EXPECT_EQ(format_day(civil_day(last)), "2026-11-23");
    EXPECT_EQ(format_day(civil_day(last + std::chrono::seconds(1))), "2026-11-24");
}

TEST(Time, the_start_of_a_day_belongs_to_it) {
    const CivilDay day = make_day(2028, 2, 29);
    EXPECT_EQ(civil_day(start_of(day)), day);
    EXPECT_EQ(civil_day(start_of(day) - std::chrono::seconds(1)), day - Days(1));
    EXPECT_EQ(format_civil(start_of(day)), "2028-02-29T00:00:00+08:00");
}

TEST(Time, refuses_days_that_are_not_in_the_calendar) {
    EXPECT_TRUE(parse_day("2028-02-29"));
    for (const char* wrong :
         {"2027-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "", "20261123"}) {
        const auto day = parse_day(wrong);
        ASSERT_FALSE(day) << wrong;
        EXPECT_EQ(day.error().code(), ErrorCode::malformed);
    }
}

}  // namespace
}  // namespace yinxin
