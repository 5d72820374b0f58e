// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Where the one database is, and opening it there: the embedded engine's file, or PostgreSQL.
namespace yinxin::storage {

/// A PostgreSQL database and how this process uses it (docs/postgresql.md).
struct PostgresAddress {
    /// postgresql://HOST[:PORT][,HOST[:PORT]…]/DATABASE[?KEY=VALUE…]; it holds no password.
    std::string url;
    /// Its first line is the password; empty: the server asks for none (peer, certificate,
    /// .pgpass).
    std::filesystem::path password_file;
    int writers = 8;                    ///< transactions that run at once
    int readers = 8;                    ///< snapshots read at once on behalf of event threads
    std::chrono::seconds deadline{15};  ///< for one statement, and for all tries of one unit
    /// For tests: runs each unit twice, the first time in vain, as a retry does.
    bool rehearses = false;
};

/// Exactly one of the two is set.
struct Location {
    std::filesystem::path file;  ///< of the embedded engine
    std::optional<PostgresAddress> postgres;
};

/// @error file.missing  no such file; storage.unavailable  no answer, wrong password, not UTF-8.
[[nodiscard]] Result<std::unique_ptr<Store>> open_store(const Location& location);

/// Brings the schema to this program's version, step by step, each step whole or not at all; two
/// processes that do so at once do it one after the other. @return names of the steps that were
/// run.
/// @error storage.schema  the schema is newer than this program; file.missing  `Create::no`, and
/// there is no installation; conflict  `Create::yes`, and there is one.
[[nodiscard]] Result<std::vector<std::string>> migrate(const Location& location,
                                                       Create create,
                                                       Instant now);

}  // namespace yinxin::storage
