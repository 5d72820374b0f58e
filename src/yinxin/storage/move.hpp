// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/location.hpp"
#include "yinxin/storage/row_copy.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// An embedded installation moves to PostgreSQL (docs/postgresql.md): every row of every table, in
/// one transaction, read back and compared before it is committed.
namespace yinxin::storage {

struct MovedTable {
    std::string name;
    RowSum sum;
};
/// Called when a table is over there and was read back.
using MoveProgress = std::function<void(const MovedTable&)>;

/// The source is only read, and kept from everybody else meanwhile. What was moved is not in force:
/// the settings decide which database is served.
/// @return the tables, by name.
/// @error conflict  the source is being used, or the target holds an installation
/// @error storage.schema  the source is not of this program's version, or the target cannot be used
/// @error file.missing, storage.unavailable
[[nodiscard]] Result<std::vector<MovedTable>> move_to_postgres(const std::filesystem::path& source,
                                                               const PostgresAddress& target,
                                                               Instant now,
                                                               const MoveProgress& progress);

}  // namespace yinxin::storage
