// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_connection.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"

#include <array>
#include <charconv>
#include <libpq-fe.h>

#include <poll.h>

namespace yinxin::storage {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr Statement number_of_transaction{"transaction.number",
                                          "SELECT CAST(pg_current_xact_id() AS TEXT)"};
constexpr int binary_results = 1;
constexpr std::size_t longest_password = 1024;

void say_nothing(void* /*unused*/, const char* /*message*/) {}

/// A statement's own bound is a little shorter than the wait for it, so that the server, which can
/// say why, ends it first. Plans that use an index keep serializable transactions out of each
/// other's way: a scan of a whole table conflicts with every writer of it (PostgreSQL
/// manual 13.2.3).
std::string session_settings(PostgresConnection::Role role, std::chrono::seconds deadline) {
    const std::string bound = std::to_string(std::max<std::int64_t>(1, deadline.count() - 1)) + "s";
    const bool writes = role == PostgresConnection::Role::writes;
    return std::string("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL ") +
           (writes ? "SERIALIZABLE, READ WRITE" : "REPEATABLE READ, READ ONLY") +
           "; SET statement_timeout = '" + bound + "'; SET lock_timeout = '" + bound +
           "'; SET idle_in_transaction_session_timeout = '60s'; SET random_page_cost = 1.1"
           "; SET standard_conforming_strings = on; SET client_min_messages = warning";
}

Result<std::string> password_of(const PostgresAddress& address) {
    if (address.password_file.empty()) return std::string();
    YX_TRY(std::string text, read_text_file(address.password_file));
    std::string line = text.substr(0, text.find_first_of("\r\n"));
    if (line.empty() || line.size() > longest_password) {
        return Error(ErrorCode::config_invalid,
                     address.password_file.string() + ": its first line is to be the password");
    }
    return line;
}

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

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const PostgresAddress& address,
                                                                     Role role) {
    YX_TRY(const std::string password, password_of(address));
    // What stands before "dbname" is a default that the address may change.
    const std::array keywords{"application_name",
                              "connect_timeout",
                              "target_session_attrs",
                              "tcp_user_timeout",
                              "dbname",
                              "client_encoding",
                              password.empty() ? nullptr : "password",
                              static_cast<const char*>(nullptr)};
    const std::array values{"yinxin",
                            "5",
                            "read-write",
                            "15000",
                            address.url.c_str(),
                            "UTF8",
                            password.c_str(),
                            static_cast<const char*>(nullptr)};
    PGconn* raw = PQconnectdbParams(keywords.data(), values.data(), 1);
    std::unique_ptr<PostgresConnection> connection(new PostgresConnection(raw, address, role));
    YX_CHECK(connection->prepare_session());
    return connection;
}

PostgresConnection::PostgresConnection(pg_conn* connection,
                                       const PostgresAddress& address,
                                       Role role)
    : connection_(connection), deadline_(address.deadline), role_(role) {}

PostgresConnection::~PostgresConnection() {
    PQfinish(connection_);
}

Result<void> PostgresConnection::prepare_session() {
    if (PQstatus(connection_) != CONNECTION_OK) {
        is_broken_ = true;
        return Error(ErrorCode::storage_unavailable,
                     "PostgreSQL: " + std::string(trim(PQerrorMessage(connection_))));
    }
    PQsetNoticeProcessor(connection_, say_nothing, nullptr);
    YX_CHECK(run_script(session_settings(role_, deadline_)));
    if (role_ == Role::writes) {
        const PostgresResult answer(
            PQexec(connection_, "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"));
        if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) {
            is_broken_ = true;
            return error_of(failure_of(*answer), "connect");
        }
        timeline_ = PQgetvalue(answer.get(), 0, 0);
    }
    PQsetnonblocking(connection_, 1);
    PQenterPipelineMode(connection_);
    return ok();
}

Result<void> PostgresConnection::run_script(const std::string& text) {
    const bool was_pipeline = PQpipelineStatus(connection_) != PQ_PIPELINE_OFF;
    if (owes_sync_) synchronise();
    if (was_pipeline) {
        PQexitPipelineMode(connection_);
        PQsetnonblocking(connection_, 0);
    }
    const PostgresResult answer(PQexec(connection_, text.c_str()));
    Result<void> outcome = ok();
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        outcome = answer ? error_of(failure_of(*answer), "script")
                         : Error(ErrorCode::storage_unavailable, "script: no answer");
        if (PQstatus(connection_) != CONNECTION_OK) is_broken_ = true;
    }
    if (was_pipeline) {
        PQsetnonblocking(connection_, 1);
        PQenterPipelineMode(connection_);
    }
    return outcome;
}

Error PostgresConnection::error_of(const PostgresFailure& failure, const char* where) const {
    const std::string detail = std::string(where) + ": " + failure.sqlstate + " " + failure.message;
    if (failure.is_constraint()) return Error(ErrorCode::storage_conflict, detail);
    if (failure.is_bug()) return Error(ErrorCode::internal, detail);
    return Error(ErrorCode::storage_unavailable, detail);
}

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

std::optional<int> PostgresConnection::send_opening() {
    if (is_open_ || role_ == Role::reads) return 0;
    if (PQsendQueryParams(
            connection_, "BEGIN", 0, nullptr, nullptr, nullptr, nullptr, binary_results) == 0) {
        return std::nullopt;
    }
    const auto number = send_statement(number_of_transaction, {});
    if (!number) return std::nullopt;
    return 1 + *number;
}

std::optional<int> PostgresConnection::send_statement(const Statement& statement,
                                                      std::span<const Value> values) {
    int answers = 1;
    auto found = prepared_.find(statement.text);
    if (found == prepared_.end()) {
        const std::string name = "y" + std::to_string(++names_given_);
        if (PQsendPrepare(connection_, name.c_str(), statement.text, 0, nullptr) == 0) {
            return std::nullopt;
        }
        found = prepared_.emplace(statement.text, Prepared{name, series_of(statement)}).first;
        ++answers;
    }
    const PostgresArguments arguments(values);
    const int sent = PQsendQueryPrepared(connection_,
                                         found->second.name.c_str(),
                                         arguments.count(),
                                         arguments.pointers(),
                                         arguments.lengths(),
                                         arguments.formats(),
                                         binary_results);
    if (sent == 0) return std::nullopt;
    return answers;
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

Result<PostgresResult> PostgresConnection::exchange(const Statement& statement,
                                                    std::span<const Value> values) {
    // Nothing more is run in a transaction that failed: the first failure decides.
    if (failure_) return error_of(*failure_, statement.name);
    const auto until = SteadyClock::now() + deadline_;
    if (owes_sync_) synchronise();
    const bool opens = !is_open_ && role_ == Role::writes;
    const bool is_new = !prepared_.contains(statement.text);
    const auto opening = send_opening();
    const auto asked = opening ? send_statement(statement, values) : std::nullopt;
    is_open_ = true;
    if (!asked || PQsendFlushRequest(connection_) == 0) {
        keep_broken("cannot send");
        return error_of(*failure_, statement.name);
    }
    PostgresResult last;
    for (int left = *opening + *asked; left > 0; --left) {
        std::optional<PostgresResult> result = receive(until);
        if (!result) return error_of(*failure_, statement.name);
        const auto status = PQresultStatus(result->get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            keep_failure(*result);
            // What could not be prepared is not there; without a beginning nothing can go on.
            if (is_new) prepared_.erase(statement.text);
            if (left > *asked) is_broken_ = true;
            synchronise();
            return error_of(*failure_, statement.name);
        }
        const bool is_number = opens && left == *asked + 1 && status == PGRES_TUPLES_OK;
        if (is_number) transaction_number_ = PQgetvalue(result->get(), 0, 0);
        last = *std::move(result);
    }
    return last;
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

Result<std::int64_t> PostgresConnection::change(const Statement& statement,
                                                std::span<const Value> values) {
    YX_TRY(const PostgresResult result, run(statement, values));
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t changed = 0;
    std::from_chars(count.data(), count.data() + count.size(), changed);
    return changed;
}

PostgresConnection::End PostgresConnection::commit() {
    if (failure_) {
        const std::optional<PostgresFailure> why = failure_;
        roll_back();
        failure_ = why;
        return End::refused;
    }
    if (!is_open_) return End::committed;
    is_open_ = false;
    if (role_ == Role::reads) {
        // Sent, and received with the next use: the answer tells nothing.
        if (PQpipelineSync(connection_) == 0) keep_broken("cannot send");
        owes_sync_ = !is_broken_;
        return End::committed;
    }
    const bool sent =
        PQsendQueryParams(
            connection_, "COMMIT", 0, nullptr, nullptr, nullptr, nullptr, binary_results) != 0 &&
        PQpipelineSync(connection_) != 0;
    if (!sent) {
        keep_broken("cannot send");
        return End::unknown;
    }
    owes_sync_ = true;
    const auto result = receive(SteadyClock::now() + deadline_);
    if (!result) return End::unknown;
    if (PQresultStatus(result->get()) == PGRES_COMMAND_OK &&
        std::string_view(PQcmdStatus(result->get())) == "COMMIT") {
        synchronise();
        return End::committed;
    }
    keep_failure(*result);
    if (is_broken_) return End::unknown;
    synchronise();
    return End::refused;
}

void PostgresConnection::roll_back() {
    failure_.reset();
    if (is_broken_ || !is_open_) return;
    is_open_ = false;
    if (role_ == Role::reads) return synchronise();
    if (PQsendQueryParams(
            connection_, "ROLLBACK", 0, nullptr, nullptr, nullptr, nullptr, binary_results) == 0) {
        return keep_broken("cannot send");
    }
    synchronise();
    failure_.reset();
}

int PostgresConnection::socket() const {
    return PQsocket(connection_);
}

int PostgresConnection::backend() const {
    return PQbackendPID(connection_);
}

Result<std::vector<int>> PostgresConnection::take_notifications() {
    if (PQconsumeInput(connection_) == 0) {
        is_broken_ = true;
        return Error(ErrorCode::storage_unavailable, "listener lost its connection");
    }
    std::vector<int> senders;
    while (PGnotify* told = PQnotifies(connection_)) {
        senders.push_back(told->be_pid);
        PQfreemem(told);
    }
    return senders;
}

}  // namespace yinxin::storage
