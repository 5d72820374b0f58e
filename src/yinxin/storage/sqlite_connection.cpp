// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/sqlite_connection.hpp"

#include <sqlite3.h>

namespace yinxin::storage {
namespace {

constexpr int busy_timeout_ms = 10'000;

class SqliteColumns final : public Columns {
  public:
    explicit SqliteColumns(sqlite3_stmt* statement) : statement_(statement) {}
    [[nodiscard]] int count() const override { return sqlite3_column_count(statement_); }
    [[nodiscard]] bool is_null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t integer(int column) const override {
        return sqlite3_column_int64(statement_, column);
    }
    [[nodiscard]] std::string_view text(int column) const override {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        if (data == nullptr) return {};
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    [[nodiscard]] BytesView bytes(int column) const override {
        const auto* data =
            static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
        if (data == nullptr) return {};
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

  private:
    sqlite3_stmt* statement_;
};

/// Puts a statement back for its next use, whichever way the function is left.
class Reset {
  public:
    explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;
    ~Reset() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

  private:
    sqlite3_stmt* statement_;
};

struct Binder {
    sqlite3_stmt* statement;
    int index;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
    int operator()(std::string_view value) const {
        return sqlite3_bind_text(statement,
                                 index,
                                 value.data() == nullptr ? "" : value.data(),
                                 static_cast<int>(value.size()),
                                 SQLITE_STATIC);
    }
    int operator()(BytesView value) const {
        if (value.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
        return sqlite3_bind_blob(
            statement, index, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    }
};

/// `$3` is bound by its name: SQLite numbers parameters by first appearance, PostgreSQL by number.
/// Empty where the parameters are not $1 to $n.
std::vector<int> places_of(sqlite3_stmt* statement) {
    const int count = sqlite3_bind_parameter_count(statement);
    std::vector<int> places;
    for (int i = 1; i <= count; ++i) {
        const std::string name = "$" + std::to_string(i);
        const int place = sqlite3_bind_parameter_index(statement, name.c_str());
        if (place == 0) return {};
        places.push_back(place);
    }
    return places;
}

int bind_all(sqlite3_stmt* statement, std::span<const int> places, std::span<const Value> values) {
    const auto count = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement));
    if (places.size() != count || values.size() != count) return SQLITE_RANGE;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int rc = std::visit(Binder{statement, places[i]}, values[i]);
        if (rc != SQLITE_OK) return rc;
    }
    return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path,
                                                                 Access access) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
    if (access == Access::create) flags |= SQLITE_OPEN_CREATE;
    sqlite3* database = nullptr;
    const int rc = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(database));
    if (rc == SQLITE_CANTOPEN) return Error(ErrorCode::file_missing, "no database " + path);
    if (rc != SQLITE_OK) return connection->failure("open");
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, busy_timeout_ms);
    YX_CHECK(connection->run_script(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA cache_size = -8000"));
    // A reader must not write even by mistake.
    if (access == Access::read_only) {
        YX_CHECK(connection->run_script("PRAGMA query_only = ON"));
    } else {
        // 16 MiB of log before its pages are written home: most of them are changed many times.
        YX_CHECK(connection->run_script("PRAGMA wal_autocheckpoint = 4000"));
    }
    return connection;
}

SqliteConnection::~SqliteConnection() {
    for (const auto& [text, made] : statements_) {
        sqlite3_finalize(made.statement);
    }
    for (const auto& [text, made] : bounds_) {
        sqlite3_finalize(made);
    }
    sqlite3_close(database_);
}

Error SqliteConnection::failure(const char* what) const {
    const int code = sqlite3_extended_errcode(database_);
    // The library's message names tables and columns, never values.
    const std::string detail = std::string(what) + ": " + sqlite3_errmsg(database_);
    if ((code & 0xFF) == SQLITE_CONSTRAINT) return Error(ErrorCode::storage_conflict, detail);
    return Error(ErrorCode::storage_unavailable, detail);
}

Result<void> SqliteConnection::run_script(const char* text) {
    if (sqlite3_exec(database_, text, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failure("script");
    }
    return ok();
}

Result<void> SqliteConnection::run_bound(const char* text) {
    sqlite3_stmt*& made = bounds_[text];
    if (made == nullptr &&
        sqlite3_prepare_v3(database_, text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) !=
            SQLITE_OK) {
        return failure("bound");
    }
    const int rc = sqlite3_step(made);
    const Result<void> outcome = rc == SQLITE_DONE ? ok() : Result<void>(failure("bound"));
    sqlite3_reset(made);
    return outcome;
}

Result<const SqliteConnection::Prepared*> SqliteConnection::prepared(const Statement& statement) {
    if (const auto found = statements_.find(statement.text); found != statements_.end()) {
        return &found->second;
    }
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v3(
            database_, statement.text, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr) !=
        SQLITE_OK) {
        return failure(statement.name);
    }
    const auto kept =
        statements_.emplace(statement.text, Prepared{made, places_of(made), series_of(statement)});
    return &kept.first->second;
}

Result<void> SqliteConnection::query(const Statement& statement,
                                     std::span<const Value> values,
                                     const std::function<void(const Columns&)>& visit) {
    YX_TRY(const Prepared* ready, prepared(statement));
    sqlite3_stmt* made = ready->statement;
    const Reset reset(made);
    StatementRun run(ready->series);
    if (bind_all(made, ready->places, values) != SQLITE_OK) {
        run.fail();
        return Error(ErrorCode::internal, std::string("wrong arguments for ") + statement.name);
    }
    const SqliteColumns columns(made);
    for (;;) {
        const int rc = sqlite3_step(made);
        if (rc == SQLITE_DONE) return ok();
        if (rc != SQLITE_ROW) {
            run.fail();
            return failure(statement.name);
        }
        if (visit) visit(columns);
    }
}

Result<std::int64_t> SqliteConnection::change(const Statement& statement,
                                              std::span<const Value> values) {
    YX_CHECK(query(statement, values, {}));
    return static_cast<std::int64_t>(sqlite3_changes64(database_));
}

}  // namespace yinxin::storage
