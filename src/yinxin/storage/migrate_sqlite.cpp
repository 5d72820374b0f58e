// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/storage/schema_steps.hpp"
#include "yinxin/storage/sqlite_connection.hpp"

namespace yinxin::storage {
namespace {

constexpr Statement record{"schema_step.insert",
                           "INSERT INTO schema_step (name, done_at) VALUES ($1, $2)"};

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
    YX_CHECK(connection->run_script(schema_step_table));
    YX_TRY(const std::vector<Migration> left, steps_left(*connection, ".postgres"));
    std::vector<std::string> ran;
    for (const Migration& step : left) {
        YX_CHECK(run_step(*connection, step, now));
        ran.emplace_back(step.name);
    }
    return ran;
}

}  // namespace yinxin::storage
