// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/import_plan.hpp"
#include "yinxin/service/imports.hpp"
#include "yinxin/storage/import_rows.hpp"

#include <map>
#include <string>
#include <vector>

/// Repairing the rows of an import in the page, one by one, or going on without them.
namespace yinxin::service {

inline constexpr std::int64_t rows_of_a_page = 20;

/// A row as the repair page shows it.
struct RowView {
    std::int64_t row_no = 0;
    std::int64_t version = 1;
    domain::ImportRowState state = domain::ImportRowState::faulty;
    std::map<domain::ResultField, std::string> values;  ///< as they are in the file, or repaired
    std::vector<domain::ResultProblem> problems;
    /// Names that could be meant by one with a homophone in brackets.
    std::vector<std::string> candidates;
};

struct RowsView {
    storage::ImportRecord record;
    domain::ImportPlan plan;
    std::vector<domain::ResultField> fields;  ///< of the plan and of the problems, in their order
    std::vector<RowView> rows;
    bool has_more = false;
};
/// @param problem  only rows with this one; empty: all faulty ones
/// @param after_row  of the sheet; 0: from the top
/// @error import.not_open
[[nodiscard]] Task<Result<RowsView>> list_faulty_rows(Services& services,
                                                      domain::StaffActor actor,
                                                      domain::ImportId id,
                                                      std::string problem,
                                                      std::int64_t after_row);
/// One row, whatever its state. @error import.not_open, not_found
[[nodiscard]] Task<Result<RowsView>> find_row(Services& services,
                                              domain::StaffActor actor,
                                              domain::ImportId id,
                                              std::int64_t row_no);

/// Values as typed; fields that are not named stay as they are.
struct RowRepair {
    std::int64_t row_no = 0;
    std::int64_t version = 0;  ///< of the row the clerk saw
    std::map<domain::ResultField, std::string> values;
};
/// Keeps what was typed, whether it is right or not, and checks the row again, and those it shared
/// something with. @return its state now.
/// @error import.not_open, not_found, text.edited_meanwhile
[[nodiscard]] Task<Result<domain::ImportRowState>> repair_row(Services& services,
                                                              domain::StaffActor actor,
                                                              domain::ImportId id,
                                                              RowRepair repair);
/// Leaves one row out, or takes it back in. @return its state now. @error as repair_row
[[nodiscard]] Task<Result<domain::ImportRowState>> leave_out_row(Services& services,
                                                                 domain::StaffActor actor,
                                                                 domain::ImportId id,
                                                                 std::int64_t row_no,
                                                                 std::int64_t version);
[[nodiscard]] Task<Result<domain::ImportRowState>> take_back_row(Services& services,
                                                                 domain::StaffActor actor,
                                                                 domain::ImportId id,
                                                                 std::int64_t row_no,
                                                                 std::int64_t version);

/// Which rows the clerk goes on without.
enum class LeftOut { faulty, without_photo };
/// Goes on without them, all at once; they can be downloaded (import_sheets) or taken back.
/// @return how many. @error import.not_open, text.edited_meanwhile
[[nodiscard]] Task<Result<std::int64_t>> leave_out_rows(Services& services,
                                                        domain::StaffActor actor,
                                                        domain::ImportId id,
                                                        std::int64_t version,
                                                        LeftOut which);
/// The same inside the caller's transaction, which has loaded the open import. @return how many.
Result<std::int64_t> leave_out_now(storage::Transaction& transaction,
                                   const domain::StaffActor& actor,
                                   domain::ImportId id,
                                   LeftOut which,
                                   Instant now);
/// Takes all of them back; everything is checked anew.
/// @error import.not_open, text.edited_meanwhile
[[nodiscard]] Task<Result<void>> take_back_rows(Services& services,
                                                domain::StaffActor actor,
                                                domain::ImportId id,
                                                std::int64_t version);

/// Faulty rows by kind of problem, the most frequent first; a row with two counts for both.
struct ProblemTotal {
    domain::ProblemKind kind{};
    std::int64_t rows = 0;
};
[[nodiscard]] Task<Result<std::vector<ProblemTotal>>> count_problems(Services& services,
                                                                     domain::StaffActor actor,
                                                                     domain::ImportId id);

}  // namespace yinxin::service
