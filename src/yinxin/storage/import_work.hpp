// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/imports.hpp"

/// What the program's own work on imports needs: whose turn it is, how far it has come. The cursor
/// in the row fences: of two workers at the same rows only one advances, and none after the clerk
/// gave the import up.
namespace yinxin::storage {

/// Takes the import that was left alone longest; none: nothing waits.
Result<std::optional<ImportRecord>> claim_import(Transaction& transaction,
                                                 Instant now,
                                                 std::chrono::seconds lease);
/// Gives it back before the lease is over.
Result<void> release_import(Transaction& transaction, domain::ImportId id, Instant now);
/// Gives back what a process that has ended had in hand; only where one process has the database.
Result<void> free_import_leases(Transaction& transaction);
/// Whether another one waits for its turn.
Result<bool> has_waiting_import(Reader& reader, Instant now);

/// The file was looked through. @error job.lease_lost
Result<void> keep_import_head(Transaction& transaction,
                              const DataKeys& keys,
                              domain::ImportId id,
                              std::string_view packed_head,
                              std::int64_t rows,
                              Instant now);
/// The rows after `import.cursor_row` up to `cursor` are done.
/// @error job.lease_lost  somebody else did it, or the clerk gave the import up.
Result<void> advance_import(Transaction& transaction,
                            const ImportRecord& import,
                            std::int64_t cursor,
                            std::int64_t rows,
                            Instant lease_until);
/// All rows are checked; counts them. @error job.lease_lost
Result<void> finish_import_check(Transaction& transaction, const ImportRecord& import, Instant now);
/// All rows are to be checked anew. @error text.edited_meanwhile  not in state checked.
Result<void> start_import_checking(Transaction& transaction, domain::ImportId id, Instant now);
/// The table cannot be read. @param facts  packed params of the message.
Result<void> refuse_import(Transaction& transaction,
                           domain::ImportId id,
                           ErrorCode code,
                           std::string_view facts,
                           Instant now);
/// What went wrong with something beside the table, such as the photos; the import goes on.
/// @param code  none: nothing any more.
Result<void> note_import_failure(Transaction& transaction,
                                 domain::ImportId id,
                                 std::optional<ErrorCode> code,
                                 std::string_view facts);

/// Imports that ended without a batch and still have something to forget; and submitted ones whose
/// good rows are forgotten already: for their photos of nobody and, if they were submitted before
/// `before`, for the rows that were left out.
Result<std::vector<domain::ImportId>> list_ended_imports(Reader& reader, Instant before, int most);
/// Forgets up to `most` photos that have no blob to be removed with them. @return how many.
Result<std::int64_t> forget_import_photos(Transaction& transaction,
                                          domain::ImportId id,
                                          std::int64_t most);
/// Forgets up to `most` rows. @return how many.
Result<std::int64_t> forget_import_rows(Transaction& transaction,
                                        domain::ImportId id,
                                        std::int64_t most);

}  // namespace yinxin::storage
