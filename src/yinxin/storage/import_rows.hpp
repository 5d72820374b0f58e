// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/import.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The rows of imports. What they mean is service/import_check; here they are texts that are sealed
/// and indexes that are found again.
namespace yinxin::storage {

/// What two rows must not share, within an import and with those that wait for approval.
struct ImportRowIndexes {
    std::optional<crypto::Digest32> management;   ///< 管理号
    std::optional<crypto::Digest32> certificate;  ///< 证书编号
    std::optional<crypto::Digest32> person;       ///< person, qualification, specialty, level, year
};

struct ImportRow {
    std::int64_t row_no = 0;
    domain::ImportRowState state = domain::ImportRowState::faulty;
    std::int64_t version = 1;
    std::string cells;                  ///< packed
    std::optional<std::string> result;  ///< canonical text; of good rows
    std::string problems;               ///< keys, separated by spaces
    std::string details;                ///< packed problems; empty: none
    bool has_photo = false;
    ImportRowIndexes indexes;
};

/// New rows of an import, sealed: so that whoever writes them need not do it.
class SealedImportRows {
  public:
    SealedImportRows(const DataKeys& keys, domain::ImportId import, std::vector<ImportRow> rows);

  private:
    friend Result<void> insert_import_rows(Transaction& transaction, const SealedImportRows& rows);
    struct Rows;
    std::shared_ptr<Rows> sealed_;
};
Result<void> insert_import_rows(Transaction& transaction, const SealedImportRows& rows);
/// Writes everything but the number; the row has the next version then.
/// @error text.edited_meanwhile  it has another version than `row.version`.
Result<void> update_import_row(Transaction& transaction,
                               const DataKeys& keys,
                               domain::ImportId import,
                               const ImportRow& row);

Result<std::optional<ImportRow>> find_import_row(Reader& reader,
                                                 const DataKeys& keys,
                                                 domain::ImportId import,
                                                 std::int64_t row_no);

/// Which rows a list shows.
enum class ImportRowFilter { all, faulty, left_out, without_photo };
/// In the order of the sheet. @param problem  only faulty rows with this problem; empty: all.
Result<std::vector<ImportRow>> list_import_rows(Reader& reader,
                                                const DataKeys& keys,
                                                domain::ImportId import,
                                                ImportRowFilter filter,
                                                std::string_view problem,
                                                std::int64_t after_row,
                                                std::int64_t most);
/// Faulty rows by the problems they have together ("name_bracket id_check").
struct ProblemCount {
    std::string problems;
    std::int64_t rows = 0;
};
Result<std::vector<ProblemCount>> count_import_problems(Reader& reader, domain::ImportId import);

/// The canonical result of the first good row at or after a row number; of the last good row.
Result<std::optional<std::string>> first_good_result(Reader& reader,
                                                     const DataKeys& keys,
                                                     domain::ImportId import,
                                                     std::int64_t from_row);
Result<std::optional<std::string>> last_good_result(Reader& reader,
                                                    const DataKeys& keys,
                                                    domain::ImportId import);

enum class ImportIndex { management, certificate, person };
/// Other rows of the import with the same value that are not left out, at most `most`.
Result<std::vector<std::int64_t>> list_import_twins(Reader& reader,
                                                    domain::ImportId import,
                                                    ImportIndex which,
                                                    const crypto::Digest32& value,
                                                    std::int64_t row_no,
                                                    std::int64_t most);
/// For one row the first other one with the same value of each index, as list_import_twins finds
/// it. Members stand in the order of sql/import_row/list_first_twins.sql.
struct FirstTwins {
    std::int64_t row_no = 0;
    std::optional<std::int64_t> management;
    std::optional<std::int64_t> certificate;
    std::optional<std::int64_t> person;
};
/// Of all rows from one number to another, both included.
Result<std::vector<FirstTwins>> list_first_twins(Reader& reader,
                                                 domain::ImportId import,
                                                 std::int64_t first_row,
                                                 std::int64_t last_row);
/// Whether any other import is submitted and has its rows still.
Result<bool> do_others_wait(Reader& reader, domain::ImportId import);
/// Whether another import, submitted already, has a good row with the same value: it has rows then.
Result<Asked<std::int64_t>> ask_waiting_elsewhere(Reader& reader,
                                                  domain::ImportId import,
                                                  ImportIndex which,
                                                  const crypto::Digest32& value);

/// One statement each. @return how many rows.
Result<std::int64_t> leave_out_faulty_rows(Transaction& transaction, domain::ImportId import);
Result<std::int64_t> leave_out_rows_without_photo(Transaction& transaction,
                                                  domain::ImportId import);
/// They are faulty then, until they are checked anew.
Result<std::int64_t> take_back_left_out_rows(Transaction& transaction, domain::ImportId import);

}  // namespace yinxin::storage
