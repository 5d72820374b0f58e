// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/location.hpp"

namespace yinxin::storage {

/// Connects to a database that has a schema. Transactions are serializable and are tried again when
/// the server says that one had to give way; a transaction whose commit was sent when the
/// connection broke is asked for by its number before anything is said about it
/// (docs/postgresql.md). @error storage.unavailable
Result<std::unique_ptr<Store>> open_postgres(const PostgresAddress& address);

/// As migrate(); the database exists, is UTF-8 and sorts by code point.
Result<std::vector<std::string>> migrate_postgres(const PostgresAddress& address,
                                                  Create create,
                                                  Instant now);

}  // namespace yinxin::storage
