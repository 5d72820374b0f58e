// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/move.hpp"

#include "yinxin/storage/move_source.hpp"
#include "yinxin/storage/postgres_connection.hpp"
#include "yinxin/storage/postgres_store.hpp"
#include "yinxin/storage/schema_steps.hpp"
#include "yinxin/storage/sqlite_connection.hpp"

#include <map>

namespace yinxin::storage {
namespace {

/// A table may be large, and is one statement.
constexpr std::chrono::hours longest_table{24};
constexpr std::size_t piece_size = 256UL * 1024;

/// Each engine notes the steps it ran by itself.
constexpr std::string_view steps_table = "schema_step";
/// The one table with a row in an empty installation.
constexpr std::string_view installation_table = "installation";
/// The one table whose rows the database numbers.
constexpr std::string_view counted_table = "status_change";
constexpr std::string_view counted_column = "change_id";

constexpr Statement list_columns{
    "move.list_columns",
    "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT), CAST(CAST(a.atttypid AS regtype) AS "
    "TEXT) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE c.relkind = 'r' AND c.relnamespace = CAST(CAST(current_schema() AS TEXT) AS "
    "regnamespace) "
    "AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"};
struct ColumnRow {
    std::string table;
    std::string column;
    std::string type;
};
using Tables = std::map<std::string, std::vector<MovedColumn>>;

Error wrong_schema(const std::string& what) {
    return Error(ErrorCode::storage_schema, what);
}

Result<ColumnKind> kind_of(const ColumnRow& row) {
    if (row.type == "bigint") return ColumnKind::integer;
    if (row.type == "text") return ColumnKind::text;
    if (row.type == "bytea") return ColumnKind::bytes;
    return wrong_schema(row.table + "." + row.column + " is " + row.type);
}

Result<Tables> tables_of(PostgresConnection& target) {
    const auto rows = target.all<ColumnRow>(list_columns);
    target.roll_back();
    if (!rows) return rows.error();
    Tables tables;
    for (const ColumnRow& row : *rows) {
        if (row.table == steps_table) continue;
        YX_TRY(const ColumnKind kind, kind_of(row));
        tables[row.table].push_back({row.column, kind});
    }
    return tables;
}

Result<void> compare(const Tables& target, std::map<std::string, std::set<std::string>> source) {
    source.erase(std::string(steps_table));
    for (const auto& [table, columns] : target) {
        std::set<std::string> names;
        for (const MovedColumn& column : columns) {
            names.insert(column.name);
        }
        const auto found = source.find(table);
        if (found == source.end() || found->second != names) {
            return wrong_schema("the table " + table + " differs between the two");
        }
        source.erase(found);
    }
    if (source.empty()) return ok();
    return wrong_schema("the table " + source.begin()->first + " is nothing of this program's");
}

Result<RowSum> read_back(PostgresConnection& target, const std::string& what) {
    RowSum sum;
    CopyReader reader(sum);
    YX_CHECK(target.copy_out("COPY " + what + " TO STDOUT (FORMAT binary)",
                             [&reader](std::string_view piece) { reader.put(piece); }));
    YX_CHECK(reader.finish());
    return sum;
}

/// A move that failed leaves the schema; one that is served leaves rows.
Result<void> check_unused(PostgresConnection& target) {
    YX_TRY(const Tables tables, tables_of(target));
    for (const auto& [table, columns] : tables) {
        if (table == installation_table) continue;
        YX_TRY(const RowSum first, read_back(target, "(SELECT 1 FROM \"" + table + "\" LIMIT 1)"));
        if (first.rows() == 0) continue;
        return Error(ErrorCode::conflict,
                     "the database over there holds an installation already; nothing was changed");
    }
    return ok();
}

Result<void> make_schema(PostgresConnection& target, const PostgresAddress& address, Instant now) {
    const auto made = migrate_postgres(address, Create::yes, now);
    if (made) return ok();
    if (made.error().code() != ErrorCode::conflict) return made.error();
    YX_CHECK(check_unused(target));
    YX_CHECK(migrate_postgres(address, Create::no, now));
    return ok();
}

Result<void> check_version(const std::filesystem::path& source) {
    YX_TRY(const auto connection, SqliteConnection::open(source.string(), Access::read_only));
    YX_TRY(const auto left, steps_left(*connection, ".postgres"));
    if (left.empty()) return ok();
    return wrong_schema("the database is of an older version: run yinxin migrate first");
}

/// Writes one table over there. @return the sum of what was read here.
Result<RowSum> send_table(const MoveSource& source,
                          PostgresConnection& target,
                          const std::string& table,
                          const std::vector<MovedColumn>& columns) {
    YX_TRY(SourceRows rows, source.rows(table, columns));
    std::string names;
    for (const MovedColumn& column : columns) {
        names += (names.empty() ? "\"" : ", \"") + column.name + "\"";
    }
    RowSum sum;
    std::string piece = copy_header();
    bool is_over = false;
    YX_CHECK(target.copy_in("COPY \"" + table + "\" (" + names + ") FROM STDIN (FORMAT binary)",
                            [&]() -> Result<std::string> {
                                while (!is_over && piece.size() < piece_size) {
                                    YX_TRY(const auto row, rows.next());
                                    if (row.empty()) {
                                        is_over = true;
                                        piece += copy_trailer();
                                        break;
                                    }
                                    const std::size_t begins = piece.size();
                                    append_copy_row(piece, row);
                                    sum.note(std::string_view(piece).substr(begins));
                                }
                                return std::exchange(piece, {});
                            }));
    return sum;
}

Result<MovedTable> move_table(const MoveSource& source,
                              PostgresConnection& target,
                              const std::string& table,
                              const std::vector<MovedColumn>& columns) {
    // What triggers look after held when the rows were written here.
    YX_CHECK(target.run_script("ALTER TABLE \"" + table +
                               "\" DISABLE TRIGGER USER; DELETE FROM \"" + table + "\""));
    YX_TRY(const RowSum sent, send_table(source, target, table, columns));
    YX_CHECK(target.run_script("ALTER TABLE \"" + table + "\" ENABLE TRIGGER USER"));
    YX_TRY(const RowSum there, read_back(target, "\"" + table + "\""));
    if (there == sent) return MovedTable{table, sent};
    return Error(ErrorCode::storage_unavailable,
                 "the table " + table + " came out otherwise than it went in");
}

/// Change numbers go on where they stood, also behind rows that are forgotten already: whoever
/// follows the changes remembers the last one he has seen.
Result<void> keep_counter(const MoveSource& source, PostgresConnection& target) {
    YX_TRY(const std::int64_t last, source.counter(std::string(counted_table)));
    if (last == 0) return ok();
    return target.run_script("SELECT setval(pg_get_serial_sequence('" + std::string(counted_table) +
                             "', '" + std::string(counted_column) + "'), " + std::to_string(last) +
                             ")");
}

Result<std::vector<MovedTable>> move_tables(const MoveSource& source,
                                            PostgresConnection& target,
                                            const Tables& tables,
                                            const MoveProgress& progress) {
    std::vector<MovedTable> moved;
    for (const auto& [table, columns] : tables) {
        YX_TRY(MovedTable one, move_table(source, target, table, columns));
        if (progress) progress(one);
        moved.push_back(std::move(one));
    }
    YX_CHECK(keep_counter(source, target));
    return moved;
}

}  // namespace

Result<std::vector<MovedTable>> move_to_postgres(const std::filesystem::path& source,
                                                 const PostgresAddress& target,
                                                 Instant now,
                                                 const MoveProgress& progress) {
    YX_CHECK(check_version(source));
    YX_TRY(const MoveSource from, MoveSource::open(source));
    PostgresAddress patient = target;
    patient.deadline = longest_table;
    YX_TRY(const auto to, PostgresConnection::open(patient, PostgresConnection::Role::writes));
    YX_CHECK(make_schema(*to, target, now));
    YX_TRY(const Tables tables, tables_of(*to));
    YX_TRY(auto found, from.tables());
    YX_CHECK(compare(tables, std::move(found)));
    YX_CHECK(to->run_script("BEGIN ISOLATION LEVEL READ COMMITTED"));
    auto moved = move_tables(from, *to, tables, progress);
    if (!moved) {
        if (!to->is_broken()) (void)to->run_script("ROLLBACK");
        return moved;
    }
    YX_CHECK(to->run_script("COMMIT"));
    // Without figures of the tables the first plans would read them from end to end.
    YX_CHECK(to->run_script("ANALYZE"));
    return moved;
}

}  // namespace yinxin::storage
