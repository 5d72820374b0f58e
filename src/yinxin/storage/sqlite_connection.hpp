// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/statement_times.hpp"
#include "yinxin/storage/store.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace yinxin::storage {

enum class Access { read_only, read_write, create };

/// One SQLite connection with its prepared statements; used by one thread at a time.
class SqliteConnection final : public Transaction {
  public:
    static Result<std::unique_ptr<SqliteConnection>> open(const std::string& path, Access access);
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;
    ~SqliteConnection() override;

    /// Runs statements that need no arguments and return no rows (PRAGMA, a migration).
    Result<void> run_script(const char* text);
    /// The same for one statement that bounds a transaction (BEGIN, COMMIT): compiled once.
    /// @param text  outlives the connection
    Result<void> run_bound(const char* text);

  protected:
    Result<void> query(const Statement& statement,
                       std::span<const Value> values,
                       const std::function<void(const Columns&)>& visit) override;
    Result<std::int64_t> change(const Statement& statement, std::span<const Value> values) override;

  private:
    explicit SqliteConnection(sqlite3* database) : database_(database) {}
    /// A statement ready for use, and where in it each of $1, $2, … is bound.
    struct Prepared {
        sqlite3_stmt* statement = nullptr;
        std::vector<int> places;
        StatementSeries series;
    };
    Result<const Prepared*> prepared(const Statement& statement);
    [[nodiscard]] Error failure(const char* what) const;

    sqlite3* database_;
    std::unordered_map<const char*, Prepared> statements_;   // by the text's address
    std::unordered_map<const char*, sqlite3_stmt*> bounds_;  // likewise
};

}  // namespace yinxin::storage
