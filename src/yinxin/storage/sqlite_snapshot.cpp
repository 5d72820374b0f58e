// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/sqlite_snapshot.hpp"

#include "yinxin/base/free_with.hpp"

#include <memory>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace yinxin::storage {
namespace {

namespace fs = std::filesystem;
using Database = std::unique_ptr<sqlite3, FreeWith<sqlite3_close>>;
using Query = std::unique_ptr<sqlite3_stmt, FreeWith<sqlite3_finalize>>;
using Backup = std::unique_ptr<sqlite3_backup, FreeWith<sqlite3_backup_finish>>;

constexpr int pages_at_once = 2048;
constexpr int busy_wait_ms = 10'000;

Error failure(sqlite3* database, const char* what) {
    return Error(ErrorCode::storage_unavailable,
                 std::string(what) + ": " + sqlite3_errmsg(database));
}

Result<Database> open(const fs::path& path, int flags) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) {
        return Error(ErrorCode::file_missing, "no database " + path.string());
    }
    sqlite3* raw = nullptr;
    const int rc = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(raw);
    if (rc != SQLITE_OK) return failure(raw, "open");
    sqlite3_busy_timeout(raw, busy_wait_ms);
    return database;
}

/// The first columns of all rows.
Result<std::vector<std::string>> texts(sqlite3* database, const std::string& question) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(database, question.c_str(), -1, &raw, nullptr) != SQLITE_OK) {
        return failure(database, "look");
    }
    const Query query(raw);
    std::vector<std::string> found;
    for (;;) {
        const int rc = sqlite3_step(raw);
        if (rc == SQLITE_DONE) return found;
        if (rc != SQLITE_ROW) return failure(database, "look");
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw, 0));
        found.emplace_back(text != nullptr ? text : "");
    }
}

Result<void> copy_pages(sqlite3* source, sqlite3* target, const SnapshotProgress& progress) {
    // Inside one reading transaction a writer elsewhere does not make the copy begin anew.
    YX_CHECK(texts(source, "PRAGMA query_only = ON"));
    if (sqlite3_exec(source, "BEGIN", nullptr, nullptr, nullptr) != SQLITE_OK) {
        return failure(source, "begin");
    }
    YX_CHECK(texts(source, "SELECT name FROM sqlite_schema LIMIT 1"));
    Backup backup(sqlite3_backup_init(target, "main", source, "main"));
    if (backup == nullptr) return failure(target, "copy");
    for (;;) {
        const int rc = sqlite3_backup_step(backup.get(), pages_at_once);
        const std::int64_t total = sqlite3_backup_pagecount(backup.get());
        if (progress) progress(total - sqlite3_backup_remaining(backup.get()), total);
        if (rc == SQLITE_DONE) break;
        if (rc != SQLITE_OK) {
            return Error(ErrorCode::storage_unavailable,
                         std::string("copy: ") + sqlite3_errstr(rc));
        }
    }
    if (sqlite3_backup_finish(backup.release()) != SQLITE_OK) return failure(target, "copy");
    return ok();
}

/// A new empty file for its owner alone: SQLite would make it readable by others.
Result<void> create_private(const fs::path& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return Error(errno == EEXIST ? ErrorCode::conflict : ErrorCode::storage_unavailable,
                     "create " + path.string());
    }
    ::close(file);
    return ok();
}

Result<void> sync(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool is_synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!is_synced) return Error(ErrorCode::storage_unavailable, "fsync " + path.string());
    return ok();
}

Result<void> copy_into(const fs::path& source,
                       const fs::path& target,
                       const SnapshotProgress& progress) {
    YX_TRY(const Database from, open(source, SQLITE_OPEN_READWRITE));
    YX_TRY(const Database to, open(target, SQLITE_OPEN_READWRITE));
    return copy_pages(from.get(), to.get(), progress);
}

}  // namespace

Result<void> copy_sqlite(const fs::path& source,
                         const fs::path& target,
                         const SnapshotProgress& progress) {
    YX_CHECK(create_private(target));
    Result<void> done = copy_into(source, target, progress);
    if (done) done = sync(target);
    if (!done) {
        std::error_code ignored;
        fs::remove(target, ignored);
    }
    return done;
}

Result<std::map<std::string, std::int64_t>> check_sqlite(const fs::path& path) {
    YX_TRY(const Database database, open(path, SQLITE_OPEN_READWRITE));
    YX_TRY(const auto integrity, texts(database.get(), "PRAGMA integrity_check"));
    if (integrity.size() != 1 || integrity.front() != "ok") {
        return Error(ErrorCode::storage_unavailable,
                     "damaged: " + (integrity.empty() ? std::string("?") : integrity.front()));
    }
    YX_TRY(const auto references, texts(database.get(), "PRAGMA foreign_key_check"));
    if (!references.empty()) {
        return Error(ErrorCode::storage_unavailable,
                     "damaged: a reference leads nowhere, in " + references.front());
    }
    YX_TRY(const auto names,
           texts(database.get(),
                 "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                 " ORDER BY name"));
    std::map<std::string, std::int64_t> rows;
    for (const std::string& name : names) {
        YX_TRY(const auto count, texts(database.get(), "SELECT COUNT(1) FROM \"" + name + "\""));
        rows[name] = std::stoll(count.front());
    }
    return rows;
}

}  // namespace yinxin::storage
