// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/statement_times.hpp"

namespace yinxin::storage {
namespace {

using observe::LiveFamily;

constexpr double nanosecond = 1e-9;
constexpr std::array<std::int64_t, 7> unit_bounds{1, 2, 4, 8, 16, 32, 64};

const LiveFamily statement_seconds{"yinxin_statement_seconds",
                                   "Time of one run of a statement, its rows included",
                                   "statement",
                                   observe::work_bounds(),
                                   nanosecond};
const LiveFamily statement_errors{
    "yinxin_statement_errors_total", "Runs of a statement that failed", "statement"};
const LiveFamily wait_seconds{"yinxin_store_wait_seconds",
                              "Time a unit of work waited for the writer",
                              "",
                              observe::work_bounds(),
                              nanosecond};
const LiveFamily commit_units{
    "yinxin_store_commit_units", "Units of work in one commit", "", unit_bounds};
const LiveFamily commit_seconds{"yinxin_store_commit_seconds",
                                "Time until a commit was on the disk",
                                "",
                                observe::work_bounds(),
                                nanosecond};
const LiveFamily waiting_units{
    "yinxin_store_waiting", "Units of work that wait for the writer", ""};
const LiveFamily retries{"yinxin_store_retries_total",
                         "Transactions that were run again or whose commit was asked after",
                         "cause"};

}  // namespace

StatementSeries series_of(const Statement& statement) {
    return {&observe::live_histogram(statement_seconds, statement.name),
            &observe::live_counter(statement_errors, statement.name)};
}

const RetrySeries& retry_series() {
    static const RetrySeries series{observe::live_counter(retries, "serialization"),
                                    observe::live_counter(retries, "deadlock"),
                                    observe::live_counter(retries, "lock"),
                                    observe::live_counter(retries, "exclusion"),
                                    observe::live_counter(retries, "connection"),
                                    observe::live_counter(retries, "lost_commit")};
    return series;
}

const WriterSeries& writer_series() {
    // Whoever watches the one finds the other, on either engine.
    (void)retry_series();
    static const WriterSeries series{observe::live_histogram(wait_seconds),
                                     observe::live_histogram(commit_units),
                                     observe::live_histogram(commit_seconds),
                                     observe::live_gauge(waiting_units)};
    return series;
}

}  // namespace yinxin::storage
