// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/domain/qualification.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Who at an authority answers which doubts, and in what time (docs/choices.md#c86).
namespace yinxin::domain {

/// 答复组: some of an authority's correspondents. The Chinese name is its key.
struct DoubtDesk {
    Bilingual name;
    std::vector<std::string> qualifications;  ///< catalogue ids; empty: all
    std::vector<std::string> provinces;       ///< two digits of GB/T 2260; empty: all

    friend bool operator==(const DoubtDesk&, const DoubtDesk&) = default;
};

inline constexpr int usual_answer_days = 21;  ///< 15 working days are three weeks
inline constexpr int most_answer_days = 120;
inline constexpr std::size_t most_desks = 60;

/// 答复分工 of one authority.
struct DoubtDirectory {
    int answer_days = usual_answer_days;  ///< civil days after the day of the report
    std::vector<DoubtDesk> desks;         ///< none: the whole authority answers

    friend bool operator==(const DoubtDirectory&, const DoubtDirectory&) = default;
};

/// The desk that looks after a certificate: one for this qualification and province before one for
/// this qualification in all provinces, before one for this province, before one for everything;
/// among equal ones the first. nullptr: the whole authority.
[[nodiscard]] const DoubtDesk* find_desk(const DoubtDirectory& directory,
                                         std::string_view qualification_id,
                                         std::string_view province);
[[nodiscard]] const DoubtDesk* find_desk_by_name(const DoubtDirectory& directory,
                                                 std::string_view zh);

/// Reads desks as people type them, one a line: "河北组 | Hebei desk | 一级建造师 | 河北, 11".
/// Qualifications by id or by a name the catalogue has or had in either language, provinces as
/// find_province takes them; an empty part stands for all. Blank lines are left out.
/// @error invalid_input  params `line` (from 1), `reason` (parts, name, twice, qualification,
///        province, many) and `word`
[[nodiscard]] Result<std::vector<DoubtDesk>> parse_desks(std::string_view text,
                                                         const Catalogue& catalogue);
/// The same lines with ids and codes; parse_desks reads them again.
[[nodiscard]] std::string format_desks(const std::vector<DoubtDesk>& desks);

}  // namespace yinxin::domain
