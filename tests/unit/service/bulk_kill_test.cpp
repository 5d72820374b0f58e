// SPDX-License-Identifier: Apache-2.0
// A process that works on bulk checks is killed again and again: every item is answered once, every
// certificate found has one check, and the result is whole.
#include "support/bulk_house.hpp"
#include "support/doomed_process.hpp"
#include "test_places.hpp"

#include <random>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::BulkId;
using domain::BulkState;

constexpr int rows_of_list = 3000;
/// More kills than any machine needs; the test ends when the list does.
constexpr int most_kills = 200;

class BulkKill : public testing::Test {
  protected:
    std::int64_t done() {
        return bulk_.house->one("SELECT COALESCE(SUM(items_done), 0) FROM bulk_check");
    }
    bool is_finished() {
        return bulk_.house->one("SELECT COUNT(*) FROM bulk_check WHERE state <> 'finished'") == 0;
    }

    /// Starts the victim, lets it answer a random number of rows, and kills it a moment later. On a
    /// slow machine a whole slice takes longer than any fixed moment.
    void run_and_kill() {
        const std::int64_t enough = done() + 1 + random_() % (2 * service::rows_of_slice);
        DoomedProcess victim(
            YX_BULK_VICTIM,
            {bulk_.house.directory(), std::to_string(epoch_of(bulk_.house->clock.now()))});
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (done() < enough && !is_finished()) {
            ASSERT_TRUE(victim.is_alive()) << "the victim ended by itself";
            ASSERT_LT(std::chrono::steady_clock::now(), give_up);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        // The moment is random on purpose: anywhere within a slice.
        std::this_thread::sleep_for(std::chrono::microseconds(random_() % 30'000));
        ASSERT_TRUE(victim.kill());
        // What it held is free again.
        bulk_.house->clock.advance(service::bulk_lease + std::chrono::seconds(1));
    }

    BulkHouse bulk_;
    std::mt19937 random_{std::random_device{}()};
};

TEST_F(BulkKill, killed_at_any_instant_it_answers_every_item_once) {
    std::vector<std::string> rows;
    for (int i = 0; i < 20; ++i)
        rows.push_back(bulk_.row_of(bulk_.house->add_holder()));
    for (int i = 20; i < rows_of_list; ++i)
        rows.push_back("王演示,P" + std::to_string(100000 + i) + ",N" + std::to_string(i));
    // Those that are found stand all over the list.
    std::shuffle(rows.begin(), rows.end(), random_);
    const BulkId id = bulk_.hand_in(bulk_.list(rows));
    bulk_.start(id);
    const auto owner = BulkHouse::owner_of(bulk_.house->add_person("另一家"));
    const BulkId other = sure(bulk_.try_hand_in(
        to_bytes(bulk_.list({rows.begin(), rows.begin() + 50})), "other.csv", owner));
    sure(bulk_.try_start(other, owner));
    int kills = 0;
    while (!is_finished() && kills < most_kills) {
        ASSERT_NO_FATAL_FAILURE(run_and_kill());
        ++kills;
    }
    ASSERT_TRUE(is_finished());
    EXPECT_GE(kills, 3);
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_answer"), rows_of_list + 50);
    EXPECT_EQ(bulk_.standing(id).check.items_done, rows_of_list);
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_item"), 0);
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM certificate_check"),
              bulk_.house->one("SELECT COUNT(*) FROM bulk_answer WHERE verdict = 'VALID'"))
        << "one check for each certificate found, by each list";
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_answer WHERE bulk_id = $1 AND verdict = "
                               "'VALID'",
                               id),
              20);
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_summary"), 2);
    std::printf("%d kills, %d items answered once\n", kills, rows_of_list + 50);
}

}  // namespace
}  // namespace yinxin::test
