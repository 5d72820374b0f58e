// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_connection.hpp"
#include "yinxin/storage/row_copy.hpp"

#include <libpq-fe.h>

/// Whole tables in and out, and many rows of one.
namespace yinxin::storage {
namespace {

/// A copy has two ways there and back of its own; few rows are quicker behind each other.
constexpr std::size_t least_copied = 16;

}  // namespace

/// Takes the answer to a COPY, and what else there is.
std::optional<PostgresFailure> PostgresConnection::end_copy() {
    std::optional<PostgresFailure> failure;
    for (;;) {
        const PostgresResult answer(PQgetResult(connection_));
        if (!answer) break;
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK && !failure) {
            failure = failure_of(*answer);
        }
        if (PQstatus(connection_) != CONNECTION_OK) break;
    }
    if (PQstatus(connection_) != CONNECTION_OK) is_broken_ = true;
    enter_pipeline();
    return failure;
}

/// @param given_up  why `next` ended it.
std::optional<PostgresFailure> PostgresConnection::run_copy(const std::string& command,
                                                            const CopySource& next,
                                                            std::optional<Error>& given_up) {
    leave_pipeline();
    const PostgresResult begun(PQexec(connection_, command.c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) {
        if (PQstatus(connection_) != CONNECTION_OK) is_broken_ = true;
        enter_pipeline();
        return begun ? failure_of(*begun) : PostgresFailure{{}, "no answer"};
    }
    for (;;) {
        const Result<std::string> piece = next();
        if (!piece) {
            given_up = piece.error();
            (void)PQputCopyEnd(connection_, "given up");
            return end_copy();
        }
        if (piece->empty()) break;
        // What the server has against it is said at the end.
        if (PQputCopyData(connection_, piece->data(), static_cast<int>(piece->size())) != 1) break;
    }
    (void)PQputCopyEnd(connection_, nullptr);
    return end_copy();
}

Result<void> PostgresConnection::copy_in(const std::string& command, const CopySource& next) {
    std::optional<Error> given_up;
    const auto failure = run_copy(command, next, given_up);
    if (given_up) return *std::move(given_up);
    return failure ? Result<void>(error_of(*failure, "copy")) : ok();
}

Result<void> PostgresConnection::load(const Statement& insert, std::span<const Values> rows) {
    const std::string command = copy_command(insert.for_postgres());
    if (rows.size() < least_copied || command.empty()) return Transaction::load(insert, rows);
    StatementRun measured(series_of(insert));
    if (failure_) return error_of(*failure_, insert.name);
    if (owes_sync_) synchronise();
    if (!send_opening()) keep_broken("cannot send");
    is_open_ = true;
    // A copy stands in no pipeline.
    YX_CHECK(settle());
    std::string piece = copy_header();
    for (const Values& row : rows)
        append_copy_row(piece, row);
    piece += copy_trailer();
    std::optional<Error> given_up;
    auto failure =
        run_copy(command, [&piece] { return Result(std::exchange(piece, {})); }, given_up);
    if (!failure) return ok();
    measured.fail();
    failure_ = std::move(failure);
    return error_of(*failure_, insert.name);
}

Result<void> PostgresConnection::copy_out(const std::string& command,
                                          const std::function<void(std::string_view)>& take) {
    leave_pipeline();
    const PostgresResult begun(PQexec(connection_, command.c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) {
        if (PQstatus(connection_) != CONNECTION_OK) is_broken_ = true;
        enter_pipeline();
        return begun ? error_of(failure_of(*begun), "copy")
                     : Error(ErrorCode::storage_unavailable, "copy: no answer");
    }
    for (;;) {
        char* piece = nullptr;
        const int length = PQgetCopyData(connection_, &piece, 0);
        if (length <= 0) break;
        take({piece, static_cast<std::size_t>(length)});
        PQfreemem(piece);
    }
    const auto failure = end_copy();
    return failure ? Result<void>(error_of(*failure, "copy")) : ok();
}

}  // namespace yinxin::storage
