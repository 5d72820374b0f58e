// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/import_plan.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What imports keep in sealed columns, as texts and back.
namespace yinxin::service {

[[nodiscard]] std::string pack(const domain::ImportPlan& plan);
/// @error malformed
[[nodiscard]] Result<domain::ImportPlan> unpack_plan(std::string_view packed);

[[nodiscard]] std::string pack(const domain::StagedRow& row);
/// @error malformed
[[nodiscard]] Result<domain::StagedRow> unpack_staged_row(std::string_view packed);

[[nodiscard]] std::string pack(const std::vector<domain::ResultProblem>& problems);
/// @error malformed
[[nodiscard]] Result<std::vector<domain::ResultProblem>> unpack_problems(std::string_view packed);

/// The first rows of a table, for choosing what its columns are.
struct ImportHead {
    std::int64_t header_row = 1;                    ///< the likely one
    std::vector<std::string> headers;               ///< of that row
    std::vector<std::vector<std::string>> samples;  ///< first values of each column
    std::string sheet;                              ///< of a workbook; empty: CSV

    friend bool operator==(const ImportHead&, const ImportHead&) = default;
};
[[nodiscard]] std::string pack(const ImportHead& head);
/// @error malformed
[[nodiscard]] Result<ImportHead> unpack_head(std::string_view packed);

}  // namespace yinxin::service
