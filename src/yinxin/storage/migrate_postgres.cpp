// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_connection.hpp"
#include "yinxin/storage/postgres_store.hpp"
#include "yinxin/storage/schema_steps.hpp"

namespace yinxin::storage {
namespace {

/// Steps may build indexes over many rows.
constexpr std::chrono::hours longest_step{12};

constexpr Statement find_table{
    "schema_step.exists", "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('schema_step')"};
constexpr Statement describe_database{
    "database.describe",
    "SELECT pg_encoding_to_char(encoding), CAST(datcollate AS TEXT) FROM pg_database "
    "WHERE datname = current_database()"};

struct DatabaseFacts {
    std::string encoding;
    std::string collation;
};

/// Texts are compared as SQLite does, byte by byte: pages and digests depend on their order.
Result<void> check_database(PostgresConnection& connection) {
    YX_TRY(const auto facts, connection.one<DatabaseFacts>(describe_database));
    const bool sorts = facts.collation == "C" || facts.collation == "C.UTF-8" ||
                       facts.collation == "POSIX" || facts.collation == "C.utf8";
    if (facts.encoding == "UTF8" && sorts) return ok();
    return Error(
        ErrorCode::storage_schema,
        "the database is " + facts.encoding + ", sorted as " + facts.collation +
            "; make one with: createdb --template template0 --encoding UTF8 --locale C.UTF-8");
}

Result<void> run_step(PostgresConnection& connection, const Migration& step, Instant now) {
    // One script is one transaction; the names are our own.
    const std::string text = std::string(step.text) +
                             "\n;INSERT INTO schema_step (name, done_at) VALUES ('" + step.name +
                             "', " + std::to_string(epoch_of(now)) + ")";
    if (const auto outcome = connection.run_script(text); !outcome) {
        return Error(ErrorCode::storage_schema,
                     std::string(step.name) + ": " + outcome.error().detail());
    }
    return ok();
}

}  // namespace

Result<std::vector<std::string>> migrate_postgres(const PostgresAddress& address,
                                                  Create create,
                                                  Instant now) {
    PostgresAddress patient = address;
    patient.deadline = longest_step;
    YX_TRY(const auto connection,
           PostgresConnection::open(patient, PostgresConnection::Role::writes));
    // Held until the connection closes: another node that starts now waits here.
    YX_CHECK(connection->run_script("SELECT pg_advisory_lock(7956010100112105)"));
    YX_TRY(const std::int64_t tables, connection->one<std::int64_t>(find_table));
    YX_CHECK(check_database(*connection));
    connection->roll_back();
    if (create == Create::yes && tables > 0) {
        return Error(ErrorCode::conflict, "this database holds an installation already");
    }
    if (create == Create::no && tables == 0) {
        return Error(ErrorCode::file_missing, "this database holds no installation");
    }
    YX_CHECK(connection->run_script(schema_step_table));
    YX_TRY(const std::vector<Migration> left, steps_left(*connection, ".sqlite"));
    connection->roll_back();
    std::vector<std::string> ran;
    for (const Migration& step : left) {
        YX_CHECK(run_step(*connection, step, now));
        ran.emplace_back(step.name);
    }
    return ran;
}

}  // namespace yinxin::storage
