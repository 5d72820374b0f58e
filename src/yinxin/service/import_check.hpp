// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/import_plan.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/import_rows.hpp"
#include "yinxin/storage/imports.hpp"
#include "yinxin/storage/persons.hpp"

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// The checks of the rows of one import: by themselves (domain::check_row), against the register
/// and the imports that wait for approval, and against each other.
namespace yinxin::service {

/// A row on its way into the database.
struct RowInHand {
    std::int64_t row_no = 0;
    domain::StagedRow staged;
    domain::CheckedRow checked;
    storage::ImportRowIndexes indexes;
    std::optional<std::int64_t> photo_entry;  ///< of import_photo
};

/// Checks rows of one import. Cheap to make; one for each piece of work, because the catalogue may
/// be another the next time.
class ImportChecker {
  public:
    ImportChecker(const Services& services,
                  const storage::ImportRecord& import,
                  domain::ImportPlan plan,
                  Instant now);

    [[nodiscard]] const domain::ImportPlan& plan() const noexcept { return plan_; }

    /// Looks once whether there are photos and other imports that wait, so that rows need not ask
    /// for what cannot be there. Without it everything is asked for.
    Result<void> survey(storage::Reader& reader);

    /// The row by itself. Pure; no database.
    [[nodiscard]] RowInHand check(std::int64_t row_no, domain::StagedRow staged) const;
    /// Adds what the register and other imports say, and finds the photo.
    Result<void> look_around(storage::Reader& reader, RowInHand& row) const;
    /// The same for many, which are asked for together.
    Result<void> look_around(storage::Reader& reader, std::span<RowInHand> rows) const;
    /// As it is stored. @param version  of the row before; 1 for a new one.
    [[nodiscard]] storage::ImportRow to_store(const RowInHand& row, std::int64_t version) const;

    /// Adds or takes away the problems of a stored row that come from other rows with the same
    /// number or person; rows that are left out do not count.
    /// @return whether the row is another now.
    Result<bool> compare_with_twins(storage::Reader& reader, storage::ImportRow& row) const;
    /// Rows that share something with this one, at most `most` for each index.
    Result<std::set<std::int64_t>> twins_of(storage::Reader& reader,
                                            const storage::ImportRow& row,
                                            std::int64_t most) const;

    /// The numbers of those of the stored rows from one to another, both included, that share
    /// something with another row, and of the first row each of them shares it with.
    Result<std::set<std::int64_t>> find_twins(storage::Reader& reader,
                                              std::int64_t first_row,
                                              std::int64_t last_row) const;

  private:
    struct Surroundings;
    Result<Surroundings> ask_around(storage::Reader& reader, const RowInHand& row) const;
    Result<void> look_for_person(storage::Reader& reader,
                                 const std::vector<storage::PersonMatch>& persons,
                                 RowInHand& row) const;
    Result<void> compare_names(storage::Reader& reader,
                               const std::vector<storage::PersonMatch>& persons,
                               RowInHand& row) const;
    Result<void> look_for_photo(storage::Reader& reader, RowInHand& row) const;

    const Services& services_;
    const config::Reference& reference_;
    domain::ImportId import_;
    domain::ImportPlan plan_;
    domain::ResultRules rules_;
    bool has_photos_ = true;
    bool others_wait_ = true;
};

/// The problems of a stored row: its details, or where it has none its keys.
Result<std::vector<domain::ResultProblem>> problems_of(const storage::ImportRow& row);

/// What one row counts for.
[[nodiscard]] storage::ImportCounts counts_of(const storage::ImportRow& row);

/// The first character that our fonts cannot print.
[[nodiscard]] std::function<std::optional<char32_t>(std::string_view)> make_find_uncovered(
    const Services& services);

}  // namespace yinxin::service
