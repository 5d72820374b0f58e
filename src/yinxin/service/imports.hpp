// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/import_plan.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/service/import_packing.hpp"
#include "yinxin/service/import_uploads.hpp"
#include "yinxin/service/rehearsal.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/import_files.hpp"
#include "yinxin/storage/imports.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// 导入: what a clerk does with a table of results, from the upload to the mapping of its columns.
/// Repairs are import_repair, submission is import_submission.
namespace yinxin::service {

/// A table up to this size is looked through before the upload is answered, so that a bad file is
/// refused on the form itself and leaves nothing.
inline constexpr std::uint64_t looked_at_once = std::uint64_t{8} * 1024 * 1024;

/// What a table does not say about itself.
struct ColumnWish {
    std::string qualification_id;
    int exam_year = 0;
};

struct StartImport {
    std::string issuer_id;  ///< whose certificates; an actor of one authority may leave it empty
    UploadedFile sheet;
    UploadedFile photos;  ///< may come later
    /// Takes the recognised columns at once, however large the table is; none: a clerk says them.
    std::optional<ColumnWish> columns;
};
/// Takes the files over. @error forbidden, not_found (no such authority); with param "field" =
/// sheet or photos: sheet.*, archive.*, import.empty, import.file_unknown (nothing was chosen)
/// @error import.mapping_incomplete  the columns were to be taken at once; nothing is kept
[[nodiscard]] Task<Result<domain::ImportId>> start_import(Services& services,
                                                          domain::StaffActor actor,
                                                          StartImport start);

/// One import as its page shows it.
struct ImportView {
    storage::ImportRecord record;
    std::string sheet_name;
    std::string photos_name;   ///< of the last archive; empty: none was uploaded
    bool photos_wait = false;  ///< an archive is not taken over yet
    storage::PhotoCounts photos;
    std::string maker;
    std::map<std::string, std::string> failure_params;  ///< of record.failure_code
    std::optional<domain::ImportPlan> plan;             ///< once the columns are known
};
/// @error forbidden  @error not_found  unknown, or another authority's.
[[nodiscard]] Task<Result<ImportView>> find_import(Services& services,
                                                   domain::StaffActor actor,
                                                   domain::ImportId id);
inline constexpr int most_imports_shown = 50;
/// Those of the actor's authority made before `before`, the latest first.
[[nodiscard]] Task<Result<std::vector<ImportView>>> list_imports(Services& services,
                                                                 domain::StaffActor actor,
                                                                 Instant before);

/// What the mapping page needs.
struct MappingView {
    storage::ImportRecord record;
    ImportHead head;
    domain::ImportPlan plan;  ///< as it was set, else the best guess
    bool is_guess = true;
};
/// @error import.not_open  its columns cannot be said now.
[[nodiscard]] Task<Result<MappingView>> load_mapping(Services& services,
                                                     domain::StaffActor actor,
                                                     domain::ImportId id);
/// Says what the columns are, remembers it for the authority, and has the rows taken over (or, if
/// they are here, checked anew). `plan.headers` and `plan.header_row` are the table's own.
/// @param version  of the import the clerk saw
/// @error import.mapping_incomplete  param "field"
/// @error import.not_open, text.edited_meanwhile
[[nodiscard]] Task<Result<void>> set_mapping(Services& services,
                                             domain::StaffActor actor,
                                             domain::ImportId id,
                                             std::int64_t version,
                                             domain::ImportPlan plan);

/// More photos; they add to those that were taken over already, and take the place of an archive
/// that still waits. @error import.not_open, and as start_import
[[nodiscard]] Task<Result<void>> add_photos(Services& services,
                                            domain::StaffActor actor,
                                            domain::ImportId id,
                                            UploadedFile photos);

/// Gives the import up; rows and photos are forgotten soon after.
/// @error import.not_open, text.edited_meanwhile
[[nodiscard]] Task<Result<void>> discard_import(Services& services,
                                                domain::StaffActor actor,
                                                domain::ImportId id,
                                                std::int64_t version,
                                                Mode mode = Mode::apply);

/// For use cases about one import, inside their transaction.
/// @error forbidden, not_found
Result<storage::ImportRecord> load_own_import(storage::Reader& reader,
                                              const domain::StaffActor& actor,
                                              domain::ImportId id);
/// The same; refused where it is not in this state, or another than the one that was seen.
/// @error import.not_open, text.edited_meanwhile
Result<storage::ImportRecord> load_open_import(storage::Reader& reader,
                                               const domain::StaffActor& actor,
                                               domain::ImportId id,
                                               std::optional<std::int64_t> version,
                                               domain::ImportState state);

/// The same; refused where photos cannot be added now. @error import.not_open
Result<storage::ImportRecord> load_import_for_photos(storage::Reader& reader,
                                                     const domain::StaffActor& actor,
                                                     domain::ImportId id);

/// What a clerk did to an import ("columns", "row 17"), as one event without personal data.
Result<void> audit_import(storage::Transaction& transaction,
                          const domain::StaffActor& actor,
                          domain::ImportId id,
                          std::string what,
                          Instant now);

/// Qualifications an authority issues, in the catalogue's order.
[[nodiscard]] std::vector<const domain::Qualification*> qualifications_of(
    const config::Reference& reference, std::string_view issuer_id);

}  // namespace yinxin::service
