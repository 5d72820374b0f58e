// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_connection.hpp"

#include <libpq-fe.h>

/// Whole tables in and out.
namespace yinxin::storage {

/// Takes the answer to a COPY, and what else there is.
Result<void> PostgresConnection::end_copy() {
    Result<void> outcome = ok();
    for (;;) {
        const PostgresResult answer(PQgetResult(connection_));
        if (!answer) break;
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK && outcome) {
            outcome = error_of(failure_of(*answer), "copy");
        }
        if (PQstatus(connection_) != CONNECTION_OK) break;
    }
    if (PQstatus(connection_) != CONNECTION_OK) is_broken_ = true;
    enter_pipeline();
    return outcome;
}

Result<void> PostgresConnection::copy_in(const std::string& command, const CopySource& next) {
    leave_pipeline();
    const PostgresResult begun(PQexec(connection_, command.c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) {
        enter_pipeline();
        return begun ? error_of(failure_of(*begun), "copy")
                     : Error(ErrorCode::storage_unavailable, "copy: no answer");
    }
    for (;;) {
        const Result<std::string> piece = next();
        if (!piece) {
            (void)PQputCopyEnd(connection_, "given up");
            (void)end_copy();
            return piece.error();
        }
        if (piece->empty()) break;
        // What the server has against it is said at the end.
        if (PQputCopyData(connection_, piece->data(), static_cast<int>(piece->size())) != 1) break;
    }
    (void)PQputCopyEnd(connection_, nullptr);
    return end_copy();
}

Result<void> PostgresConnection::copy_out(const std::string& command,
                                          const std::function<void(std::string_view)>& take) {
    leave_pipeline();
    const PostgresResult begun(PQexec(connection_, command.c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) {
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
    return end_copy();
}

}  // namespace yinxin::storage
