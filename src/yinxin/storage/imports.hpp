// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/exam_result.hpp"
#include "yinxin/domain/import.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rows of the table `import`: where an import of results stands. Its rows and photos are
/// storage/import_rows, its uploaded files storage/import_files.
///
/// How it goes on after "submitted": the batch (storage/batches) is there with state `checking` and
/// its certificate_count, and a proposal `issue_batch` waits about "batch:<id>". Its object_tag is
/// import_tag() of the import at submission, compared when it takes effect; its facts are "title"
/// (for people), "import" (the id) and "release_at" (format_civil; missing: as soon as the
/// certificates are written). Issuing begins with the decision.
namespace yinxin::storage {

struct ImportCounts {
    std::int64_t good = 0;
    std::int64_t faulty = 0;
    std::int64_t left_out = 0;
    std::int64_t without_photo = 0;  ///< of the good ones

    [[nodiscard]] std::int64_t all() const noexcept { return good + faulty + left_out; }
    friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

/// One import.
struct ImportRecord {
    domain::ImportId id;
    std::string issuer_id;
    domain::StaffId made_by;
    Instant made_at{};
    Instant changed_at{};
    std::int64_t version = 1;  ///< counts what people changed; a page that saw another is refused
    domain::ImportState state = domain::ImportState::reading;
    std::string failure_code;   ///< dotted name, of a refused file
    std::string failure_facts;  ///< packed params of that message
    std::string qualification_id;
    int exam_year = 0;
    std::int64_t rows_total = 0;  ///< in the file, once it was looked through
    std::int64_t rows_done = 0;   ///< so many of them are taken over, or checked anew
    std::int64_t cursor_row = 0;  ///< number of the last of these
    ImportCounts counts;
    std::optional<std::int64_t> batch;
    std::optional<std::int64_t> submitted_by;
    std::optional<Instant> submitted_at;
};

/// What a proposal to issue was made from; another one says that rows were changed since.
[[nodiscard]] inline std::string import_tag(const ImportRecord& import) {
    return "import " + import.id.str() + " version " + std::to_string(import.version);
}

Result<std::optional<ImportRecord>> find_import(Reader& reader, domain::ImportId id);
/// The import a batch came from; none: it came another way.
Result<std::optional<ImportRecord>> find_import_of_batch(Reader& reader, BatchId batch);
/// Made before `before`, the latest first. @param issuer_id  empty: of all authorities.
Result<std::vector<ImportRecord>> list_imports(Reader& reader,
                                               std::string_view issuer_id,
                                               Instant before,
                                               int most);

/// How many wait for a clerk: to say what the columns are, or to repair and submit.
Result<std::int64_t> count_waiting_imports(Reader& reader, std::string_view issuer_id);

// What issuing needs of the rows.

/// A good row of a batch.
struct GoodRow {
    std::int64_t row_no = 0;  ///< of the sheet
    domain::ExamResult result;
};
/// Visits the good rows of the import a batch came from in the order of the sheet, beginning after
/// row `after_row` (0: from the top), at most `most` of them; an error of the visit ends it.
/// @return the number of the last visited row; none: there was no further one.
/// @error crypto.unsealing_failed, malformed  a row was damaged or moved.
Result<std::optional<std::int64_t>> each_good_row(
    Reader& reader,
    const DataKeys& keys,
    BatchId batch,
    std::int64_t after_row,
    std::int64_t most,
    const std::function<Result<void>(const GoodRow&)>& visit);
/// Good, faulty and left-out rows of the import a batch came from, counted; all 0 without one.
Result<ImportCounts> count_batch_rows(Reader& reader, BatchId batch);
/// Forgets up to `most` good rows of the import a batch came from, and as many photos, once its
/// certificates are written: what is personal is in the register now. Rows that were left out can
/// still be downloaded for a while; the import itself stays as a record.
/// @return how many; 0: all are gone.
Result<std::int64_t> forget_batch_rows(Transaction& transaction, BatchId batch, std::int64_t most);

// What people do. Each is refused with text.edited_meanwhile where the import has another version
// or state than they saw.

struct NewImport {
    std::string issuer_id;
    domain::StaffId made_by;
    Instant made_at{};
};
/// Enters an import whose file waits to be looked through.
Result<domain::ImportId> insert_import(Transaction& transaction, const NewImport& import);
/// What the columns are. @param next  staging, or checking where the rows are here already.
struct PlanChange {
    std::string plan;  ///< packed
    std::string qualification_id;
    int exam_year = 0;
    domain::ImportState next = domain::ImportState::staging;
};
Result<void> set_import_plan(Transaction& transaction,
                             const DataKeys& keys,
                             const ImportRecord& seen,
                             const PlanChange& change,
                             Instant now);
Result<void> discard_import(Transaction& transaction, const ImportRecord& seen, Instant now);
/// @error import.has_faults  too, where a row is faulty.
Result<void> submit_import(Transaction& transaction,
                           const ImportRecord& seen,
                           BatchId batch,
                           domain::StaffId by,
                           Instant now);
/// A batch that was sent back or taken back is open again.
Result<void> reopen_import(Transaction& transaction, const ImportRecord& seen, Instant now);
/// Counts the rows again after the clerk changed some. @error text.edited_meanwhile  not open.
Result<ImportCounts> recount_import(Transaction& transaction, domain::ImportId id, Instant now);

/// What a repair of single rows changed. @error text.edited_meanwhile  not open.
Result<void> adjust_import_counts(Transaction& transaction,
                                  domain::ImportId id,
                                  const ImportCounts& difference,
                                  Instant now);

/// The packed head or plan; empty: none yet. @error crypto.unsealing_failed
Result<std::string> load_import_head(Reader& reader, const DataKeys& keys, domain::ImportId id);
Result<std::string> load_import_plan(Reader& reader, const DataKeys& keys, domain::ImportId id);

}  // namespace yinxin::storage
