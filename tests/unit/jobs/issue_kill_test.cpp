// SPDX-License-Identifier: Apache-2.0
// A process that writes certificates is killed again and again between its pieces; every row of the
// batch becomes one certificate in the end.
#include "support/doomed_process.hpp"
#include "support/staged_batch.hpp"
#include "test_places.hpp"

#include <random>
#include <set>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

constexpr int rows = 400;
/// Killed at least so often, or the test has shown nothing.
constexpr int least_kills = 5;

class IssueKill : public testing::Test {
  protected:
    std::int64_t written() { return house_->one("SELECT COUNT(*) FROM certificate"); }
    bool is_done() {
        return house_->one("SELECT COUNT(*) FROM batch WHERE state = 'issuing'") == 0;
    }

    /// Lets the victim work until it has written something more, and kills it a moment later.
    void run_and_kill() {
        const std::int64_t before = written();
        DoomedProcess victim(YX_ISSUE_VICTIM, {house_.directory()});
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (written() == before && !is_done()) {
            ASSERT_TRUE(victim.is_alive()) << "the victim ended by itself";
            ASSERT_LT(std::chrono::steady_clock::now(), give_up);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        // The moment is random on purpose: anywhere in a piece or between two.
        std::this_thread::sleep_for(std::chrono::microseconds(random_() % 20'000));
        ASSERT_TRUE(victim.kill());
    }

    ScratchHouse house_;
    std::minstd_rand random_{20261128};
};

TEST_F(IssueKill, every_row_becomes_one_certificate_however_often_its_writer_dies) {
    std::vector<domain::ExamResult> all;
    for (int i = 1; i <= rows; ++i) {
        all.push_back(exam_result(i));
        // Every third row is of the person before: found again after a death, not made anew.
        if (i % 3 == 0) {
            all.back().document = exam_result(i - 1).document;
            all.back().name = exam_result(i - 1).name;
        }
    }
    const BatchId batch = stage_batch(*house_, all);
    sure(house_->store().write_now([&](storage::Transaction& transaction) {
        return storage::begin_issuing(
            transaction, batch, std::nullopt, civil_day(house_->clock.now()), house_->clock.now());
    }));
    int kills = 0;
    while (!is_done() && !HasFatalFailure()) {
        run_and_kill();
        ++kills;
    }
    EXPECT_GE(kills, least_kills);
    EXPECT_EQ(written(), rows);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM person"), rows - rows / 3);
    EXPECT_EQ(house_->one("SELECT COUNT(DISTINCT certificate_no) FROM certificate"), rows);
    EXPECT_EQ(house_->one("SELECT COUNT(DISTINCT management_no) FROM certificate"), rows);
    EXPECT_EQ(house_->one("SELECT issued_count FROM batch WHERE batch_id = $1", batch), rows);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM import_row"), 0);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM batch_step WHERE kind = 'written'"), 1);
}

}  // namespace
}  // namespace yinxin::test
