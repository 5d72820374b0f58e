// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/import_rows.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

using domain::ImportId;

/// Members stand in the order of sql/import_row/find.sql.
struct SealedRow {
    std::int64_t row_no = 0;
    domain::ImportRowState state = domain::ImportRowState::faulty;
    std::int64_t version = 1;
    Bytes cells;
    std::optional<Bytes> result;
    std::string problems;
    std::optional<Bytes> details;
    bool has_photo = false;
    std::optional<Bytes> management;
    std::optional<Bytes> certificate;
    std::optional<Bytes> person;
};
struct SealedResult {
    std::int64_t row_no = 0;
    Bytes result;
};

std::optional<crypto::Digest32> digest_of(const std::optional<Bytes>& bytes) {
    crypto::Digest32 digest{};
    if (!bytes || bytes->size() != digest.size()) return std::nullopt;
    std::ranges::copy(*bytes, digest.begin());
    return digest;
}

Result<ImportRow> open_row(const DataKeys& keys, ImportId import, SealedRow sealed) {
    const std::int64_t number = sealed.row_no;
    ImportRow row;
    row.row_no = number;
    row.state = sealed.state;
    row.version = sealed.version;
    YX_TRY(row.cells,
           keys.columns.open_text(personal_columns::import_cells(import, number), sealed.cells));
    if (sealed.result) {
        YX_TRY(row.result,
               keys.columns.open_text(personal_columns::import_result(import, number),
                                      *sealed.result));
    }
    row.problems = std::move(sealed.problems);
    if (sealed.details) {
        YX_TRY(row.details,
               keys.columns.open_text(personal_columns::import_details(import, number),
                                      *sealed.details));
    }
    row.has_photo = sealed.has_photo;
    row.indexes = {
        digest_of(sealed.management), digest_of(sealed.certificate), digest_of(sealed.person)};
    return row;
}

Result<std::vector<ImportRow>> open_rows(const DataKeys& keys,
                                         ImportId import,
                                         std::vector<SealedRow> sealed) {
    std::vector<ImportRow> rows;
    rows.reserve(sealed.size());
    for (SealedRow& one : sealed) {
        YX_TRY(ImportRow row, open_row(keys, import, std::move(one)));
        rows.push_back(std::move(row));
    }
    return rows;
}

/// The sealed values of a row, alive while a statement uses them.
struct Sealing {
    Sealing(const DataKeys& keys, ImportId import, const ImportRow& row)
        : cells(keys.columns.seal(personal_columns::import_cells(import, row.row_no), row.cells)) {
        if (row.result) {
            result =
                keys.columns.seal(personal_columns::import_result(import, row.row_no), *row.result);
        }
        if (!row.details.empty()) {
            details = keys.columns.seal(personal_columns::import_details(import, row.row_no),
                                        row.details);
        }
    }
    Bytes cells;
    std::optional<Bytes> result;
    std::optional<Bytes> details;
};

Result<std::optional<std::string>> open_result(const DataKeys& keys,
                                               ImportId import,
                                               const std::optional<SealedResult>& sealed) {
    if (!sealed) return std::optional<std::string>();
    YX_TRY(std::string text,
           keys.columns.open_text(personal_columns::import_result(import, sealed->row_no),
                                  sealed->result));
    return std::optional(std::move(text));
}

const Statement& twins_of(ImportIndex which) {
    switch (which) {
        case ImportIndex::management:
            return sql::import_row::list_twins_management;
        case ImportIndex::certificate:
            return sql::import_row::list_twins_certificate;
        case ImportIndex::person:
            break;
    }
    return sql::import_row::list_twins_person;
}

const Statement& waiting_of(ImportIndex which) {
    switch (which) {
        case ImportIndex::management:
            return sql::import_row::find_waiting_management;
        case ImportIndex::certificate:
            return sql::import_row::find_waiting_certificate;
        case ImportIndex::person:
            break;
    }
    return sql::import_row::find_waiting_person;
}

}  // namespace

/// What the values borrow from stands beside them.
struct SealedImportRows::Rows {
    std::vector<ImportRow> rows;
    std::vector<Sealing> sealings;
    std::vector<Values> values;
};

SealedImportRows::SealedImportRows(const DataKeys& keys,
                                   ImportId import,
                                   std::vector<ImportRow> rows)
    : sealed_(std::make_shared<Rows>()) {
    sealed_->rows = std::move(rows);
    sealed_->sealings.reserve(sealed_->rows.size());
    for (const ImportRow& row : sealed_->rows) {
        const Sealing& sealed = sealed_->sealings.emplace_back(keys, import, row);
        sealed_->values.push_back({to_value(import),
                                   to_value(row.row_no),
                                   to_value(row.state),
                                   to_value(sealed.cells),
                                   to_value(sealed.result),
                                   to_value(row.problems),
                                   to_value(sealed.details),
                                   to_value(row.has_photo),
                                   to_value(row.indexes.management),
                                   to_value(row.indexes.certificate),
                                   to_value(row.indexes.person)});
    }
}

Result<void> insert_import_rows(Transaction& transaction, const SealedImportRows& rows) {
    return transaction.load(sql::import_row::insert, rows.sealed_->values);
}

Result<void> update_import_row(Transaction& transaction,
                               const DataKeys& keys,
                               ImportId import,
                               const ImportRow& row) {
    const Sealing sealed(keys, import, row);
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::import_row::update,
                               import,
                               row.row_no,
                               row.state,
                               sealed.cells,
                               sealed.result,
                               row.problems,
                               sealed.details,
                               row.has_photo,
                               row.indexes.management,
                               row.indexes.certificate,
                               row.indexes.person,
                               row.version));
    if (changed == 0) return Error(ErrorCode::text_edited_meanwhile, "row");
    return ok();
}

Result<std::optional<ImportRow>> find_import_row(Reader& reader,
                                                 const DataKeys& keys,
                                                 ImportId import,
                                                 std::int64_t row_no) {
    YX_TRY(auto sealed, reader.maybe<SealedRow>(sql::import_row::find, import, row_no));
    if (!sealed) return std::optional<ImportRow>();
    YX_TRY(ImportRow row, open_row(keys, import, *std::move(sealed)));
    return std::optional(std::move(row));
}

Result<std::vector<ImportRow>> list_import_rows(Reader& reader,
                                                const DataKeys& keys,
                                                ImportId import,
                                                ImportRowFilter filter,
                                                std::string_view problem,
                                                std::int64_t after_row,
                                                std::int64_t most) {
    namespace rows = sql::import_row;
    const auto list = [&]() -> Result<std::vector<SealedRow>> {
        if (!problem.empty()) {
            const std::string pattern = "% " + std::string(problem) + " %";
            return reader.all<SealedRow>(rows::list_by_problem, import, pattern, after_row, most);
        }
        switch (filter) {
            case ImportRowFilter::all:
                return reader.all<SealedRow>(rows::list, import, after_row, most);
            case ImportRowFilter::faulty:
                return reader.all<SealedRow>(
                    rows::list_by_state, import, domain::ImportRowState::faulty, after_row, most);
            case ImportRowFilter::left_out:
                return reader.all<SealedRow>(
                    rows::list_by_state, import, domain::ImportRowState::left_out, after_row, most);
            case ImportRowFilter::without_photo:
                return reader.all<SealedRow>(rows::list_without_photo, import, after_row, most);
        }
        return std::vector<SealedRow>();
    };
    YX_TRY(std::vector<SealedRow> sealed, list());
    return open_rows(keys, import, std::move(sealed));
}

Result<std::vector<ProblemCount>> count_import_problems(Reader& reader, ImportId import) {
    return reader.all<ProblemCount>(sql::import_row::count_problems, import);
}

Result<std::optional<std::string>> first_good_result(Reader& reader,
                                                     const DataKeys& keys,
                                                     ImportId import,
                                                     std::int64_t from_row) {
    YX_TRY(const auto sealed,
           reader.maybe<SealedResult>(sql::import_row::first_good, import, from_row));
    return open_result(keys, import, sealed);
}

Result<std::optional<std::string>> last_good_result(Reader& reader,
                                                    const DataKeys& keys,
                                                    ImportId import) {
    YX_TRY(const auto sealed, reader.maybe<SealedResult>(sql::import_row::last_good, import));
    return open_result(keys, import, sealed);
}

Result<std::vector<std::int64_t>> list_import_twins(Reader& reader,
                                                    ImportId import,
                                                    ImportIndex which,
                                                    const crypto::Digest32& value,
                                                    std::int64_t row_no,
                                                    std::int64_t most) {
    return reader.all<std::int64_t>(twins_of(which), value, import, row_no, most);
}

Result<std::vector<FirstTwins>> list_first_twins(Reader& reader,
                                                 ImportId import,
                                                 std::int64_t first_row,
                                                 std::int64_t last_row) {
    return reader.all<FirstTwins>(sql::import_row::list_first_twins, import, first_row, last_row);
}

Result<bool> do_others_wait(Reader& reader, ImportId import) {
    YX_TRY(const auto found, reader.maybe<std::int64_t>(sql::import::find_other_waiting, import));
    return found.has_value();
}

Result<Asked<std::int64_t>> ask_waiting_elsewhere(Reader& reader,
                                                  ImportId import,
                                                  ImportIndex which,
                                                  const crypto::Digest32& value) {
    return reader.ask<std::int64_t>(waiting_of(which), value, import);
}

Result<std::int64_t> leave_out_faulty_rows(Transaction& transaction, ImportId import) {
    return transaction.execute(sql::import_row::leave_out_faulty, import);
}

Result<std::int64_t> leave_out_rows_without_photo(Transaction& transaction, ImportId import) {
    return transaction.execute(sql::import_row::leave_out_without_photo, import);
}

Result<std::int64_t> take_back_left_out_rows(Transaction& transaction, ImportId import) {
    return transaction.execute(sql::import_row::take_back_left_out, import);
}

}  // namespace yinxin::storage
