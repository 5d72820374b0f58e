// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/result_check.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// 列对应: what the columns of an uploaded table are.
namespace yinxin::domain {

/// Columns of a table that are looked at.
inline constexpr std::size_t most_import_columns = 100;

/// Where a field's value comes from: a column (from 0), or one text for all rows.
using FieldSource = std::variant<std::size_t, std::string>;

struct ImportPlan {
    std::int64_t header_row = 1;  ///< rows above it and it are no results
    std::vector<std::string> headers;
    std::string qualification_id;
    int exam_year = 0;
    std::map<ResultField, FieldSource> sources;

    friend bool operator==(const ImportPlan&, const ImportPlan&) = default;
};

/// What a header meant to this authority the last time; nullopt: never seen.
using HeaderMemory = std::function<std::optional<ResultField>(std::string_view header_key)>;
/// Columns by what was remembered, else by the known words. A field that two columns could be takes
/// the first; a column is one field only.
[[nodiscard]] std::map<ResultField, FieldSource> guess_sources(std::span<const std::string> headers,
                                                               const HeaderMemory& memory);

/// How many of the texts are known header words: the row with most of them is the header.
[[nodiscard]] std::size_t count_known_headers(std::span<const std::string> cells,
                                              const HeaderMemory& memory);

/// @error import.mapping_incomplete  a required field without source, two fields from one column, a
///   column that is not there, a fixed value where none may be, no qualification or year; param
///   "field" names it, "reason" is missing, twice or not_fixed
[[nodiscard]] Result<void> check_plan(const ImportPlan& plan);

/// A row as the clerk's file and repairs have it.
struct StagedRow {
    std::vector<ResultCell> cells;             ///< by column; empty ones at the end are left out
    std::map<ResultField, std::string> typed;  ///< what was repaired in the page

    friend bool operator==(const StagedRow&, const StagedRow&) = default;
};
/// By what the columns mean; a repaired value stands before the file's.
[[nodiscard]] ResultRow row_of(const StagedRow& staged, const ImportPlan& plan);
/// The row as it would stand in the file after the repairs: `plan.headers` columns, then one for
/// each of `extra`.
[[nodiscard]] std::vector<std::string> cells_of(const StagedRow& staged,
                                                const ImportPlan& plan,
                                                std::span<const ResultField> extra);

}  // namespace yinxin::domain
