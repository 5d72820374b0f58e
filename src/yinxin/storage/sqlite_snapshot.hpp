// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

/// A copy of an SQLite database while others write to it.
namespace yinxin::storage {

/// How far it is, in pages of the database.
using SnapshotProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Copies the state that is committed when it begins, whole, into a new file that only its owner
/// reads, and syncs it. Writers go on meanwhile (the backup interface of SQLite inside one reading
/// transaction); what they commit is not in the copy.
/// @error file.missing, conflict (the target exists), storage.unavailable (disk full and the like;
///   nothing is left behind)
[[nodiscard]] Result<void> copy_sqlite(const std::filesystem::path& source,
                                       const std::filesystem::path& target,
                                       const SnapshotProgress& progress);

/// Rows of each table of a database that is whole: every page and index, every reference between
/// tables was looked at. @error file.missing; storage.unavailable  the detail says what is damaged.
[[nodiscard]] Result<std::map<std::string, std::int64_t>> check_sqlite(
    const std::filesystem::path& path);

}  // namespace yinxin::storage
