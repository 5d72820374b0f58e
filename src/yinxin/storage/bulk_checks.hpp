// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bulk_check.hpp"
#include "yinxin/domain/bulk_columns.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// Bulk checks (批量核验): what was handed in, and the queue in which it is worked on. Everything
/// people handed in is sealed (personal_columns.hpp) and goes when it is answered.
namespace yinxin::storage {

using domain::BulkId;
using domain::BulkState;

enum class BulkOwnerKind { account, client };

/// Whose check it is: an account's, or a client's of the API.
struct BulkOwner {
    BulkOwnerKind kind = BulkOwnerKind::account;
    std::int64_t id = 0;

    friend bool operator==(const BulkOwner&, const BulkOwner&) = default;
};

struct NewBulkCheck {
    BulkId id;
    BulkOwner owner;
    std::string language;  ///< of the result
    std::string name;      ///< of what was handed in
    Instant created_at;
    Instant expires_at;
};

struct BulkCheckRow {
    BulkId id;
    BulkOwner owner;
    BulkState state = BulkState::draft;
    std::string language;
    std::string name;
    std::string checker;  ///< packed by the service; empty before the start
    Instant created_at;
    std::optional<Instant> started_at;
    std::optional<Instant> ended_at;
    bool is_cancelled = false;
    Instant expires_at;
    std::int64_t items_total = 0;
    std::int64_t items_done = 0;
};

/// A table of a draft.
struct BulkTable {
    std::int64_t no = 0;
    std::string name;
    std::string rows;  ///< packed by the service
    std::int64_t header_rows = 0;
    domain::BulkColumns columns;
};

struct BulkFile {
    std::int64_t no = 0;
    std::string name;
    std::int64_t size = 0;
    std::string fault;  ///< dotted name of why it was not looked into; empty: it has content
    Bytes content;      ///< only from find_bulk_file
};

Result<void> insert_bulk_check(Transaction& transaction,
                               const DataKeys& keys,
                               const NewBulkCheck& check);
Result<void> insert_bulk_table(Transaction& transaction,
                               const DataKeys& keys,
                               BulkId check,
                               const BulkTable& table);
Result<void> insert_bulk_file(Transaction& transaction,
                              const DataKeys& keys,
                              BulkId check,
                              const BulkFile& file);
/// Everything is put aside: the check is the owner's draft, in place of the one before.
/// @error storage.conflict  it is gone.
Result<void> open_bulk_draft(Transaction& transaction, const BulkOwner& owner, BulkId check);

Result<std::optional<BulkCheckRow>> find_bulk_check(Reader& reader,
                                                    const DataKeys& keys,
                                                    const BulkOwner& owner,
                                                    BulkId check);
/// Newest first, those before `before`.
Result<std::vector<BulkCheckRow>> list_bulk_checks(
    Reader& reader, const DataKeys& keys, const BulkOwner& owner, BulkId before, int most);
/// Whether the owner has one that runs.
Result<bool> has_running_bulk_check(Reader& reader, const BulkOwner& owner);

Result<std::vector<BulkTable>> list_bulk_tables(Reader& reader, const DataKeys& keys, BulkId check);
/// @error not_found  no such table
Result<void> set_bulk_columns(Transaction& transaction,
                              BulkId check,
                              std::int64_t table,
                              std::int64_t header_rows,
                              const domain::BulkColumns& columns);
/// Without content.
Result<std::vector<BulkFile>> list_bulk_files(Reader& reader, const DataKeys& keys, BulkId check);
Result<std::optional<BulkFile>> find_bulk_file(Reader& reader,
                                               const DataKeys& keys,
                                               BulkId check,
                                               std::int64_t file);

/// One thing to be checked: a file by its number, or a row packed by the service.
struct BulkItem {
    std::int64_t no = 0;  ///< from 1, in the order of what was handed in
    std::optional<std::int64_t> file;
    std::string row;
};
/// Starts a draft with these items and forgets its tables.
/// @error bulk.not_open  it is no draft any more.
/// @error bulk.running  the owner has another one that runs.
Result<void> start_bulk_check(Transaction& transaction,
                              const DataKeys& keys,
                              const BulkOwner& owner,
                              BulkId check,
                              std::string_view checker,
                              const std::vector<BulkItem>& items,
                              Instant now);

/// Ends a running check with the answers it has and forgets what waits.
/// @error bulk.not_open  it does not run.
Result<void> cancel_bulk_check(Transaction& transaction, BulkId check, Instant now);

/// Forgets a check that does not run, with everything but the row that recognises its result.
/// @error bulk.not_open  it runs.
Result<void> forget_bulk_check(Transaction& transaction, BulkId check);
/// Forgets those whose time is over, some at a time. @return how many.
Result<std::int64_t> forget_old_bulk_checks(Transaction& transaction, Instant now);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::BulkOwnerKind> {
    static constexpr std::array<Keyed<storage::BulkOwnerKind>, 2> rows{{
        {storage::BulkOwnerKind::account, "account"},
        {storage::BulkOwnerKind::client, "client"},
    }};
};

}  // namespace yinxin::domain
