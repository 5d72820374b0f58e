// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/endorsement_policy.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using State = EndorsementState;
using std::chrono::hours;
using std::chrono::seconds;

const CivilDay day_zero = make_day(2026, 11, 23);

Instant at(CivilDay day, int hour, int minute = 0, int second = 0) {
    return start_of(day) + hours(hour) + std::chrono::minutes(minute) + seconds(second);
}

PastApplication past(CivilDay day, int slot, State state = State::ready, int days = 90) {
    return {day, slot, state, start_of(day + Days(days))};
}

TEST(Validity, ends_with_the_last_civil_day_application_day_included) {
    const auto one_day = validity({}, at(day_zero, 15, 30), 1);
    ASSERT_TRUE(one_day);
    EXPECT_EQ(one_day->from, at(day_zero, 15, 30));
    EXPECT_EQ(one_day->until, start_of(day_zero + Days(1)));
    EXPECT_EQ(last_day(*one_day), day_zero);
    const auto longest = validity({}, at(day_zero, 15, 30), 90);
    ASSERT_TRUE(longest);
    EXPECT_EQ(format_civil(longest->until), "2027-02-21T00:00:00+08:00");
    EXPECT_EQ(last_day(*longest), make_day(2027, 2, 20));
}

TEST(Validity, counts_days_of_utc_plus_8_and_not_of_utc) {
    // 23:59:59 and 00:00:00 in UTC+8 are 15:59:59Z and 16:00:00Z of one UTC day.
    const auto before = validity({}, at(day_zero, 23, 59, 59), 1);
    const auto after = validity({}, at(day_zero, 24), 1);
    ASSERT_TRUE(before);
    ASSERT_TRUE(after);
    EXPECT_EQ(before->until - before->from, seconds(1));
    EXPECT_EQ(after->until - after->from, seconds(86400));
    EXPECT_EQ(format_utc(before->until), "2026-11-23T16:00:00Z");
}

TEST(Validity, is_half_open) {
    const auto value = validity({}, at(day_zero, 12), 2);
    ASSERT_TRUE(value);
    EXPECT_TRUE(value->contains(value->from));
    EXPECT_FALSE(value->contains(value->from - seconds(1)));
    EXPECT_TRUE(value->contains(value->until - seconds(1)));
    EXPECT_FALSE(value->contains(value->until));
}

TEST(Validity, crosses_a_leap_day) {
    const auto value = validity({}, at(make_day(2028, 2, 28), 9), 2);
    ASSERT_TRUE(value);
    EXPECT_EQ(last_day(*value), make_day(2028, 2, 29));
    const auto ordinary = validity({}, at(make_day(2027, 2, 28), 9), 2);
    ASSERT_TRUE(ordinary);
    EXPECT_EQ(last_day(*ordinary), make_day(2027, 3, 1));
}

TEST(Validity, refuses_zero_and_more_than_the_longest) {
    for (const int days : {-1, 0, 91, 100000}) {
        const auto value = validity({}, at(day_zero, 9), days);
        ASSERT_FALSE(value) << days;
        EXPECT_EQ(value.error().code(), ErrorCode::endorsement_days_out_of_range);
        EXPECT_EQ(value.error().params().at("max"), "90");
        EXPECT_EQ(value.error().params().at("min"), "1");
        EXPECT_EQ(value.error().params().at("days"), std::to_string(days));
    }
    EXPECT_TRUE(validity({}, at(day_zero, 9), 1));
    EXPECT_TRUE(validity({}, at(day_zero, 9), 90));
}

TEST(Validity, is_never_longer_than_its_days_in_seconds_nor_empty) {
    for (int second = 0; second < 86400; second += 61) {
        for (const int days : {1, 2, 89, 90}) {
            const auto value = validity({}, start_of(day_zero) + seconds(second), days);
            ASSERT_TRUE(value);
            ASSERT_GT(value->until, value->from);
            ASSERT_LE(value->until - value->from, seconds(days * 86400));
        }
    }
}

TEST(Quota, an_application_weighs_for_exactly_ninety_days) {
    const auto one = past(day_zero, 1);
    EXPECT_TRUE(weighs(one, day_zero, {}));
    EXPECT_TRUE(weighs(one, day_zero + Days(88), {}));
    EXPECT_TRUE(weighs(one, day_zero + Days(89), {}));
    EXPECT_FALSE(weighs(one, day_zero + Days(90), {}));
    EXPECT_FALSE(weighs(one, day_zero + Days(91), {}));
    EXPECT_EQ(window_end(day_zero, {}), day_zero + Days(90));
}

TEST(Quota, failed_and_ended_by_office_do_not_count_the_others_do) {
    EXPECT_TRUE(weighs(past(day_zero, 1, State::pending), day_zero, {}));
    EXPECT_TRUE(weighs(past(day_zero, 1, State::ready), day_zero, {}));
    EXPECT_TRUE(weighs(past(day_zero, 1, State::withdrawn), day_zero, {}));
    EXPECT_FALSE(weighs(past(day_zero, 1, State::failed), day_zero, {}));
    EXPECT_FALSE(weighs(past(day_zero, 1, State::ended_by_office), day_zero, {}));
}

TEST(Quota, an_expired_one_still_counts) {
    const auto expired = past(day_zero, 1, State::ready, 1);
    EXPECT_TRUE(weighs(expired, day_zero + Days(30), {}));
}

TEST(Quota, refuses_the_fourth_and_names_the_first_possible_day) {
    const std::vector<PastApplication> history{
        past(day_zero + Days(10), 3), past(day_zero, 1), past(day_zero + Days(5), 2)};
    const auto slot = free_slot(history, day_zero + Days(20), {});
    ASSERT_FALSE(slot);
    EXPECT_EQ(slot.error().code(), ErrorCode::endorsement_limit_reached);
    EXPECT_EQ(slot.error().params().at("used"), "3");
    EXPECT_EQ(slot.error().params().at("quota"), "3");
    EXPECT_EQ(slot.error().params().at("first_day"), format_day(day_zero + Days(90)));
    EXPECT_FALSE(free_slot(history, day_zero + Days(89), {}));
    const auto later = free_slot(history, day_zero + Days(90), {});
    ASSERT_TRUE(later);
    EXPECT_EQ(*later, 1);
}

TEST(Quota, gives_the_lowest_free_slot) {
    EXPECT_EQ(*free_slot({}, day_zero, {}), 1);
    const std::vector<PastApplication> middle_failed{
        past(day_zero, 1), past(day_zero, 2, State::failed), past(day_zero, 3)};
    EXPECT_EQ(*free_slot(middle_failed, day_zero, {}), 2);
}

TEST(Quota, counts_across_a_leap_day) {
    // 2028 is a leap year: 1 January + 90 days is 31 March; in 2027 it is 1 April.
    EXPECT_EQ(window_end(make_day(2028, 1, 1), {}), make_day(2028, 3, 31));
    EXPECT_EQ(window_end(make_day(2027, 1, 1), {}), make_day(2027, 4, 1));
}

TEST(Quota, counts_an_application_whose_day_lies_ahead_after_the_clock_was_set_back) {
    const std::vector<PastApplication> history{past(day_zero + Days(1), 1)};
    EXPECT_EQ(used(history, day_zero, {}), 1);
    EXPECT_EQ(*free_slot(history, day_zero, {}), 2);
}

TEST(Quota, survives_a_policy_that_became_stricter) {
    const std::vector<PastApplication> history{
        past(day_zero, 1), past(day_zero + Days(1), 2), past(day_zero + Days(2), 3)};
    EndorsementPolicy strict;
    strict.quota = 1;
    EXPECT_EQ(used(history, day_zero + Days(3), strict), 3);
    EXPECT_EQ(first_possible_day(history, day_zero + Days(3), strict), day_zero + Days(92));
}

TEST(Quota, the_other_reading_counts_only_what_has_not_ended) {
    EndorsementPolicy policy;
    policy.counting = Counting::valid_endorsements_only;
    const auto one = past(day_zero, 1, State::ready, 10);
    EXPECT_TRUE(weighs(one, day_zero + Days(9), policy));
    EXPECT_FALSE(weighs(one, day_zero + Days(10), policy));
    EXPECT_EQ(window_end(day_zero, policy, 10), day_zero + Days(10));
    EXPECT_EQ(window_end(day_zero, policy), day_zero + Days(90));
    const std::vector<PastApplication> history{one, past(day_zero, 2), past(day_zero, 3)};
    EXPECT_EQ(first_possible_day(history, day_zero, policy), day_zero + Days(10));
}

TEST(Exemption, holds_for_the_named_issuers_before_the_named_day_only) {
    EndorsementPolicy policy;
    EXPECT_TRUE(needs_endorsement(policy, make_day(2019, 1, 1), IssuerKind::association));
    policy.exempt_before = make_day(2021, 12, 17);
    EXPECT_TRUE(needs_endorsement(policy, make_day(2021, 12, 16), IssuerKind::association));
    policy.exempt_issuers = {IssuerKind::association};
    EXPECT_FALSE(needs_endorsement(policy, make_day(2021, 12, 16), IssuerKind::association));
    EXPECT_TRUE(needs_endorsement(policy, make_day(2021, 12, 17), IssuerKind::association));
    EXPECT_TRUE(needs_endorsement(policy, make_day(2021, 12, 16), IssuerKind::government));
}

TEST(Policy, offers_only_its_scenarios) {
    EXPECT_TRUE(check_scenario({}, scenario_own_use));
    const auto unknown = check_scenario({}, "bidding");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), ErrorCode::endorsement_scenario_unknown);
}

TEST(Policy, asks_once_more_below_seven_days) {
    EXPECT_TRUE(needs_short_confirmation({}, 1));
    EXPECT_TRUE(needs_short_confirmation({}, 6));
    EXPECT_FALSE(needs_short_confirmation({}, 7));
    EndorsementPolicy brief;
    brief.max_days = 5;
    EXPECT_FALSE(needs_short_confirmation(brief, 5));
}

TEST(Policy, refuses_settings_that_make_no_sense) {
    EXPECT_TRUE(check_policy({}));
    EndorsementPolicy policy;
    policy.quota = 0;
    EXPECT_FALSE(check_policy(policy));
    policy = {};
    policy.max_days = 0;
    EXPECT_FALSE(check_policy(policy));
    policy = {};
    policy.window = Days(0);
    EXPECT_FALSE(check_policy(policy));
    policy = {};
    policy.scenarios = {"own_use", "own_use"};
    EXPECT_FALSE(check_policy(policy));
    policy = {};
    policy.scenarios.clear();
    EXPECT_FALSE(check_policy(policy));
    policy = {};
    policy.promise = seconds(0);
    EXPECT_FALSE(check_policy(policy));
}

TEST(EndorsementView, says_what_the_holder_sees) {
    const Instant applied = at(day_zero, 10);
    const Instant until = start_of(day_zero + Days(3));
    const seconds promise = hours(24);
    const auto view = [&](State state, Instant now) {
        return view_at(state, applied, until, now, promise);
    };
    EXPECT_EQ(view(State::pending, applied), EndorsementView::generating);
    EXPECT_EQ(view(State::pending, applied + promise), EndorsementView::generating);
    EXPECT_EQ(view(State::pending, applied + promise + seconds(1)), EndorsementView::overdue);
    EXPECT_EQ(view(State::ready, until - seconds(1)), EndorsementView::current);
    EXPECT_EQ(view(State::ready, until), EndorsementView::expired);
    EXPECT_EQ(view(State::failed, until), EndorsementView::failed);
    EXPECT_EQ(view(State::withdrawn, applied), EndorsementView::withdrawn);
    EXPECT_EQ(view(State::ended_by_office, applied), EndorsementView::ended_by_office);
}

TEST(Recipient, is_tidied_and_bounded) {
    EXPECT_EQ(*parse_recipient("  演示建设　集团 \n"), "演示建设 集团");
    EXPECT_EQ(*parse_recipient(""), "");
    std::string sixty;
    for (int i = 0; i < 60; ++i)
        sixty += "建";
    EXPECT_TRUE(parse_recipient(sixty));
    EXPECT_FALSE(parse_recipient(sixty + "建"));
    EXPECT_FALSE(
        parse_recipient("A\xE2\x80\xAE"
                        "B"));
    EXPECT_FALSE(parse_recipient("\xEE\x80\x80"));
    EXPECT_FALSE(parse_recipient("\xFF"));
}

}  // namespace
}  // namespace yinxin::domain
