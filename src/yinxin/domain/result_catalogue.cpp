// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/result_catalogue.hpp"

#include "yinxin/domain/result_words.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

using Field = ResultField;

constexpr std::size_t most_nearest = 3;
constexpr std::string_view list_comma = "、";

/// What somebody wrote, to be compared with many names: most rows of a million are spelled as the
/// catalogue is, and the others cost more.
class Written {
  public:
    explicit Written(std::string_view text) : text_(text) {}

    [[nodiscard]] bool is_exactly(const Bilingual& name) const {
        return text_ == name.zh || text_ == name.en;
    }
    [[nodiscard]] bool is_exactly(std::string_view code) const { return text_ == code; }
    [[nodiscard]] bool is_like(const Bilingual& name) {
        if (!key_) key_ = header_key(text_);
        return !key_->empty() && (*key_ == header_key(name.zh) || *key_ == header_key(name.en));
    }

  private:
    std::string_view text_;
    std::optional<std::string> key_;
};

const NamedCode* find_named(const std::vector<NamedCode>& list, std::string_view text) {
    Written written(text);
    for (const NamedCode& one : list) {
        if (written.is_exactly(one.code) || written.is_exactly(one.name)) return &one;
    }
    for (const NamedCode& one : list) {
        if (written.is_like(one.name)) return &one;
    }
    return nullptr;
}

bool is_named(const Qualification& item, std::string_view text) {
    Written written(text);
    for (const QualificationEdition& edition : item.editions) {
        if (written.is_exactly(edition.name)) return true;
    }
    return written.is_exactly(item.id) ||
           std::ranges::any_of(item.editions,
                               [&](const auto& edition) { return written.is_like(edition.name); });
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += list_comma;
        text += part;
    }
    return text;
}

std::vector<std::string> names_of(const std::vector<NamedCode>& list) {
    std::vector<std::string> names;
    for (const NamedCode& one : list) {
        names.push_back(one.name.zh);
    }
    return names;
}

/// The kinds of problem of one of the two lists.
struct ListProblems {
    Field field;
    ProblemKind unknown;
    ProblemKind missing;
    ProblemKind unexpected;
};
constexpr ListProblems level_problems{Field::level,
                                      ProblemKind::level_unknown,
                                      ProblemKind::level_missing,
                                      ProblemKind::level_unexpected};
constexpr ListProblems specialty_problems{Field::specialty,
                                          ProblemKind::specialty_unknown,
                                          ProblemKind::specialty_missing,
                                          ProblemKind::specialty_unexpected};

/// The code of what is written, or the problem.
std::string read_code(const std::vector<NamedCode>& list,
                      std::string_view written,
                      const ListProblems& kinds,
                      int year,
                      std::vector<ResultProblem>& problems) {
    if (list.empty()) {
        if (!written.empty()) problems.push_back({kinds.unexpected, kinds.field, {}});
        return {};
    }
    if (written.empty() && list.size() == 1) return list.front().code;
    if (written.empty()) {
        problems.push_back({kinds.missing, kinds.field, {{"choices", joined(names_of(list))}}});
        return {};
    }
    if (const NamedCode* found = find_named(list, written)) return found->code;
    std::vector<std::string> near = nearest(written, names_of(list), most_nearest);
    if (near.empty()) near = names_of(list);
    problems.push_back(
        {kinds.unknown, kinds.field, {{"nearest", joined(near)}, {"year", std::to_string(year)}}});
    return {};
}

/// The years in which an edition is in force, as people write them: "2002–2019", "2020–".
std::string years_of(const Qualification& item, std::size_t edition) {
    std::string years = std::to_string(item.editions[edition].valid_from_year) + "–";
    if (edition + 1 < item.editions.size()) {
        years += std::to_string(item.editions[edition + 1].valid_from_year - 1);
    }
    return years;
}

/// A specialty that is unknown this year may be one of another.
void explain_other_year(const Qualification& item,
                        std::string_view written,
                        std::vector<ResultProblem>& problems) {
    const auto unknown =
        std::ranges::find(problems, ProblemKind::specialty_unknown, &ResultProblem::kind);
    if (unknown == problems.end()) return;
    for (std::size_t i = 0; i < item.editions.size(); ++i) {
        if (find_named(item.editions[i].specialties, written) == nullptr) continue;
        unknown->kind = ProblemKind::specialty_other_year;
        unknown->params["years"] = years_of(item, i);
        return;
    }
}

}  // namespace

const Qualification* find_qualification(const Catalogue& catalogue, std::string_view written) {
    for (const Qualification& item : catalogue.items()) {
        if (is_named(item, written)) return &item;
    }
    return nullptr;
}

std::vector<ResultProblem> find_in_catalogue(const CataloguePlace& place,
                                             const ResultRules& rules,
                                             ExamResult& result) {
    std::vector<ResultProblem> problems;
    const Qualification* item = rules.catalogue->find(rules.qualification_id);
    if (item == nullptr) return {{ProblemKind::no_edition, Field::qualification, {}}};
    if (!place.qualification.empty() && !is_named(*item, place.qualification)) {
        const std::string& expected = item->editions.back().name.zh;
        problems.push_back(
            {ProblemKind::qualification_other, Field::qualification, {{"expected", expected}}});
    }
    if (!place.year) return problems;
    const QualificationEdition* edition =
        rules.catalogue->find_edition(rules.qualification_id, *place.year);
    if (edition == nullptr) {
        problems.push_back(
            {ProblemKind::no_edition,
             Field::approved_on,
             {{"first_year", std::to_string(item->editions.front().valid_from_year)}}});
        return problems;
    }
    if (edition->issuer_id != rules.issuer_id) {
        problems.push_back({ProblemKind::issuer_other, Field::approved_on, {}});
    }
    if (result.kind == CertificateKind::pass_proof && !edition->has_additional_specialties()) {
        problems.push_back({ProblemKind::kind_not_offered, Field::kind, {}});
    }
    result.level_code =
        read_code(edition->levels, place.level, level_problems, *place.year, problems);
    result.specialty_code =
        read_code(edition->specialties, place.specialty, specialty_problems, *place.year, problems);
    explain_other_year(*item, place.specialty, problems);
    return problems;
}

}  // namespace yinxin::domain
