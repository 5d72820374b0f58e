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
            {row.good, row.faulty, row.left_out},
            row.batch,
            row.submitted_by,
            row.submitted_at};
}

std::optional<ImportRecord> record_of(std::optional<ImportColumns> row) {
    if (!row) return std::nullopt;
    return record_of(*std::move(row));
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
    YX_TRY(const std::int64_t rows, transaction.execute(sql::import_row::forget, import->id, most));
    YX_TRY(const std::int64_t photos,
           transaction.execute(sql::import_photo::forget, import->id, most));
    return rows + photos;
}

}  // namespace yinxin::storage
