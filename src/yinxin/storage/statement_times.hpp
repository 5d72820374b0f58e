// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/observe/live.hpp"
#include "yinxin/storage/statement.hpp"

/// How long statements take and how often they fail, by name; for every engine.
namespace yinxin::storage {

/// The series of one statement: yinxin_statement_seconds and yinxin_statement_errors_total with
/// statement="endorsement.insert".
struct StatementSeries {
    observe::LiveHistogram* seconds = nullptr;
    observe::LiveCounter* errors = nullptr;
};

/// Takes a lock: call it when the statement is prepared, and keep the answer beside it.
[[nodiscard]] StatementSeries series_of(const Statement& statement);

/// Measures one run of a statement, from its making to its end; what the caller does with the rows
/// meanwhile is counted in. Costs two looks at the clock and two relaxed additions.
class StatementRun {
  public:
    explicit StatementRun(StatementSeries series) noexcept
        : series_(series), began_(std::chrono::steady_clock::now()) {}
    StatementRun(const StatementRun&) = delete;
    StatementRun& operator=(const StatementRun&) = delete;
    ~StatementRun() {
        series_.seconds->note(std::chrono::steady_clock::now() - began_);
        if (is_failed_) series_.errors->add();
    }
    void fail() noexcept { is_failed_ = true; }

  private:
    StatementSeries series_;
    std::chrono::steady_clock::time_point began_;
    bool is_failed_ = false;
};

/// What an engine's one writer does (docs/adr/0003): how long a unit waits for its turn, how many
/// units share a commit, how long the commit takes to be on the disk, and how many wait now.
struct WriterSeries {
    observe::LiveHistogram& wait_seconds;
    observe::LiveHistogram& units;
    observe::LiveHistogram& commit_seconds;
    observe::LiveGauge& waiting;
};
[[nodiscard]] const WriterSeries& writer_series();

/// Why a transaction was run again, or could not be told (docs/postgresql.md). SQLite has one
/// writer and counts none.
struct RetrySeries {
    observe::LiveCounter& serialization;  ///< 40001
    observe::LiveCounter& deadlock;       ///< 40P01
    observe::LiveCounter& lock;           ///< 55P03, a lock was waited for too long
    observe::LiveCounter& exclusion;      ///< 23P01, two for one slot
    observe::LiveCounter& connection;     ///< class 08 and 57, or no answer: nothing was committed
    observe::LiveCounter& lost_commit;    ///< the answer to a commit never came
};
[[nodiscard]] const RetrySeries& retry_series();

}  // namespace yinxin::storage
