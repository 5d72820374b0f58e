// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/exam_result.hpp"
#include "yinxin/domain/qualification.hpp"
#include "yinxin/domain/result_problem.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The checks of one row of results, by itself. What another row or the register says about it is
/// the caller's.
namespace yinxin::domain {

/// What a cell was before it became text.
enum class CellNature { text, number, lossy_number, date, error, calculated };

template <>
struct KeyTable<CellNature> {
    static constexpr std::array<Keyed<CellNature>, 6> rows{{
        {CellNature::text, "text"},
        {CellNature::number, "number"},
        {CellNature::lossy_number, "lossy_number"},
        {CellNature::date, "date"},
        {CellNature::error, "error"},
        {CellNature::calculated, "calculated"},
    }};
};

struct ResultCell {
    std::string text;  ///< UTF-8, as it was written
    CellNature nature = CellNature::text;

    friend bool operator==(const ResultCell&, const ResultCell&) = default;
};

/// One row by what its columns mean; what no column says is not there.
using ResultRow = std::map<ResultField, ResultCell>;

/// What the rows of one import must fit.
struct ResultRules {
    const Catalogue* catalogue = nullptr;
    std::string qualification_id;  ///< of all its rows
    std::string issuer_id;         ///< the authority that imports
    int exam_year = 0;
    CivilDay today{};
    /// The first character of a text that our fonts cannot print.
    std::function<std::optional<char32_t>(std::string_view)> find_uncovered;
};

struct CheckedRow {
    ExamResult result;  ///< whole only where there are no problems
    std::vector<ResultProblem> problems;

    [[nodiscard]] bool is_good() const noexcept { return problems.empty(); }
};

/// Reads and checks a row; finds every problem, not only the first. The photo is not looked at.
[[nodiscard]] CheckedRow check_row(const ResultRow& row, const ResultRules& rules);

/// The qualification a text names, in any of its editions, by name or by key; nullptr: none.
[[nodiscard]] const Qualification* find_qualification(const Catalogue& catalogue,
                                                      std::string_view written);

/// A name in which a homophone in brackets stands for one character nobody could type: 王晓[沛].
struct BracketSubstitute {
    std::string before;     ///< "王晓"
    std::string homophone;  ///< "沛", one character
    std::string after;
};
/// nullopt: no bracket, several, or more than one character in it.
[[nodiscard]] std::optional<BracketSubstitute> find_bracket_substitute(std::string_view name);

}  // namespace yinxin::domain
