// SPDX-License-Identifier: Apache-2.0
// The quota rule against a model that knows nothing of slots: it counts days.
#include "yinxin/domain/endorsement_policy.hpp"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using State = EndorsementState;

/// The sentence itself: application days among the `window` days that end on and include `day`.
int count_in_window(const std::vector<PastApplication>& history, CivilDay day, int window) {
    int count = 0;
    for (int back = 0; back < window; ++back) {
        for (const PastApplication& past : history) {
            const bool counts = past.state != State::failed && past.state != State::ended_by_office;
            if (counts && past.applied_on == day - Days(back)) ++count;
        }
    }
    return count;
}

/// What the database forbids: two ranges of one slot that overlap.
bool overlaps_in_slot(const std::vector<PastApplication>& history,
                      CivilDay day,
                      int slot,
                      const EndorsementPolicy& policy) {
    return std::ranges::any_of(history, [&](const PastApplication& past) {
        return past.slot == slot && past.state != State::failed &&
               past.state != State::ended_by_office && past.applied_on < window_end(day, policy) &&
               day < window_end(past.applied_on, policy);
    });
}

struct Setting {
    int quota;
    int window;
    unsigned seed;
};

class Slots : public testing::TestWithParam<Setting> {};

TEST_P(Slots, agree_with_counting_days_and_with_the_database_constraint) {
    const Setting run = GetParam();
    EndorsementPolicy policy;
    policy.quota = run.quota;
    policy.window = Days(run.window);
    std::mt19937 random(run.seed);
    SCOPED_TRACE("seed " + std::to_string(run.seed));
    std::vector<PastApplication> history;
    CivilDay today = make_day(2027, 12, 1);  // runs across 29 February 2028
    for (int step = 0; step < 400; ++step) {
        today += Days(random() % 4 == 0 ? random() % 40 : random() % 3);
        const int expected = count_in_window(history, today, run.window);
        ASSERT_EQ(used(history, today, policy), expected);
        const CivilDay first = first_possible_day(history, today, policy);
        const auto slot = free_slot(history, today, policy);
        ASSERT_EQ(slot.has_value(), expected < run.quota);
        ASSERT_EQ(first == today, slot.has_value());
        if (slot) {
            ASSERT_GE(*slot, 1);
            ASSERT_LE(*slot, run.quota);
            ASSERT_FALSE(overlaps_in_slot(history, today, *slot, policy));
            history.push_back({today, *slot, State::pending, start_of(today + Days(90))});
        } else {
            // The promised day is the first one: possible then, not on the day before.
            ASSERT_EQ(slot.error().params().at("first_day"), format_day(first));
            ASSERT_LT(count_in_window(history, first, run.window), run.quota);
            ASSERT_GE(count_in_window(history, first - Days(1), run.window), run.quota);
        }
        if (!history.empty()) {
            auto& one = history[random() % history.size()];
            static constexpr State states[]{State::ready,
                                            State::ready,
                                            State::withdrawn,
                                            State::failed,
                                            State::ended_by_office};
            // Failed and ended are final: a slot given back may be taken by somebody else.
            if (one.state != State::failed && one.state != State::ended_by_office) {
                one.state = states[random() % std::size(states)];
            }
        }
    }
    EXPECT_GT(history.size(), 20U);
}

INSTANTIATE_TEST_SUITE_P(Policies,
                         Slots,
                         testing::Values(Setting{3, 90, 1},
                                         Setting{3, 90, 2},
                                         Setting{3, 90, 3},
                                         Setting{1, 90, 4},
                                         Setting{5, 30, 5},
                                         Setting{2, 1, 6},
                                         Setting{10, 365, 7}));

}  // namespace
}  // namespace yinxin::domain
