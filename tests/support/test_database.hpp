// SPDX-License-Identifier: Apache-2.0
#pragma once

// The database of a test: a file, or a database of its own on the server of this run.
//
// YX_TEST_DATABASE=postgresql://…/postgres names a server where databases may be made and dropped
// (tests/postgres/cluster.sh starts one); without it tests run on the embedded engine.

#include "yinxin/storage/location.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace yinxin::test {

/// Whether this run is on PostgreSQL.
[[nodiscard]] bool is_on_postgres();

/// The database that belongs to a directory: a file in it, or a database whose name is noted there.
/// One that was not yet there is empty; it goes when the process ends.
[[nodiscard]] storage::Location database_of(const std::filesystem::path& directory);

/// A database with this version's schema and no rows, open. Ends the test if there can be none.
[[nodiscard]] std::unique_ptr<storage::Store> new_store(const std::filesystem::path& directory,
                                                        Instant now);

/// On PostgreSQL: gives `directory`, a copy of the directory `pattern`, a copy of its database too.
/// Nobody has the pattern open.
void copy_database(const std::filesystem::path& pattern, const std::filesystem::path& directory);

/// Ends the database of a directory before the process does; nobody has it open.
void drop_database(const std::filesystem::path& directory);

/// All that is written of a database, for tests that look for what must not be there: the file and
/// its log as they are, or the server's dump.
[[nodiscard]] std::string stored_bytes(const std::filesystem::path& directory);

}  // namespace yinxin::test
