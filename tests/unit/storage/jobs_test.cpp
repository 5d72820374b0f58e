// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/jobs.hpp"

#include "support/test_database.hpp"
#include "unit/crypto/openssl_program.hpp"

#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/statement_times.hpp"

#include <set>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

constexpr std::chrono::seconds lease{60};

class Jobs : public testing::Test {
  protected:
    void SetUp() override { store_ = test::new_store(directory_.path(), instant_of(0)); }
    void add(int count) {
        for (int i = 0; i < count; ++i) {
            ASSERT_TRUE(store_->write_now([&](Transaction& transaction) {
                return transaction.execute(sql::job::insert,
                                           new_id(),
                                           "press",
                                           i + 1,
                                           i + 1,
                                           instant_of(100),
                                           instant_of(100),
                                           "");
            }));
        }
    }
    std::vector<ClaimedJob> claim(std::int64_t now, int most = 10) {
        return *store_->write_now([&](Transaction& transaction) {
            return claim_jobs(transaction, instant_of(now), lease, most);
        });
    }
    template <class F>
    ErrorCode code(F work) {
        const Result<void> outcome = store_->write_now(work);
        return outcome ? ErrorCode::internal : outcome.error().code();
    }

    test::ScratchDirectory directory_;
    std::unique_ptr<Store> store_;
};

TEST_F(Jobs, a_claimed_job_is_nobody_elses_until_its_lease_runs_out) {
    add(1);
    EXPECT_TRUE(claim(99).empty()) << "not due yet";
    const auto first = claim(100);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_TRUE(claim(159).empty());
    const auto second = claim(160);
    ASSERT_EQ(second.size(), 1U);
    EXPECT_GT(second[0].fence, first[0].fence);
    EXPECT_EQ(second[0].attempts, 2);
}

TEST_F(Jobs, workers_who_take_at_once_pass_by_each_others_jobs) {
    if (!test::is_on_postgres()) GTEST_SKIP() << "SQLite has one writer";
    add(4);
    const auto raced = [] { return retry_series().serialization.value(); };
    const auto before = raced();
    std::vector<ClaimedJob> others;
    const auto own = store_->write_now([&](Transaction& t) -> Result<std::vector<ClaimedJob>> {
        YX_TRY(auto jobs, claim_jobs(t, instant_of(100), lease, 2));
        // Another worker, while this one's are taken and not committed: it does not wait.
        if (others.empty()) others = claim(100, 10);
        return jobs;
    });
    ASSERT_TRUE(own) << own.error().describe();
    std::set<std::int64_t> jobs;
    for (const auto& job : *own)
        jobs.insert(job.id.value);
    for (const auto& job : others)
        jobs.insert(job.id.value);
    EXPECT_EQ(own->size(), 2U);
    EXPECT_EQ(others.size(), 2U);
    EXPECT_EQ(jobs.size(), 4U) << "none is taken twice";
    EXPECT_EQ(raced(), before);
}

TEST_F(Jobs, whoever_comes_back_late_can_do_nothing) {
    add(1);
    const ClaimedJob late = claim(100).at(0);
    const ClaimedJob holder = claim(200).at(0);
    EXPECT_EQ(code([&](Transaction& t) { return hold_job(t, late); }), ErrorCode::lease_lost);
    EXPECT_EQ(code([&](Transaction& t) { return finish_job(t, late, instant_of(201)); }),
              ErrorCode::lease_lost);
    EXPECT_EQ(code([&](Transaction& t) {
                  return retry_job_later(t, late, instant_of(300), Error(ErrorCode::file_io));
              }),
              ErrorCode::lease_lost);
    EXPECT_EQ(code([&](Transaction& t) {
                  return bury_job(t, late, instant_of(201), Error(ErrorCode::file_io));
              }),
              ErrorCode::lease_lost);
    EXPECT_TRUE(
        store_->write_now([&](Transaction& t) { return finish_job(t, holder, instant_of(201)); }));
    EXPECT_TRUE(claim(10'000).empty());
}

TEST_F(Jobs, eight_workers_share_two_hundred_jobs_without_taking_one_twice) {
    add(200);
    std::mutex mutex;
    std::multiset<std::int64_t> taken;
    std::vector<std::thread> workers;
    for (int i = 0; i < 8; ++i) {
        workers.emplace_back([&] {
            for (;;) {
                const auto jobs = claim(100, 7);
                if (jobs.empty()) return;
                const std::lock_guard lock(mutex);
                for (const auto& job : jobs) {
                    taken.insert(job.id.value);
                }
            }
        });
    }
    for (auto& worker : workers) {
        worker.join();
    }
    EXPECT_EQ(taken.size(), 200U);
    EXPECT_EQ(std::set<std::int64_t>(taken.begin(), taken.end()).size(), 200U);
}

TEST_F(Jobs, are_measured_by_number_and_by_age) {
    const auto measure = [&] {
        return *store_->read_now([](Reader& reader) { return measure_queue(reader); });
    };
    EXPECT_EQ(measure().open, 0);
    add(3);
    const auto jobs = claim(100, 1);
    EXPECT_EQ(measure().open, 3) << "a leased job is open";
    EXPECT_EQ(measure().oldest_created_at, instant_of(100));
    ASSERT_TRUE(store_->write_now([&](Transaction& t) {
        return bury_job(t, jobs.at(0), instant_of(101), Error(ErrorCode::draft_refused));
    }));
    EXPECT_EQ(measure().open, 2);
    EXPECT_EQ(measure().dead, 1);
}

}  // namespace
}  // namespace yinxin::storage
