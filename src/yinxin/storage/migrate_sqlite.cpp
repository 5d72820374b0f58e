// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/sqlite_connection.hpp"

namespace yinxin::storage {
namespace {

constexpr Statement list_done{"schema_step.list", "SELECT name FROM schema_step ORDER BY name"};
constexpr Statement record{"schema_step.insert",
                           "INSERT INTO schema_step (name, done_at) VALUES ($1, $2)"};

bool is_for_sqlite(std::string_view name) {
    return !name.ends_with(".postgres");
}

Result<void> run_step(SqliteConnection& connection, const Migration& step, Instant now) {
    // The dialects differ in one type name only; the files write BYTEA.
    const std::string text = replace_all(step.text, "BYTEA", "BLOB");
    YX_CHECK(connection.run_script("BEGIN IMMEDIATE"));
    Result<void> outcome = connection.run_script(text.c_str());
    if (outcome) {
        const auto recorded = connection.execute(record, step.name, now);
        if (!recorded) outcome = recorded.error();
    }
    YX_CHECK(connection.run_script(outcome ? "COMMIT" : "ROLLBACK"));
    if (!outcome) {
        return Error(ErrorCode::storage_schema,
                     std::string(step.name) + ": " + outcome.error().detail());
    }
    return ok();
}

}  // namespace

Result<std::vector<std::string>> migrate_sqlite(const std::string& path,
                                                Create create,
                                                Instant now) {
    const Access access = create == Create::yes ? Access::create : Access::read_write;
    YX_TRY(const auto connection, SqliteConnection::open(path, access));
    YX_CHECK(connection->run_script(
        "CREATE TABLE IF NOT EXISTS schema_step (name TEXT PRIMARY KEY, done_at BIGINT NOT NULL)"));
    YX_TRY(const std::vector<std::string> done, connection->all<std::string>(list_done));
    for (const std::string& name : done) {
        const bool known = std::any_of(sql::migrations.begin(),
                                       sql::migrations.end(),
                                       [&](const Migration& step) { return name == step.name; });
        if (!known) {
            return Error(ErrorCode::storage_schema,
                         "the database has step " + name + ", which this program does not know");
        }
    }
    std::vector<std::string> ran;
    for (const Migration& step : sql::migrations) {
        const bool is_done = std::find(done.begin(), done.end(), step.name) != done.end();
        if (is_done || !is_for_sqlite(step.name)) continue;
        YX_CHECK(run_step(*connection, step, now));
        ran.emplace_back(step.name);
    }
    return ran;
}

}  // namespace yinxin::storage
