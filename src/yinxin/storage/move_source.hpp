// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/result.hpp"
#include "yinxin/storage/value.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;
extern "C" int sqlite3_close(sqlite3* database);
extern "C" int sqlite3_finalize(sqlite3_stmt* statement);

namespace yinxin::storage {

/// What a column holds in this program's schema.
enum class ColumnKind { integer, text, bytes };
struct MovedColumn {
    std::string name;
    ColumnKind kind = ColumnKind::text;
};

/// The rows of one table, one after the other.
class SourceRows {
  public:
    /// The next row, alive until the next call; empty: there is none.
    /// @error storage.schema  a value of another kind than its column.
    Result<std::span<const Value>> next();

  private:
    friend class MoveSource;
    sqlite3* database_ = nullptr;
    std::unique_ptr<sqlite3_stmt, FreeWith<sqlite3_finalize>> query_;
    std::string table_;
    std::vector<MovedColumn> columns_;
    std::vector<Value> row_;
};

/// The embedded database, for this process alone as long as it is open.
class MoveSource {
  public:
    /// @error file.missing; conflict  somebody has it open.
    static Result<MoveSource> open(const std::filesystem::path& path);

    /// Tables with the names of their columns.
    [[nodiscard]] Result<std::map<std::string, std::set<std::string>>> tables() const;
    [[nodiscard]] Result<SourceRows> rows(const std::string& table,
                                          const std::vector<MovedColumn>& columns) const;
    /// The last number that a table's counter gave out; 0: none.
    [[nodiscard]] Result<std::int64_t> counter(const std::string& table) const;

  private:
    std::unique_ptr<sqlite3, FreeWith<sqlite3_close>> database_;
};

}  // namespace yinxin::storage
