// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where tables stand when the database is spread over a Citus cluster (docs/distribution.md).
namespace yinxin::storage {

enum class TableKind : std::uint8_t {
    holder,     ///< distributed by holder_id, together with person
    account,    ///< distributed by account_id, together with account
    key,        ///< distributed by a key of its own
    reference,  ///< a copy on every node
    local,      ///< on the coordinator
};

/// One line of distribution/tables.txt.
struct PlacedTable {
    std::string_view name;
    TableKind kind = TableKind::local;
    std::string_view key;  ///< the column it is distributed by; "-" where it is not
};
[[nodiscard]] const std::vector<PlacedTable>& placed_tables();

/// Where a statement writes.
struct WritePlace {
    TableKind kind = TableKind::local;
    std::string_view table;
    std::optional<std::size_t> key;  ///< which argument, from 0, says the shard; none: several
};
/// @return nothing for a statement that only reads, or whose table is not classed.
[[nodiscard]] std::optional<WritePlace> write_place(const Statement& statement);

/// The statement of this name, if it may be left for after a holder's commit
/// (distribution/deferred.txt).
[[nodiscard]] const Statement* find_deferred(std::string_view name);

/// Declares every table to Citus that was not declared before, each in a transaction of its own;
/// can be done again after it was cut off. @return the names of the tables that were declared.
/// @error storage.schema  the database has no Citus
[[nodiscard]] Result<std::vector<std::string>> declare_distribution(Store& store);

/// Whether the tables of a PostgreSQL database are declared to Citus. @error storage.schema  some
/// are: the declaration was cut off and is to be finished
[[nodiscard]] Result<bool> is_distributed(Store& store);

}  // namespace yinxin::storage
