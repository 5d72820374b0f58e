// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/throttle.hpp"

#include "account_world.hpp"

namespace yinxin::service {
namespace {

class ThrottleTest : public AccountWorld {
  protected:
    Result<void> take(const char* subject) {
        return write([&](storage::Transaction& transaction) {
            return take_allowance(transaction,
                                  services().keys,
                                  "test",
                                  subject,
                                  Allowance{2, std::chrono::seconds(60)},
                                  clock_.now());
        });
    }
};

TEST_F(ThrottleTest, refuses_what_is_over_the_allowance_until_the_window_ends) {
    EXPECT_TRUE(take("a"));
    clock_.pass(std::chrono::seconds(20));
    EXPECT_TRUE(take("a"));
    const auto refused = take("a");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::too_many_requests);
    EXPECT_EQ(refused.error().retry_after(), std::chrono::seconds(40));
    EXPECT_TRUE(take("b"));
    clock_.pass(std::chrono::seconds(40));
    EXPECT_TRUE(take("a"));
}

TEST_F(ThrottleTest, counts_are_in_the_database_under_a_name_that_tells_nothing) {
    ASSERT_TRUE(take("13800001234"));
    static constexpr storage::Statement list{"test.list", "SELECT bucket FROM throttle"};
    const auto buckets = rows<std::string>(list);
    ASSERT_EQ(buckets.size(), 1U);
    EXPECT_EQ(buckets[0].find("1380"), std::string::npos);
    EXPECT_EQ(buckets[0].size(), 64U);
}

TEST_F(ThrottleTest, old_counts_are_forgotten) {
    ASSERT_TRUE(take("a"));
    clock_.pass(std::chrono::hours(25));
    ASSERT_TRUE(take("b"));
    const auto removed = write([&](storage::Transaction& transaction) {
        return forget_old_counts(transaction, std::chrono::hours(24), clock_.now());
    });
    ASSERT_TRUE(removed);
    EXPECT_EQ(*removed, 1);
}

TEST_F(ThrottleTest, addresses_of_one_ipv6_household_count_as_one) {
    EXPECT_EQ(counted_address("2001:db8::1"), counted_address("2001:db8:0:0:ffff::2"));
    EXPECT_NE(counted_address("2001:db8::1"), counted_address("2001:db8:0:1::1"));
    EXPECT_EQ(counted_address("192.0.2.7"), "192.0.2.7");
}

}  // namespace
}  // namespace yinxin::service
