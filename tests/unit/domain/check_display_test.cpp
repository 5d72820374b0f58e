// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/check_display.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using namespace std::chrono_literals;
using enum OrganisationStanding;

constexpr DisplayPolicy policy{Days(30), Days(60)};
const CivilDay today = make_day(2026, 11, 28);

CheckOccasion authority(OrganisationStanding standing = confirmed) {
    return {standing, OrganisationClass::authority, std::nullopt};
}
CheckOccasion bids(CivilDay day, OrganisationStanding standing = confirmed) {
    return {standing, OrganisationClass::ordinary, day};
}

TEST(CheckDisplay, without_a_class_that_is_delayed_a_check_is_shown_at_once) {
    const Instant at = start_of(today) + 10h;
    EXPECT_EQ(shown_from(policy, {}, at), at);
    EXPECT_EQ(shown_from(policy, {confirmed, OrganisationClass::ordinary, std::nullopt}, at), at);
    EXPECT_EQ(shown_from(DisplayPolicy{}, authority(), at), at);
    EXPECT_EQ(shown_from(DisplayPolicy{}, bids(today + Days(3)), at), at);
}

TEST(CheckDisplay, an_authority_s_check_is_shown_when_its_days_are_over) {
    const Instant first_second = start_of(today);
    const Instant last_second = start_of(today + Days(1)) - 1s;
    EXPECT_EQ(shown_from(policy, authority(), first_second), start_of(today + Days(30)));
    EXPECT_EQ(shown_from(policy, authority(), last_second), start_of(today + Days(30)));
    EXPECT_EQ(shown_from(policy, authority(), last_second + 1s), start_of(today + Days(31)));
}

TEST(CheckDisplay, a_stated_day_counts_from_its_first_second_on) {
    const Instant at = start_of(today) + 10h;
    EXPECT_EQ(shown_from(policy, bids(today + Days(3)), at), start_of(today + Days(3)));
    // A session may outlive the day it was told: what comes later is shown at once.
    EXPECT_EQ(shown_from(policy, bids(today), at), at);
    EXPECT_EQ(shown_from(policy, bids(today - Days(1)), at), at);
}

TEST(CheckDisplay, a_stated_day_never_reaches_further_than_the_policy) {
    const Instant at = start_of(today) + 10h;
    EXPECT_EQ(shown_from(policy, bids(today + Days(400)), at), start_of(today + Days(60)));
}

TEST(CheckDisplay, nobody_delays_who_is_not_confirmed) {
    const Instant at = start_of(today) + 10h;
    EXPECT_EQ(shown_from(policy, bids(today + Days(3), stated), at), at);
    EXPECT_EQ(shown_from(policy, authority(stated), at), at);
    EXPECT_EQ(shown_from(policy, authority(closed), at), at);
    EXPECT_FALSE(policy.offers_bid_evaluation(stated));
    EXPECT_TRUE(policy.offers_bid_evaluation(confirmed));
}

TEST(CheckDisplay, the_later_of_two_delays_counts) {
    CheckOccasion both = authority();
    both.stated_day = today + Days(45);
    EXPECT_EQ(shown_from(policy, both, start_of(today)), start_of(today + Days(45)));
    both.stated_day = today + Days(2);
    EXPECT_EQ(shown_from(policy, both, start_of(today)), start_of(today + Days(30)));
}

TEST(CheckDisplay, a_day_may_be_stated_from_tomorrow_to_the_last_one) {
    EXPECT_FALSE(check_display_day(policy, "2026-11-28", today));
    EXPECT_EQ(*check_display_day(policy, " 2026-11-29 ", today), today + Days(1));
    EXPECT_EQ(*check_display_day(policy, "2027-01-27", today), today + Days(60));
    const auto late = check_display_day(policy, "2027-01-28", today);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), ErrorCode::display_day_invalid);
    EXPECT_EQ(late.error().params().at("first_day"), "2026-11-29");
    EXPECT_EQ(late.error().params().at("last_day"), "2027-01-27");
    EXPECT_FALSE(check_display_day(policy, "soon", today));
}

}  // namespace
}  // namespace yinxin::domain
