// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/result_check.hpp"

/// Where a row of results stands in the catalogue; a part of check_row, not for other rooms.
namespace yinxin::domain {

/// What a row says of qualification, level and specialty; empty: nothing.
struct CataloguePlace {
    std::string_view qualification;
    std::string_view level;
    std::string_view specialty;
    std::optional<int> year;  ///< of approval; none: unknown
};

/// Fills the codes into `result` (whose kind is set) by the edition in force in the approval year.
/// @return what does not fit.
[[nodiscard]] std::vector<ResultProblem> find_in_catalogue(const CataloguePlace& place,
                                                           const ResultRules& rules,
                                                           ExamResult& result);

}  // namespace yinxin::domain
