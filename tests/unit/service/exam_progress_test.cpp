// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exam_progress.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

using domain::BatchState;
using domain::ProgressStage;

constexpr Instant day_one{std::chrono::seconds{1795399200}};

storage::BatchRow batch(BatchState state, std::chrono::hours later = {}) {
    storage::BatchRow row;
    row.id = make_id<BatchId>();
    row.issuer_id = "centre";
    row.qualification_id = "adviser";
    row.exam_year = 2026;
    row.state = state;
    row.certificate_count = 5;
    row.changed_at = day_one + later;
    return row;
}

TEST(ExamProgress, an_examination_is_one_line_as_far_as_its_furthest_batch) {
    const auto lines = progress_of({batch(BatchState::checking, std::chrono::hours(9)),
                                    batch(BatchState::released, std::chrono::hours(1)),
                                    batch(BatchState::issuing, std::chrono::hours(5))});
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].stage, ProgressStage::released);
    EXPECT_EQ(lines[0].changed_at, day_one + std::chrono::hours(1));
    EXPECT_TRUE(lines[0].has_behind);
}

TEST(ExamProgress, a_placeholder_for_awaited_results_is_nothing_behind) {
    const auto lines = progress_of({batch(BatchState::scoring), batch(BatchState::released)});
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_FALSE(lines[0].has_behind);
    EXPECT_FALSE(
        progress_of({batch(BatchState::released), batch(BatchState::scoring)})[0].has_behind);
}

TEST(ExamProgress, a_planned_release_is_told_only_after_two_people_approved) {
    auto waiting = batch(BatchState::checking);
    waiting.release_at = day_one + std::chrono::hours(50);
    EXPECT_FALSE(progress_of({waiting})[0].release_at);
    auto approved = batch(BatchState::approved);
    approved.release_at = day_one + std::chrono::hours(50);
    EXPECT_EQ(progress_of({waiting, approved})[0].release_at, approved.release_at);
    approved.state = BatchState::stopped;
    EXPECT_FALSE(progress_of({approved})[0].release_at);
}

TEST(ExamProgress, examinations_of_other_years_and_authorities_are_lines_of_their_own) {
    auto other_year = batch(BatchState::released);
    other_year.exam_year = 2025;
    auto other_issuer = batch(BatchState::released);
    other_issuer.issuer_id = "association";
    EXPECT_EQ(progress_of({batch(BatchState::released), other_year, other_issuer}).size(), 3U);
}

}  // namespace
}  // namespace yinxin::service
