// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/result_check.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/domain/person_name.hpp"
#include "yinxin/domain/result_catalogue.hpp"
#include "yinxin/domain/result_words.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::domain {
namespace {

using Field = ResultField;
using Params = std::map<std::string, std::string>;

constexpr Days longest_ahead{366};

ProblemKind problem_of_number(ErrorCode code) {
    switch (code) {
        case ErrorCode::id_number_length:
            return ProblemKind::id_length;
        case ErrorCode::id_number_region:
            return ProblemKind::id_region;
        case ErrorCode::id_number_date:
            return ProblemKind::id_date;
        case ErrorCode::id_number_check:
            return ProblemKind::id_check;
        default:
            return ProblemKind::id_characters;
    }
}

std::string character_name(char32_t point) {
    return fmt::format("U+{:04X}", static_cast<std::uint32_t>(point));
}

bool has_ideograph(std::string_view text) {
    const auto points = decode_utf8(text);
    return !points || std::ranges::any_of(*points, fold::is_ideograph);
}

/// Reads one row; each step fills its part of the result or adds its problems.
class Checker {
  public:
    Checker(const ResultRow& row, const ResultRules& rules) : row_(row), rules_(rules) {}

    CheckedRow check() {
        look_at_cells();
        read_name();
        read_document();
        read_person();
        read_dates();
        read_numbers();
        read_catalogue();
        return std::move(checked_);
    }

  private:
    ExamResult& result() { return checked_.result; }
    void add(ProblemKind kind, Field field, Params params = {}) {
        checked_.problems.push_back({kind, field, std::move(params)});
    }

    /// What is in the cell; empty also where the cell itself is the problem.
    [[nodiscard]] std::string_view value(Field field) const {
        const auto found = row_.find(field);
        if (found == row_.end()) return {};
        const CellNature nature = found->second.nature;
        if (nature == CellNature::error || nature == CellNature::lossy_number) return {};
        return trim(found->second.text);
    }
    [[nodiscard]] bool is_unreadable(Field field) const {
        const auto found = row_.find(field);
        return found != row_.end() && (found->second.nature == CellNature::error ||
                                       found->second.nature == CellNature::lossy_number);
    }
    /// The value of a field every row needs.
    std::string_view needed(Field field) {
        const std::string_view text = value(field);
        if (text.empty() && !is_unreadable(field)) add(ProblemKind::missing, field);
        return text;
    }

    void look_at_cells() {
        for (const auto& [field, cell] : row_) {
            if (trim(cell.text).empty()) continue;
            if (cell.nature == CellNature::error) add(ProblemKind::cell_error, field);
            if (cell.nature == CellNature::lossy_number) add(ProblemKind::digits_lost, field);
            if (cell.nature == CellNature::calculated) add(ProblemKind::calculated, field);
        }
    }

    void read_name() {
        const std::string_view written = needed(Field::name);
        if (written.empty()) return;
        const auto name = parse_person_name(written);
        if (!name) {
            const bool is_private = name.error().code() == ErrorCode::name_private_use;
            add(is_private ? ProblemKind::name_private_use : ProblemKind::name_invalid,
                Field::name,
                name.error().params());
            return;
        }
        result().name = name->value;
        if (has_bracket_substitute(*name)) add(ProblemKind::name_bracket, Field::name);
        look_for_uncovered(name->value, Field::name);
        read_latin_name();
        read_former_names();
    }

    void look_for_uncovered(std::string_view text, Field field) {
        if (!rules_.find_uncovered) return;
        const auto point = rules_.find_uncovered(text);
        if (!point) return;
        add(ProblemKind::name_uncovered,
            field,
            {{"character", encode_utf8(*point)}, {"code", character_name(*point)}});
    }

    void read_latin_name() {
        const std::string_view written = value(Field::latin_name);
        if (written.empty()) {
            if (!has_ideograph(result().name)) result().latin_name = result().name;
            return;
        }
        const auto name = parse_person_name(written);
        if (!name || has_ideograph(name->value)) {
            add(ProblemKind::latin_name_invalid, Field::latin_name);
            return;
        }
        result().latin_name = name->value;
        look_for_uncovered(name->value, Field::latin_name);
    }

    void read_former_names() {
        for (const std::string& part : split_list(value(Field::former_names))) {
            const auto name = parse_person_name(part);
            if (!name) {
                add(ProblemKind::former_name_invalid, Field::former_names, {{"value", part}});
            } else if (name->value != result().name) {
                result().former_names.push_back(name->value);
            }
        }
    }

    void read_document() {
        IdDocumentType type = IdDocumentType::resident_identity_card;
        if (const std::string_view written = value(Field::id_type); !written.empty()) {
            const auto known = recognise_id_type(written);
            if (!known) return add(ProblemKind::id_type_unknown, Field::id_type);
            type = *known;
        }
        const std::string_view written = needed(Field::id_number);
        if (written.empty()) return;
        auto number = parse_id_number(type, written);
        if (!number) {
            add(problem_of_number(number.error().code()),
                Field::id_number,
                number.error().params());
            return;
        }
        result().document = *std::move(number);
        read_former_numbers();
    }

    void read_former_numbers() {
        for (const std::string& part : split_list(value(Field::former_numbers))) {
            // What is written like a resident's number must be one.
            auto number = parse_id_number(IdDocumentType::resident_identity_card, part);
            const std::size_t length = fold::compact(part).size();
            if (!number && length != 15 && length != 18) {
                number = parse_id_number(IdDocumentType::passport, part);
            }
            if (!number) {
                add(ProblemKind::former_number_invalid, Field::former_numbers, {{"value", part}});
            } else if (*number != result().document) {
                result().former_documents.push_back(*std::move(number));
            }
        }
    }

    void read_person() {
        read_sex();
        read_birth();
        const std::string_view written = value(Field::mobile);
        if (written.empty()) return;
        if (const auto mobile = parse_mobile(written)) {
            result().mobile = mobile->e164;
        } else {
            add(ProblemKind::mobile_invalid, Field::mobile);
        }
    }

    void read_sex() {
        const auto by_document = sex_of(result().document);
        if (by_document) result().sex = *by_document;
        const std::string_view written = value(Field::sex);
        if (written.empty()) return;
        const auto sex = recognise_sex(written);
        if (!sex) return add(ProblemKind::sex_unknown, Field::sex);
        if (by_document && *by_document != *sex) add(ProblemKind::sex_differs, Field::sex);
        if (!by_document) result().sex = *sex;
    }

    void read_birth() {
        const auto day = birth_day(result().document);
        if (day) {
            const std::chrono::year_month_day date(*day);
            result().birth = date.year() / date.month();
        }
        const std::string_view written = value(Field::birth);
        if (written.empty()) return;
        const auto month = recognise_month(written);
        if (!month) return add(ProblemKind::birth_invalid, Field::birth);
        const auto written_day = recognise_day(written);
        const bool differs =
            day && (*month != result().birth || (written_day && *written_day != *day));
        if (differs) {
            add(ProblemKind::birth_differs, Field::birth, {{"document", format_day(*day)}});
        }
        if (!day) result().birth = *month;
    }

    void read_dates() {
        const std::string_view written = needed(Field::approved_on);
        if (!written.empty()) read_approved_on(written);
        const std::string_view issued = value(Field::issued_on);
        if (issued.empty()) return;
        const auto day = recognise_day(issued);
        if (!day) return add(ProblemKind::issued_on_invalid, Field::issued_on);
        result().issued_on = *day;
        if (approved_on_ && *day < *approved_on_) {
            add(ProblemKind::issued_on_before, Field::issued_on);
        }
        if (*day > rules_.today + longest_ahead) {
            add(ProblemKind::issued_on_far, Field::issued_on);
        }
    }

    void read_approved_on(std::string_view written) {
        approved_on_ = recognise_day(written);
        if (!approved_on_) return add(ProblemKind::approved_on_invalid, Field::approved_on);
        result().approved_on = *approved_on_;
        if (*approved_on_ > rules_.today) {
            add(ProblemKind::approved_on_future, Field::approved_on);
        }
        const int year = year_of(*approved_on_);
        if (year != rules_.exam_year && year != rules_.exam_year + 1) {
            add(ProblemKind::approved_on_other_year,
                Field::approved_on,
                {{"year", std::to_string(rules_.exam_year)}});
        }
        const auto birth = result().birth;
        if (birth.ok() && CivilDay(std::chrono::local_days(birth / 1)) > *approved_on_) {
            add(ProblemKind::born_after, Field::id_number);
        }
    }

    void read_numbers() {
        if (const std::string_view written = needed(Field::management_no); !written.empty()) {
            if (auto number = parse_management_no(written)) {
                result().management_no = *std::move(number);
            } else {
                add(ProblemKind::management_no_invalid, Field::management_no);
            }
        }
        if (const std::string_view written = value(Field::certificate_no); !written.empty()) {
            if (auto number = parse_certificate_no(written)) {
                result().certificate_no = *std::move(number);
            } else {
                add(ProblemKind::certificate_no_invalid, Field::certificate_no);
            }
        }
    }

    void read_catalogue() {
        if (const std::string_view written = value(Field::kind); !written.empty()) {
            if (const auto kind = recognise_kind(written)) {
                result().kind = *kind;
            } else {
                add(ProblemKind::kind_unknown, Field::kind);
            }
        }
        result().qualification_id = rules_.qualification_id;
        CataloguePlace place{value(Field::qualification),
                             value(Field::level),
                             value(Field::specialty),
                             approved_on_ ? std::optional(year_of(*approved_on_)) : std::nullopt};
        for (ResultProblem& problem : find_in_catalogue(place, rules_, result())) {
            // A cell that is unreadable has its problem already.
            if (!is_unreadable(problem.field)) checked_.problems.push_back(std::move(problem));
        }
    }

    static int year_of(CivilDay day) {
        return static_cast<int>(std::chrono::year_month_day(day).year());
    }

    const ResultRow& row_;
    const ResultRules& rules_;
    CheckedRow checked_;
    std::optional<CivilDay> approved_on_;
};

}  // namespace

std::string problem_keys(const std::vector<ResultProblem>& problems) {
    std::string keys;
    for (auto at = problems.begin(); at != problems.end(); ++at) {
        const auto has_kind = [&](const ResultProblem& other) { return other.kind == at->kind; };
        if (std::find_if(problems.begin(), at, has_kind) != at) continue;
        if (!keys.empty()) keys += ' ';
        keys += key(at->kind);
    }
    return keys;
}

CheckedRow check_row(const ResultRow& row, const ResultRules& rules) {
    return Checker(row, rules).check();
}

std::optional<BracketSubstitute> find_bracket_substitute(std::string_view name) {
    const auto open = name.find('[');
    const auto close = name.find(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open ||
        name.find('[', open + 1) != std::string_view::npos ||
        name.find(']', close + 1) != std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view inside = name.substr(open + 1, close - open - 1);
    const auto points = decode_utf8(inside);
    if (!points || points->size() != 1 || !fold::is_ideograph(points->front())) {
        return std::nullopt;
    }
    return BracketSubstitute{std::string(name.substr(0, open)),
                             std::string(inside),
                             std::string(name.substr(close + 1))};
}

}  // namespace yinxin::domain
