// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/import_work.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::ImportId;

Result<void> still_ours(Result<std::int64_t> changed) {
    if (!changed) return std::move(changed).error();
    if (*changed == 0) return Error(ErrorCode::lease_lost, "import");
    return ok();
}

}  // namespace

Result<std::optional<ImportRecord>> claim_import(Transaction& transaction,
                                                 Instant now,
                                                 std::chrono::seconds lease) {
    YX_TRY(const auto id, transaction.maybe<ImportId>(sql::import::find_work, now));
    if (!id) return std::optional<ImportRecord>();
    YX_CHECK(still_ours(transaction.execute(sql::import::claim, *id, now, now + lease)));
    return find_import(transaction, *id);
}

Result<void> release_import(Transaction& transaction, ImportId id, Instant now) {
    YX_CHECK(transaction.execute(sql::import::release, id, now));
    return ok();
}

Result<void> free_import_leases(Transaction& transaction) {
    YX_CHECK(transaction.execute(sql::import::free_leases));
    return ok();
}

Result<bool> has_waiting_import(Reader& reader, Instant now) {
    YX_TRY(const auto waiting, reader.one<std::int64_t>(sql::import::count_work, now));
    return waiting > 0;
}

Result<void> keep_import_head(Transaction& transaction,
                              const DataKeys& keys,
                              ImportId id,
                              std::string_view packed_head,
                              std::int64_t rows,
                              Instant now) {
    return still_ours(
        transaction.execute(sql::import::keep_head,
                            id,
                            keys.columns.seal(personal_columns::import_head(id), packed_head),
                            rows,
                            now));
}

Result<void> advance_import(Transaction& transaction,
                            const ImportRecord& import,
                            std::int64_t cursor,
                            std::int64_t rows,
                            Instant lease_until) {
    return still_ours(transaction.execute(sql::import::advance,
                                          import.id,
                                          import.state,
                                          import.cursor_row,
                                          cursor,
                                          rows,
                                          lease_until));
}

Result<void> finish_import_check(Transaction& transaction,
                                 const ImportRecord& import,
                                 Instant now) {
    YX_TRY(const auto counts,
           transaction.one<ImportCounts>(sql::import_row::count_by_state, import.id));
    return still_ours(transaction.execute(sql::import::finish_check,
                                          import.id,
                                          import.state,
                                          counts.good,
                                          counts.faulty,
                                          counts.left_out,
                                          counts.without_photo,
                                          now));
}

Result<void> start_import_checking(Transaction& transaction, ImportId id, Instant now) {
    YX_TRY(const std::int64_t changed, transaction.execute(sql::import::start_checking, id, now));
    if (changed == 0) return Error(ErrorCode::text_edited_meanwhile, "import");
    return ok();
}

Result<void> refuse_import(
    Transaction& transaction, ImportId id, ErrorCode code, std::string_view facts, Instant now) {
    return still_ours(transaction.execute(sql::import::refuse, id, dotted_name(code), facts, now));
}

Result<void> note_import_failure(Transaction& transaction,
                                 ImportId id,
                                 std::optional<ErrorCode> code,
                                 std::string_view facts) {
    YX_CHECK(transaction.execute(
        sql::import::note_failure, id, code ? dotted_name(*code) : std::string_view(), facts));
    return ok();
}

Result<std::vector<ImportId>> list_ended_imports(Reader& reader, Instant before, int most) {
    return reader.all<ImportId>(sql::import::list_ended, before, most);
}

Result<std::int64_t> forget_import_rows(Transaction& transaction, ImportId id, std::int64_t most) {
    return transaction.execute(sql::import_row::forget, id, most);
}

Result<std::int64_t> forget_import_photos(Transaction& transaction,
                                          ImportId id,
                                          std::int64_t most) {
    return transaction.execute(sql::import_photo::forget, id, most);
}

}  // namespace yinxin::storage
