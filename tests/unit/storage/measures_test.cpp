// SPDX-License-Identifier: Apache-2.0
#include "unit/crypto/openssl_program.hpp"

#include "yinxin/storage/alarms.hpp"
#include "yinxin/storage/jobs.hpp"
#include "yinxin/storage/queues.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/statement_times.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

/// A step of SQLite's plan, as EXPLAIN QUERY PLAN gives it.
struct Step {
    std::int64_t id = 0;
    std::int64_t parent = 0;
    std::int64_t unused = 0;
    std::string detail;
};

class Measures : public testing::Test {
  protected:
    void SetUp() override {
        const std::string path = (directory_ / "m.sqlite").string();
        ASSERT_TRUE(migrate_sqlite(path, Create::yes, instant_of(0)));
        store_ = *open_sqlite(path);
    }
    /// Steps that read a table from end to end and not the open rows of an index.
    template <class... Args>
    std::vector<std::string> scans(const Statement& statement, const Args&... args) {
        const std::string text = "EXPLAIN QUERY PLAN " + std::string(statement.text);
        const Statement explained{"test.explain", text.c_str()};
        const auto steps =
            store_->read_now([&](Reader& reader) { return reader.all<Step>(explained, args...); });
        EXPECT_TRUE(steps && !steps->empty());
        std::vector<std::string> found;
        for (const Step& step : *steps) {
            const bool is_scan =
                step.detail.starts_with("SCAN ") && !step.detail.starts_with("SCAN CONSTANT");
            if (is_scan && step.detail.find(" INDEX ") == std::string::npos) {
                found.push_back(step.detail);
            }
        }
        return found;
    }
    static std::uint64_t runs(const StatementSeries& series) {
        const auto counts = series.seconds->read().counts;
        return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    }

    test::ScratchDirectory directory_;
    std::unique_ptr<Store> store_;
};

/// These run every five seconds, and measure_queue with every look at /readyz: with ten million
/// jobs done they must read no more than with ten.
TEST_F(Measures, of_queues_read_open_rows_alone) {
    EXPECT_EQ(scans(sql::job::measure), std::vector<std::string>());
    EXPECT_EQ(scans(sql::alarm::count_open), std::vector<std::string>());
    EXPECT_EQ(scans(sql::queue::measure, instant_of(0)), std::vector<std::string>());
}

TEST_F(Measures, a_statement_that_reads_everything_is_found) {
    constexpr Statement whole{"test.whole", "SELECT COUNT(*) FROM job WHERE error_code <> ''"};
    EXPECT_EQ(scans(whole).size(), 1U);
}

TEST_F(Measures, every_queue_is_there_and_an_empty_one_has_no_age) {
    const auto queues =
        store_->read_now([](Reader& reader) { return measure_queues(reader, instant_of(1'000)); });
    ASSERT_TRUE(queues);
    std::vector<std::string> names;
    for (const QueueDepth& queue : *queues) {
        names.push_back(queue.name);
        EXPECT_EQ(queue.open, 0) << queue.name;
        EXPECT_EQ(queue.oldest_since, instant_of(0)) << queue.name;
    }
    EXPECT_EQ(names,
              (std::vector<std::string>{"audit",
                                        "bulk",
                                        "identity",
                                        "imports",
                                        "issuing",
                                        "mails",
                                        "messages",
                                        "proposals",
                                        "releasing",
                                        "webhooks"}));
}

TEST_F(Measures, alarms_are_counted_by_kind_until_somebody_ends_them) {
    ASSERT_TRUE(store_->write_now([](Transaction& transaction) -> Result<void> {
        for (const char* object : {"job:1", "job:2"}) {
            YX_CHECK(raise_alarm(transaction,
                                 {domain::AlarmKind::job_given_up, object, "", "draft.refused"},
                                 instant_of(5)));
        }
        return raise_alarm(
            transaction, {domain::AlarmKind::queue_late, "queue:press", "", "9"}, instant_of(5));
    }));
    const auto open = store_->read_now([](Reader& reader) { return count_open_alarms(reader); });
    ASSERT_TRUE(open);
    ASSERT_EQ(open->size(), 2U);
    EXPECT_EQ(open->at(0).kind, domain::AlarmKind::job_given_up);
    EXPECT_EQ(open->at(0).open, 2);
    EXPECT_EQ(open->at(1).open, 1);
}

TEST_F(Measures, each_run_of_a_statement_is_timed_and_each_failure_counted) {
    const StatementSeries series = series_of(sql::job::insert);
    const std::uint64_t before = runs(series);
    const std::uint64_t failed = series.errors->value();
    const auto insert = [&](int job) {
        return store_->write_now([job](Transaction& transaction) {
            return transaction.execute(
                sql::job::insert, job, "press", 1, 1, instant_of(0), instant_of(0), "");
        });
    };
    EXPECT_TRUE(insert(1));
    EXPECT_EQ(runs(series), before + 1);
    EXPECT_EQ(series.errors->value(), failed);
    EXPECT_FALSE(insert(1)) << "the same id again";
    EXPECT_EQ(runs(series), before + 2);
    EXPECT_EQ(series.errors->value(), failed + 1);
}

TEST_F(Measures, the_writer_counts_its_commits_and_what_shared_them) {
    const WriterSeries& writer = writer_series();
    const auto units = writer.units.read().sum;
    const auto commits = [&] {
        const auto counts = writer.commit_seconds.read().counts;
        return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    };
    const std::uint64_t before = commits();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(store_->write_now([](Transaction&) { return ok(); }));
    }
    EXPECT_EQ(writer.units.read().sum, units + 3);
    EXPECT_EQ(commits(), before + 3) << "one caller that waits: a commit each";
    EXPECT_EQ(writer.waiting.value(), 0);
}

}  // namespace
}  // namespace yinxin::storage
