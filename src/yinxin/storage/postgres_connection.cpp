// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_connection.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"

#include <array>
#include <libpq-fe.h>

namespace yinxin::storage {
namespace {

using SteadyClock = std::chrono::steady_clock;

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

void PostgresConnection::leave_pipeline() {
    if (PQpipelineStatus(connection_) == PQ_PIPELINE_OFF) return;
    if (owes_sync_) synchronise();
    PQexitPipelineMode(connection_);
    PQsetnonblocking(connection_, 0);
}

void PostgresConnection::enter_pipeline() {
    PQsetnonblocking(connection_, 1);
    PQenterPipelineMode(connection_);
}

Result<void> PostgresConnection::run_script(const std::string& text) {
    const bool was_pipeline = PQpipelineStatus(connection_) != PQ_PIPELINE_OFF;
    leave_pipeline();
    const PostgresResult answer(PQexec(connection_, text.c_str()));
    Result<void> outcome = ok();
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        outcome = answer ? error_of(failure_of(*answer), "script")
                         : Error(ErrorCode::storage_unavailable, "script: no answer");
        if (PQstatus(connection_) != CONNECTION_OK) is_broken_ = true;
    }
    if (was_pipeline) enter_pipeline();
    return outcome;
}

PostgresConnection::End PostgresConnection::commit() {
    sees_commits_ = false;  // of this transaction, though it may have run nothing
    // Before the commit: what failed decides, and the number must be known when it breaks.
    if (!failure_ && !owed_.empty()) (void)take_answers();
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
    sees_commits_ = false;
    if (is_broken_ || !is_open_) return;
    if (!owed_.empty()) (void)take_answers();
    failure_.reset();
    if (is_broken_) return;
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
