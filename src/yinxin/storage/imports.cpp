// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/imports.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::ImportId;

/// Members stand in the order of sql/import_row/list_good.sql.
struct SealedResult {
    std::int64_t row_no = 0;
    Bytes result;
};

/// The columns of sql/import/find.sql: a record with its counts in a row.
struct ImportColumns {
    ImportId id;
    std::string issuer_id;
    domain::StaffId made_by;
    Instant made_at{};
    Instant changed_at{};
    std::int64_t version = 1;
    domain::ImportState state = domain::ImportState::reading;
    std::string failure_code;
    std::string failure_facts;
    std::string qualification_id;
    int exam_year = 0;
    std::int64_t rows_total = 0;
    std::int64_t rows_done = 0;
    std::int64_t cursor_row = 0;
    std::int64_t good = 0;
    std::int64_t faulty = 0;
    std::int64_t left_out = 0;
    std::int64_t without_photo = 0;
    std::optional<std::int64_t> batch;
    std::optional<std::int64_t> submitted_by;
    std::optional<Instant> submitted_at;
};

ImportRecord record_of(ImportColumns row) {
    return {row.id,
            std::move(row.issuer_id),
            row.made_by,
            row.made_at,
            row.changed_at,
            row.version,
            row.state,
            std::move(row.failure_code),
            std::move(row.failure_facts),
            std::move(row.qualification_id),
            row.exam_year,
            row.rows_total,
            row.rows_done,
            row.cursor_row,
            {row.good, row.faulty, row.left_out, row.without_photo},
            row.batch,
            row.submitted_by,
            row.submitted_at};
}

std::optional<ImportRecord> record_of(std::optional<ImportColumns> row) {
    if (!row) return std::nullopt;
    return record_of(*std::move(row));
}

Result<void> changed_one(Result<std::int64_t> changed) {
    if (!changed) return std::move(changed).error();
    if (*changed == 0) return Error(ErrorCode::text_edited_meanwhile, "import");
    return ok();
}

}  // namespace

Result<std::optional<ImportRecord>> find_import(Reader& reader, ImportId id) {
    YX_TRY(auto row, reader.maybe<ImportColumns>(sql::import::find, id));
    return record_of(std::move(row));
}

Result<std::optional<ImportRecord>> find_import_of_batch(Reader& reader, BatchId batch) {
    YX_TRY(auto row, reader.maybe<ImportColumns>(sql::import::find_by_batch, batch));
    return record_of(std::move(row));
}

Result<std::vector<ImportRecord>> list_imports(Reader& reader,
                                               std::string_view issuer_id,
                                               Instant before,
                                               int most) {
    YX_TRY(auto rows, reader.all<ImportColumns>(sql::import::list, issuer_id, before, most));
    std::vector<ImportRecord> records;
    records.reserve(rows.size());
    for (ImportColumns& row : rows) {
        records.push_back(record_of(std::move(row)));
    }
    return records;
}

Result<std::int64_t> count_waiting_imports(Reader& reader, std::string_view issuer_id) {
    return reader.one<std::int64_t>(sql::import::count_waiting, issuer_id);
}

Result<std::optional<std::int64_t>> each_good_row(
    Reader& reader,
    const DataKeys& keys,
    BatchId batch,
    std::int64_t after_row,
    std::int64_t most,
    const std::function<Result<void>(const GoodRow&)>& visit) {
    std::optional<std::int64_t> last;
    YX_TRY(const auto import, find_import_of_batch(reader, batch));
    if (!import) return last;
    YX_TRY(const auto rows,
           reader.all<SealedResult>(sql::import_row::list_good, import->id, after_row, most));
    for (const SealedResult& row : rows) {
        YX_TRY(const std::string text,
               keys.columns.open_text(personal_columns::import_result(import->id, row.row_no),
                                      row.result));
        YX_TRY(domain::ExamResult result, domain::parse_exam_result(text));
        YX_CHECK(visit({row.row_no, std::move(result)}));
        last = row.row_no;
    }
    return last;
}

Result<ImportCounts> count_batch_rows(Reader& reader, BatchId batch) {
    YX_TRY(const auto import, find_import_of_batch(reader, batch));
    if (!import) return ImportCounts{};
    return reader.one<ImportCounts>(sql::import_row::count_by_state, import->id);
}

Result<std::int64_t> forget_batch_rows(Transaction& transaction, BatchId batch, std::int64_t most) {
    YX_TRY(const auto import, find_import_of_batch(transaction, batch));
    if (!import) return std::int64_t{0};
    // Photos are found by their rows, so they go first.
    YX_TRY(const std::int64_t photos,
           transaction.execute(sql::import_photo::forget_issued, import->id, most));
    if (photos == most) return photos;
    YX_TRY(const std::int64_t rows,
           transaction.execute(sql::import_row::forget_good, import->id, most));
    return rows + photos;
}

Result<ImportId> insert_import(Transaction& transaction, const NewImport& import) {
    const auto id = make_id<ImportId>();
    YX_CHECK(transaction.execute(
        sql::import::insert, id, import.issuer_id, import.made_by, import.made_at));
    return id;
}

Result<void> set_import_plan(Transaction& transaction,
                             const DataKeys& keys,
                             const ImportRecord& seen,
                             const PlanChange& change,
                             Instant now) {
    return changed_one(
        transaction.execute(sql::import::set_plan,
                            seen.id,
                            seen.version,
                            keys.columns.seal(personal_columns::import_plan(seen.id), change.plan),
                            change.qualification_id,
                            change.exam_year,
                            change.next,
                            now));
}

Result<void> discard_import(Transaction& transaction, const ImportRecord& seen, Instant now) {
    return changed_one(transaction.execute(sql::import::discard, seen.id, seen.version, now));
}

Result<void> submit_import(Transaction& transaction,
                           const ImportRecord& seen,
                           BatchId batch,
                           domain::StaffId by,
                           Instant now) {
    if (seen.counts.faulty > 0) return Error(ErrorCode::import_has_faults);
    return changed_one(
        transaction.execute(sql::import::submit, seen.id, seen.version, batch, by, now));
}

Result<void> reopen_import(Transaction& transaction, const ImportRecord& seen, Instant now) {
    return changed_one(transaction.execute(sql::import::reopen, seen.id, seen.version, now));
}

Result<ImportCounts> recount_import(Transaction& transaction, ImportId id, Instant now) {
    YX_TRY(const auto counts, transaction.one<ImportCounts>(sql::import_row::count_by_state, id));
    YX_CHECK(changed_one(transaction.execute(sql::import::set_counts,
                                             id,
                                             counts.good,
                                             counts.faulty,
                                             counts.left_out,
                                             counts.without_photo,
                                             now)));
    return counts;
}

Result<void> adjust_import_counts(Transaction& transaction,
                                  ImportId id,
                                  const ImportCounts& difference,
                                  Instant now) {
    return changed_one(transaction.execute(sql::import::adjust_counts,
                                           id,
                                           difference.good,
                                           difference.faulty,
                                           difference.left_out,
                                           difference.without_photo,
                                           now));
}

Result<std::string> load_import_head(Reader& reader, const DataKeys& keys, ImportId id) {
    YX_TRY(const auto sealed, reader.maybe<Bytes>(sql::import::find_head, id));
    if (!sealed) return std::string();
    return keys.columns.open_text(personal_columns::import_head(id), *sealed);
}

Result<std::string> load_import_plan(Reader& reader, const DataKeys& keys, ImportId id) {
    YX_TRY(const auto sealed, reader.maybe<Bytes>(sql::import::find_plan, id));
    if (!sealed) return std::string();
    return keys.columns.open_text(personal_columns::import_plan(id), *sealed);
}

}  // namespace yinxin::storage
