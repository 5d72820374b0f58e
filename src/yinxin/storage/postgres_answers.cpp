// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_connection.hpp"

#include <charconv>
#include <libpq-fe.h>

#include <poll.h>

/// What goes over the connection and what comes back.
namespace yinxin::storage {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr Statement number_of_transaction{"transaction.number",
                                          "SELECT CAST(pg_current_xact_id() AS TEXT)"};
constexpr int binary_results = 1;
/// Answers that may be owed: what waits for them stays in memory on both sides.
constexpr std::size_t most_owed = 1000;

/// Waits until libpq has an answer. @return false if there will be none.
bool wait_for_answer(PGconn* connection, SteadyClock::time_point until) {
    for (;;) {
        const int unsent = PQflush(connection);
        if (unsent < 0) return false;
        if (PQisBusy(connection) == 0) return true;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now());
        if (left.count() <= 0) return false;
        const short wanted = static_cast<short>(POLLIN | (unsent > 0 ? POLLOUT : 0));
        pollfd descriptor{PQsocket(connection), wanted, 0};
        if (poll(&descriptor, 1, static_cast<int>(left.count())) < 0 && errno != EINTR)
            return false;
        if ((descriptor.revents & (POLLIN | POLLHUP | POLLERR)) != 0 &&
            PQconsumeInput(connection) == 0) {
            return false;
        }
    }
}

}  // namespace

void PostgresConnection::keep_broken(const char* what) {
    is_broken_ = true;
    if (!failure_) failure_ = PostgresFailure{{}, what};
}

void PostgresConnection::keep_failure(const PostgresResult& result) {
    if (!failure_) failure_ = failure_of(*result);
    // A former primary that became a standby refuses writes: look for the new one.
    const bool is_standby = role_ == Role::writes && failure_->sqlstate == "25006";
    if (is_standby || PQstatus(connection_) != CONNECTION_OK) is_broken_ = true;
}

std::optional<PostgresResult> PostgresConnection::receive(Moment until) {
    if (is_broken_) return std::nullopt;
    if (!wait_for_answer(connection_, until)) {
        keep_broken("no answer from the server");
        return std::nullopt;
    }
    PostgresResult result(PQgetResult(connection_));
    if (!result) {
        keep_broken("an answer is missing");
        return std::nullopt;
    }
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) return result;
    // Each answer ends with a null; a synchronisation does not.
    for (;;) {
        if (!wait_for_answer(connection_, until)) {
            keep_broken("the answer broke off");
            return std::nullopt;
        }
        const PostgresResult rest(PQgetResult(connection_));
        if (!rest) return result;
        if (PQstatus(connection_) != CONNECTION_OK) return result;
    }
}

void PostgresConnection::synchronise() {
    if (is_broken_) return;
    if (!owes_sync_ && PQpipelineSync(connection_) == 0) return keep_broken("cannot send");
    owes_sync_ = false;
    const auto until = SteadyClock::now() + deadline_;
    for (;;) {
        const auto result = receive(until);
        if (!result || PQresultStatus(result->get()) == PGRES_PIPELINE_SYNC) return;
        if (PQstatus(connection_) != CONNECTION_OK) return keep_broken("connection lost");
    }
}

void PostgresConnection::forget_owed() {
    for (const Owed& owed : owed_) {
        if (owed.what == Owed::What::preparation) prepared_.erase(owed.statement.text);
    }
    owed_.clear();
}

bool PostgresConnection::take(const Owed& owed, const PostgresResult& result) {
    const auto status = PQresultStatus(result.get());
    const bool is_good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    // The server works on one after the other: from the answer before to this one.
    const auto now = SteadyClock::now();
    if (owed.series.seconds != nullptr) owed.series.seconds->note(now - answered_);
    if (owed.series.errors != nullptr && !is_good) owed.series.errors->add();
    answered_ = now;
    if (!is_good) {
        keep_failure(result);
        // Whoever hears of it asked something else.
        if (owed.series.errors != nullptr) {
            failure_->message = std::string(owed.statement.name) + ": " + failure_->message;
        }
        // Without a beginning nothing can go on.
        if (owed.what == Owed::What::opening || owed.what == Owed::What::number) is_broken_ = true;
        return false;
    }
    if (owed.what == Owed::What::number) transaction_number_ = PQgetvalue(result.get(), 0, 0);
    if (!owed.visit) return true;
    PostgresColumns columns(result.get());
    const int rows = PQntuples(result.get());
    for (int row = 0; row < rows; ++row) {
        columns.go_to(row);
        owed.visit(columns);
    }
    return true;
}

std::optional<PostgresResult> PostgresConnection::take_answers() {
    if (PQsendFlushRequest(connection_) == 0) keep_broken("cannot send");
    answered_ = SteadyClock::now();
    PostgresResult last;
    while (!owed_.empty()) {
        // Each statement has the whole deadline, as where it is sent alone.
        std::optional<PostgresResult> result = receive(SteadyClock::now() + deadline_);
        if (!result || !take(owed_.front(), *result)) {
            forget_owed();
            synchronise();
            return std::nullopt;
        }
        last = *std::move(result);
        owed_.pop_front();
    }
    return last;
}

bool PostgresConnection::send_opening() {
    if (is_open_ || role_ == Role::reads) return true;
    const char* begin = sees_commits_ ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN";
    sees_commits_ = false;
    if (PQsendQueryParams(
            connection_, begin, 0, nullptr, nullptr, nullptr, nullptr, binary_results) == 0) {
        return false;
    }
    owed_.push_back({.what = Owed::What::opening});
    return send_statement(number_of_transaction, {}, {.what = Owed::What::number});
}

bool PostgresConnection::send_statement(const Statement& statement,
                                        std::span<const Value> values,
                                        Owed owed) {
    owed.statement = statement;
    auto found = prepared_.find(statement.text);
    if (found == prepared_.end()) {
        const std::string name = "y" + std::to_string(++names_given_);
        if (PQsendPrepare(connection_, name.c_str(), statement.for_postgres(), 0, nullptr) == 0)
            return false;
        found = prepared_.emplace(statement.text, Prepared{name, series_of(statement)}).first;
        owed_.push_back({.what = Owed::What::preparation, .statement = statement});
    }
    const PostgresArguments arguments(values);
    const int sent = PQsendQueryPrepared(connection_,
                                         found->second.name.c_str(),
                                         arguments.count(),
                                         arguments.pointers(),
                                         arguments.lengths(),
                                         arguments.formats(),
                                         binary_results);
    if (sent == 0) return false;
    owed_.push_back(std::move(owed));
    return true;
}

Result<void> PostgresConnection::dispatch(const Statement& statement,
                                          std::span<const Value> values,
                                          Owed owed) {
    // Nothing more is run in a transaction that failed: the first failure decides.
    if (failure_) return error_of(*failure_, statement.name);
    if (owes_sync_) synchronise();
    const bool is_sent = send_opening() && send_statement(statement, values, std::move(owed));
    is_open_ = true;
    if (is_sent && !is_broken_) return ok();
    keep_broken("cannot send");
    forget_owed();
    return error_of(*failure_, statement.name);
}

Result<PostgresResult> PostgresConnection::exchange(const Statement& statement,
                                                    std::span<const Value> values) {
    YX_CHECK(dispatch(statement, values, {}));
    std::optional<PostgresResult> last = take_answers();
    if (!last) return error_of(*failure_, statement.name);
    return *std::move(last);
}

Result<PostgresResult> PostgresConnection::run(const Statement& statement,
                                               std::span<const Value> values) {
    const auto known = prepared_.find(statement.text);
    const StatementSeries series =
        known == prepared_.end() ? series_of(statement) : known->second.series;
    StatementRun measured(series);
    Result<PostgresResult> result = exchange(statement, values);
    if (!result) measured.fail();
    return result;
}

Result<void> PostgresConnection::run_later(const Statement& statement,
                                           std::span<const Value> values,
                                           const std::function<void(const Columns&)>& visit) {
    if (owed_.size() >= most_owed) YX_CHECK(settle());
    const auto known = prepared_.find(statement.text);
    const StatementSeries series =
        known == prepared_.end() ? series_of(statement) : known->second.series;
    return dispatch(statement, values, {.series = series, .visit = visit});
}

Result<void> PostgresConnection::settle() {
    if (!failure_ && !owed_.empty()) (void)take_answers();
    if (failure_) return error_of(*failure_, "settle");
    return ok();
}

Result<void> PostgresConnection::query(const Statement& statement,
                                       std::span<const Value> values,
                                       const std::function<void(const Columns&)>& visit) {
    YX_TRY(const PostgresResult result, run(statement, values));
    PostgresColumns columns(result.get());
    const int rows = PQntuples(result.get());
    for (int row = 0; visit && row < rows; ++row) {
        columns.go_to(row);
        visit(columns);
    }
    return ok();
}

Result<void> PostgresConnection::query_later(const Statement& statement,
                                             std::span<const Value> values,
                                             const std::function<void(const Columns&)>& visit) {
    return run_later(statement, values, visit);
}

Result<std::int64_t> PostgresConnection::change(const Statement& statement,
                                                std::span<const Value> values) {
    YX_TRY(const PostgresResult result, run(statement, values));
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t changed = 0;
    std::from_chars(count.data(), count.data() + count.size(), changed);
    return changed;
}

Result<void> PostgresConnection::change_later(const Statement& statement,
                                              std::span<const Value> values) {
    return run_later(statement, values, {});
}

}  // namespace yinxin::storage
