// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/batch.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

constexpr Instant noon{std::chrono::seconds{1795406400}};

TEST(Batch, one_person_may_stop_what_is_on_its_way_or_out) {
    for (const auto& row : all_keyed<BatchState>()) {
        const bool is_there = row.value == BatchState::issuing ||
                              row.value == BatchState::approved ||
                              row.value == BatchState::released;
        EXPECT_EQ(may_stop(row.value), is_there) << row.key;
    }
}

TEST(Batch, only_what_is_whole_can_be_recalled) {
    EXPECT_TRUE(may_recall({BatchState::released, true, true}));
    EXPECT_TRUE(may_recall({BatchState::approved, true, false}));
    EXPECT_TRUE(may_recall({BatchState::stopped, true, false}));
    EXPECT_FALSE(may_recall({BatchState::stopped, false, false})) << "half of it is not written";
    EXPECT_FALSE(may_recall({BatchState::issuing, false, false}));
    EXPECT_FALSE(may_recall({BatchState::recalled, true, true}));
    EXPECT_FALSE(may_recall({BatchState::checking, false, false}));
}

TEST(Batch, a_restored_batch_goes_on_where_it_stood) {
    EXPECT_EQ(state_after_restore({BatchState::recalled, true, true}), BatchState::released);
    EXPECT_EQ(state_after_restore({BatchState::stopped, true, true}), BatchState::released);
    EXPECT_EQ(state_after_restore({BatchState::stopped, true, false}), BatchState::approved);
    EXPECT_EQ(state_after_restore({BatchState::stopped, false, false}), BatchState::issuing);
    EXPECT_TRUE(may_restore(BatchState::stopped));
    EXPECT_TRUE(may_restore(BatchState::recalled));
    EXPECT_FALSE(may_restore(BatchState::released));
    EXPECT_FALSE(may_restore(BatchState::refused));
}

TEST(Batch, the_release_time_may_change_until_the_batch_is_out) {
    EXPECT_TRUE(may_reschedule(BatchState::issuing));
    EXPECT_TRUE(may_reschedule(BatchState::approved));
    for (const auto state : {BatchState::checking, BatchState::released, BatchState::stopped}) {
        EXPECT_FALSE(may_reschedule(state));
    }
}

TEST(Batch, a_release_is_half_open_and_due_from_its_second_on) {
    EXPECT_FALSE(is_due(noon, noon - std::chrono::seconds(1)));
    EXPECT_TRUE(is_due(noon, noon));
    EXPECT_TRUE(is_due(std::nullopt, noon)) << "as soon as it is written";
}

TEST(Batch, a_release_lies_ahead_but_not_too_far) {
    EXPECT_TRUE(check_release_time(noon + std::chrono::seconds(1), noon));
    EXPECT_TRUE(check_release_time(noon + most_release_days, noon));
    for (const Instant wrong : {noon, noon + most_release_days + std::chrono::seconds(1)}) {
        const auto checked = check_release_time(wrong, noon);
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().code(), ErrorCode::office_time_invalid);
    }
}

TEST(Batch, the_public_hears_of_four_stages_only) {
    EXPECT_EQ(stage_of(BatchState::scoring), ProgressStage::scoring);
    EXPECT_EQ(stage_of(BatchState::issuing), ProgressStage::making);
    EXPECT_EQ(stage_of(BatchState::approved), ProgressStage::making);
    EXPECT_EQ(stage_of(BatchState::released), ProgressStage::released);
    for (const auto state :
         {BatchState::checking, BatchState::refused, BatchState::recalled, BatchState::stopped}) {
        EXPECT_EQ(stage_of(state), ProgressStage::checking) << key(state);
    }
}

}  // namespace
}  // namespace yinxin::domain
