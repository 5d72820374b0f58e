// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/bulk_checks.hpp"

#include <optional>
#include <string>
#include <vector>

/// The beginning of a bulk check (批量核验): what somebody hands in is read once, put aside sealed,
/// and shown as it was understood. Nothing is looked up.
namespace yinxin::service {

inline constexpr std::int64_t bulk_uploads_per_hour = 30;  ///< of one owner

struct BulkUpload {
    Bytes file;
    std::string name;      ///< as the browser says; for people
    std::string language;  ///< of the result, "zh-CN" or "en"
};

/// Takes a table, a file or an archive of them; it is the owner's draft in place of the one before.
/// @error those of sheets::HandedIn::read; bulk.empty; too_many_requests
[[nodiscard]] Task<Result<domain::BulkId>> hand_in_bulk(Services& services,
                                                        storage::BulkOwner owner,
                                                        BulkUpload upload);

/// A row that cannot be checked as it stands.
struct FaultyRow {
    std::int64_t place = 0;  ///< as the spreadsheet program counts
    std::string reason;      ///< dotted name of an error
    std::string field;       ///< name, id_number or management_number
};
inline constexpr std::size_t most_faults_shown = 20;
inline constexpr std::size_t most_samples_shown = 4;  ///< or two more than the header

/// A table as it was understood.
struct LookedTable {
    std::int64_t no = 0;
    std::string name;
    std::int64_t header_rows = 0;
    domain::BulkColumns columns;
    std::size_t column_count = 0;
    std::vector<std::vector<std::string>> sample;  ///< first rows, header included, shortened
    std::int64_t rows = 0;                         ///< of data
    std::vector<FaultyRow> faults;                 ///< the first of them
    std::int64_t fault_count = 0;
};

/// 预览: what would be checked.
struct BulkLook {
    storage::BulkCheckRow check;
    std::vector<LookedTable> tables;
    std::vector<storage::BulkFile> files;  ///< without content

    [[nodiscard]] std::int64_t rows() const;
    [[nodiscard]] std::int64_t faulty_rows() const;
    [[nodiscard]] std::int64_t faulty_files() const;
    /// Every table's columns are known.
    [[nodiscard]] bool knows_columns() const;
    /// Rows and files.
    [[nodiscard]] std::int64_t items() const;
};
/// @error not_found; bulk.not_open  it is no draft any more
Result<BulkLook> look_at_bulk(storage::Reader& reader,
                              const Services& services,
                              const storage::BulkOwner& owner,
                              domain::BulkId check);

/// Says which columns of a table hold what.
struct ColumnChoice {
    std::int64_t table = 0;
    domain::BulkColumns columns;
    std::int64_t header_rows = 1;
};
/// @error bulk.columns_missing  not three different columns; not_found; bulk.not_open
[[nodiscard]] Task<Result<void>> choose_bulk_columns(Services& services,
                                                     storage::BulkOwner owner,
                                                     domain::BulkId check,
                                                     ColumnChoice choice);

/// Everything of a draft that will be checked, in order.
/// @error bulk.columns_missing, bulk.empty, bulk.too_many, not_found, bulk.not_open
Result<std::vector<storage::BulkItem>> list_draft_items(storage::Reader& reader,
                                                        const Services& services,
                                                        const storage::BulkOwner& owner,
                                                        domain::BulkId check);

}  // namespace yinxin::service
