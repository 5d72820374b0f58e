// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/rate_limit.hpp"

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

using namespace std::chrono_literals;
const auto start = std::chrono::steady_clock::time_point(1h);

TEST(RateLimit, lets_the_burst_through_and_then_one_per_interval) {
    RateLimiter limiter;
    const Rate rate{3, 10s};
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(limiter.take("login", "203.0.113.1", rate, start));
    const auto refused = limiter.take("login", "203.0.113.1", rate, start);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::too_many_requests);
    EXPECT_EQ(refused.error().retry_after(), 10s);
    EXPECT_FALSE(limiter.take("login", "203.0.113.1", rate, start + 9s));
    EXPECT_TRUE(limiter.take("login", "203.0.113.1", rate, start + 10s));
    EXPECT_FALSE(limiter.take("login", "203.0.113.1", rate, start + 10s));
}

TEST(RateLimit, a_rate_above_one_per_millisecond_is_kept_when_threads_read_the_clock_in_disorder) {
    RateLimiter limiter;
    const Rate rate = Rate::per_minute(1'000'000'000);
    EXPECT_TRUE(limiter.take("verify", "203.0.113.1", rate, start + 1ms));
    EXPECT_TRUE(limiter.take("verify", "203.0.113.1", rate, start));
    const Rate two = Rate::per_minute(2);
    EXPECT_TRUE(limiter.take("v", "203.0.113.1", two, start));
    EXPECT_TRUE(limiter.take("v", "203.0.113.1", two, start));
    EXPECT_FALSE(limiter.take("v", "203.0.113.1", two, start + 29s));
    EXPECT_TRUE(limiter.take("v", "203.0.113.1", two, start + 30s));
}

TEST(RateLimit, purposes_and_subjects_do_not_disturb_each_other) {
    RateLimiter limiter;
    const Rate once{1, 60s};
    EXPECT_TRUE(limiter.take("login", "203.0.113.1", once, start));
    EXPECT_TRUE(limiter.take("query", "203.0.113.1", once, start));
    EXPECT_TRUE(limiter.take("login", "203.0.113.2", once, start));
    EXPECT_FALSE(limiter.take("login", "203.0.113.1", once, start));
}

TEST(RateLimit, a_whole_ipv6_network_is_one_subject) {
    RateLimiter limiter;
    const Rate once{1, 60s};
    EXPECT_TRUE(limiter.take("login", "2001:db8:1:2::1", once, start));
    EXPECT_FALSE(limiter.take("login", "2001:db8:1:2:ffff::9", once, start));
    EXPECT_TRUE(limiter.take("login", "2001:db8:1:3::1", once, start));
    EXPECT_NE(address_subject("::ffff:10.0.0.1"), address_subject("::ffff:10.0.0.2"));
}

TEST(RateLimit, forgets_the_longest_untouched_when_full) {
    RateLimiter limiter(2);
    const Rate once{1, 60s};
    EXPECT_TRUE(limiter.take("a", "1", once, start));
    EXPECT_TRUE(limiter.take("a", "2", once, start));
    EXPECT_FALSE(limiter.take("a", "1", once, start));
    EXPECT_TRUE(limiter.take("a", "3", once, start));
    EXPECT_FALSE(limiter.take("a", "1", once, start));  // kept: it was touched
    EXPECT_TRUE(limiter.take("a", "2", once, start));   // forgotten
}

}  // namespace
}  // namespace yinxin::http
