// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/result_field.hpp"

#include <map>
#include <string>
#include <vector>

namespace yinxin::domain {

/// What can be wrong with a row of results. Each has a message result_problem.<key> that says what
/// is wrong and what to do.
enum class ProblemKind {
    missing,       ///< a required value is not there
    calculated,    ///< the cell holds a formula; its last result is shown to be confirmed
    cell_error,    ///< "#N/A" and its like
    digits_lost,   ///< a number so long that the spreadsheet program has forgotten its end
    name_invalid,  ///< params reason, position
    name_private_use,
    name_uncovered,  ///< no font of ours has it; params character, code
    name_bracket,    ///< a homophone stands for a character nobody could type
    former_name_invalid,
    latin_name_invalid,
    id_type_unknown,
    id_length,
    id_characters,
    id_region,
    id_date,
    id_check,
    former_number_invalid,
    sex_unknown,
    sex_differs,  ///< the document says otherwise
    birth_invalid,
    birth_differs,
    born_after,  ///< approved before birth
    mobile_invalid,
    qualification_other,   ///< not the one this import is for; param expected
    no_edition,            ///< the catalogue does not know it in that year; param first_year
    issuer_other,          ///< another authority issues it in that year
    level_unknown,         ///< params nearest, year
    level_missing,         ///< param choices
    level_unexpected,      ///< there are none
    specialty_unknown,     ///< params nearest, year
    specialty_other_year,  ///< exists, but not in the approval year; params year, years
    specialty_missing,
    specialty_unexpected,
    kind_unknown,
    kind_not_offered,  ///< no 合格证明 for this qualification
    approved_on_invalid,
    approved_on_future,
    approved_on_other_year,  ///< neither the examination's year nor the next
    issued_on_invalid,
    issued_on_before,  ///< before the approval
    issued_on_far,     ///< more than a year ahead
    management_no_invalid,
    certificate_no_invalid,
    management_no_twice,  ///< param row
    person_twice,
    certificate_no_twice,
    management_no_waiting,  ///< in another import that waits for approval or is being issued
    person_waiting,
    certificate_no_waiting,
    management_no_registered,
    person_registered,
    certificate_no_registered,
    name_registered,  ///< the register has this document under another name; param registered
    document_former,  ///< the register has it as a document that was corrected
    photo_missing,    ///< of a row that was left out for it
};

template <>
struct KeyTable<ProblemKind> {
    static constexpr std::array<Keyed<ProblemKind>, 55> rows{{
        {ProblemKind::missing, "missing"},
        {ProblemKind::calculated, "calculated"},
        {ProblemKind::cell_error, "cell_error"},
        {ProblemKind::digits_lost, "digits_lost"},
        {ProblemKind::name_invalid, "name_invalid"},
        {ProblemKind::name_private_use, "name_private_use"},
        {ProblemKind::name_uncovered, "name_uncovered"},
        {ProblemKind::name_bracket, "name_bracket"},
        {ProblemKind::former_name_invalid, "former_name_invalid"},
        {ProblemKind::latin_name_invalid, "latin_name_invalid"},
        {ProblemKind::id_type_unknown, "id_type_unknown"},
        {ProblemKind::id_length, "id_length"},
        {ProblemKind::id_characters, "id_characters"},
        {ProblemKind::id_region, "id_region"},
        {ProblemKind::id_date, "id_date"},
        {ProblemKind::id_check, "id_check"},
        {ProblemKind::former_number_invalid, "former_number_invalid"},
        {ProblemKind::sex_unknown, "sex_unknown"},
        {ProblemKind::sex_differs, "sex_differs"},
        {ProblemKind::birth_invalid, "birth_invalid"},
        {ProblemKind::birth_differs, "birth_differs"},
        {ProblemKind::born_after, "born_after"},
        {ProblemKind::mobile_invalid, "mobile_invalid"},
        {ProblemKind::qualification_other, "qualification_other"},
        {ProblemKind::no_edition, "no_edition"},
        {ProblemKind::issuer_other, "issuer_other"},
        {ProblemKind::level_unknown, "level_unknown"},
        {ProblemKind::level_missing, "level_missing"},
        {ProblemKind::level_unexpected, "level_unexpected"},
        {ProblemKind::specialty_unknown, "specialty_unknown"},
        {ProblemKind::specialty_other_year, "specialty_other_year"},
        {ProblemKind::specialty_missing, "specialty_missing"},
        {ProblemKind::specialty_unexpected, "specialty_unexpected"},
        {ProblemKind::kind_unknown, "kind_unknown"},
        {ProblemKind::kind_not_offered, "kind_not_offered"},
        {ProblemKind::approved_on_invalid, "approved_on_invalid"},
        {ProblemKind::approved_on_future, "approved_on_future"},
        {ProblemKind::approved_on_other_year, "approved_on_other_year"},
        {ProblemKind::issued_on_invalid, "issued_on_invalid"},
        {ProblemKind::issued_on_before, "issued_on_before"},
        {ProblemKind::issued_on_far, "issued_on_far"},
        {ProblemKind::management_no_invalid, "management_no_invalid"},
        {ProblemKind::certificate_no_invalid, "certificate_no_invalid"},
        {ProblemKind::management_no_twice, "management_no_twice"},
        {ProblemKind::person_twice, "person_twice"},
        {ProblemKind::certificate_no_twice, "certificate_no_twice"},
        {ProblemKind::management_no_waiting, "management_no_waiting"},
        {ProblemKind::person_waiting, "person_waiting"},
        {ProblemKind::certificate_no_waiting, "certificate_no_waiting"},
        {ProblemKind::management_no_registered, "management_no_registered"},
        {ProblemKind::person_registered, "person_registered"},
        {ProblemKind::certificate_no_registered, "certificate_no_registered"},
        {ProblemKind::name_registered, "name_registered"},
        {ProblemKind::document_former, "document_former"},
        {ProblemKind::photo_missing, "photo_missing"},
    }};
};

struct ResultProblem {
    ProblemKind kind = ProblemKind::missing;
    ResultField field = ResultField::name;      ///< beside which it is shown
    std::map<std::string, std::string> params;  ///< for the message; may be personal

    friend bool operator==(const ResultProblem&, const ResultProblem&) = default;
};

/// The keys of the problems, each once, separated by spaces; what the database keeps in the plain.
[[nodiscard]] std::string problem_keys(const std::vector<ResultProblem>& problems);

}  // namespace yinxin::domain
