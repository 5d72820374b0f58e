// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/move_source.hpp"

#include <sqlite3.h>

namespace yinxin::storage {
namespace {

using Query = std::unique_ptr<sqlite3_stmt, FreeWith<sqlite3_finalize>>;

/// Somebody who only looks at it is gone by then.
constexpr int busy_wait_ms = 2'000;

Error failure(sqlite3* database, const std::string& what) {
    const int code = sqlite3_errcode(database);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        return Error(ErrorCode::conflict,
                     "the database is being used; stop the service and the signer first");
    }
    return Error(ErrorCode::storage_unavailable, what + ": " + sqlite3_errmsg(database));
}

Result<Query> prepare(sqlite3* database, const std::string& text) {
    sqlite3_stmt* raw = nullptr;
    const int rc = sqlite3_prepare_v2(database, text.c_str(), -1, &raw, nullptr);
    Query query(raw);
    if (rc != SQLITE_OK) return failure(database, "look");
    return query;
}

std::string text_at(sqlite3_stmt* query, int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(query, column));
    return text == nullptr ? std::string() : std::string(text);
}

/// Texts and bytes lie the same in a file, whichever of the two was bound.
bool fits(int type, ColumnKind kind) {
    if (kind == ColumnKind::integer) return type == SQLITE_INTEGER;
    return type == SQLITE_TEXT || type == SQLITE_BLOB;
}

}  // namespace

Result<std::span<const Value>> SourceRows::next() {
    row_.clear();
    const int rc = sqlite3_step(query_.get());
    if (rc == SQLITE_DONE) return std::span<const Value>();
    if (rc != SQLITE_ROW) return failure(database_, table_);
    for (const MovedColumn& column : columns_) {
        const int at = static_cast<int>(row_.size());
        const int type = sqlite3_column_type(query_.get(), at);
        if (type == SQLITE_NULL) {
            row_.emplace_back();
            continue;
        }
        if (!fits(type, column.kind)) {
            return Error(ErrorCode::storage_schema,
                         table_ + "." + column.name + " holds a value of another kind");
        }
        if (type == SQLITE_INTEGER) {
            row_.emplace_back(std::int64_t{sqlite3_column_int64(query_.get(), at)});
            continue;
        }
        const void* data = sqlite3_column_blob(query_.get(), at);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(query_.get(), at));
        const std::string_view raw(static_cast<const char*>(data), size);
        if (column.kind == ColumnKind::text) {
            row_.emplace_back(raw);
        } else {
            row_.emplace_back(as_bytes(raw));
        }
    }
    return std::span<const Value>(row_);
}

Result<MoveSource> MoveSource::open(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return Error(ErrorCode::file_missing, "no database " + path.string());
    }
    sqlite3* raw = nullptr;
    const int rc =
        sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    MoveSource source;
    source.database_.reset(raw);
    if (rc != SQLITE_OK) return failure(raw, "open");
    sqlite3_busy_timeout(raw, busy_wait_ms);
    // Whoever serves it holds a shared lock, at work or not (sqlite.org/wal.html); set before the
    // first look, an exclusive lock is either had alone or refused.
    constexpr const char* alone =
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON; BEGIN; "
        "SELECT COUNT(1) FROM sqlite_schema";
    if (sqlite3_exec(raw, alone, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failure(raw, "open");
    }
    return source;
}

Result<std::map<std::string, std::set<std::string>>> MoveSource::tables() const {
    YX_TRY(const Query query,
           prepare(database_.get(),
                   "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c "
                   "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"));
    std::map<std::string, std::set<std::string>> found;
    for (;;) {
        const int rc = sqlite3_step(query.get());
        if (rc == SQLITE_DONE) return found;
        if (rc != SQLITE_ROW) return failure(database_.get(), "look");
        found[text_at(query.get(), 0)].insert(text_at(query.get(), 1));
    }
}

Result<SourceRows> MoveSource::rows(const std::string& table,
                                    const std::vector<MovedColumn>& columns) const {
    std::string names;
    for (const MovedColumn& column : columns) {
        names += (names.empty() ? "\"" : ", \"") + column.name + "\"";
    }
    SourceRows rows;
    YX_TRY(rows.query_, prepare(database_.get(), "SELECT " + names + " FROM \"" + table + "\""));
    rows.database_ = database_.get();
    rows.table_ = table;
    rows.columns_ = columns;
    return rows;
}

Result<std::int64_t> MoveSource::counter(const std::string& table) const {
    YX_TRY(
        const Query query,
        prepare(database_.get(), "SELECT seq FROM sqlite_sequence WHERE name = '" + table + "'"));
    const int rc = sqlite3_step(query.get());
    if (rc == SQLITE_DONE) return std::int64_t{0};
    if (rc != SQLITE_ROW) return failure(database_.get(), "look");
    return std::int64_t{sqlite3_column_int64(query.get(), 0)};
}

}  // namespace yinxin::storage
