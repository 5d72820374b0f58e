// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/result_check.hpp"

#include "yinxin/base/text.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Field = ResultField;
using Kind = ProblemKind;

QualificationEdition edition(int year, std::string zh, std::vector<NamedCode> specialties) {
    QualificationEdition made;
    made.valid_from_year = year;
    made.name = {std::move(zh), "Constructor"};
    made.title = {"资格证书", "Certificate"};
    made.authorities = {"authority_a"};
    made.issuer_id = "centre";
    made.template_id = "standard";
    made.seal_type = "centre";
    made.policy_id = "standard";
    made.specialties = std::move(specialties);
    return made;
}

Catalogue make_catalogue() {
    QualificationEdition early =
        edition(2004, "一级建造师", {{"01", {"房屋建筑", "Houses"}}, {"02", {"公路", "Roads"}}});
    QualificationEdition late = edition(
        2008, "一级建造师", {{"01", {"建筑工程", "Building"}}, {"02", {"公路工程", "Roads"}}});
    late.proof_title = {"合格证明", "Proof"};
    QualificationEdition levelled = edition(2020, "经济", {});
    levelled.levels = {{"1", {"初级", "Junior"}}, {"2", {"中级", "Intermediate"}}};
    QualificationEdition foreign = edition(2020, "银行", {});
    foreign.issuer_id = "association";
    auto made = Catalogue::create({{"constructor", QualificationKind::entry, {early, late}},
                                   {"economics", QualificationKind::level, {levelled}},
                                   {"banking", QualificationKind::level, {foreign}}});
    return *std::move(made);
}

class ResultCheck : public ::testing::Test {
  protected:
    ResultCheck() {
        rules_.catalogue = &catalogue_;
        rules_.qualification_id = "constructor";
        rules_.issuer_id = "centre";
        rules_.exam_year = 2026;
        rules_.today = make_day(2026, 11, 28);
    }

    static ResultRow good() {
        return {{Field::name, {"王演示"}},
                {Field::id_number, {"11999919900101008X"}},
                {Field::management_no, {"202600999901000001"}},
                {Field::specialty, {"建筑工程"}},
                {Field::approved_on, {"2026-06-30"}},
                {Field::mobile, {"13800001234"}}};
    }
    static ResultRow with(Field field, std::string text, CellNature nature = CellNature::text) {
        ResultRow row = good();
        row[field] = {std::move(text), nature};
        return row;
    }
    std::vector<Kind> kinds(const ResultRow& row) const {
        std::vector<Kind> kinds;
        for (const ResultProblem& problem : check_row(row, rules_).problems) {
            kinds.push_back(problem.kind);
        }
        return kinds;
    }
    ResultProblem only(const ResultRow& row) const {
        const CheckedRow checked = check_row(row, rules_);
        EXPECT_EQ(checked.problems.size(), 1U) << problem_keys(checked.problems);
        return checked.problems.empty() ? ResultProblem{} : checked.problems.front();
    }

    Catalogue catalogue_ = make_catalogue();
    ResultRules rules_;
};

TEST_F(ResultCheck, reads_a_good_row_into_one_spelling) {
    ResultRow row = good();
    row[Field::name] = {" 王 演示 "};
    row[Field::id_number] = {"1199 9919 9001 0100 8x"};
    row[Field::sex] = {"女"};
    row[Field::birth] = {"1990年1月"};
    row[Field::former_names] = {"王[沛]、王演示"};
    row[Field::former_numbers] = {"E12345678"};
    row[Field::certificate_no] = {"ys2026-1"};
    row[Field::kind] = {"合格证明"};
    row[Field::issued_on] = {"2026/8/1"};
    const CheckedRow checked = check_row(row, rules_);
    EXPECT_THAT(checked.problems, IsEmpty()) << problem_keys(checked.problems);
    const ExamResult& result = checked.result;
    EXPECT_EQ(result.name, "王 演示");
    EXPECT_EQ(result.document.number, "11999919900101008X");
    EXPECT_EQ(result.sex, Sex::female);
    EXPECT_EQ(result.birth, std::chrono::year(1990) / std::chrono::January);
    EXPECT_THAT(result.former_names, ElementsAre("王[沛]", "王演示"));
    EXPECT_EQ(result.former_documents.at(0).number, "E12345678");
    EXPECT_EQ(result.mobile, "+8613800001234");
    EXPECT_EQ(result.kind, CertificateKind::pass_proof);
    EXPECT_EQ(result.qualification_id, "constructor");
    EXPECT_EQ(result.specialty_code, "01");
    EXPECT_EQ(result.approved_on, make_day(2026, 6, 30));
    EXPECT_EQ(result.issued_on, make_day(2026, 8, 1));
    EXPECT_EQ(result.certificate_no, "YS2026-1");
}

TEST_F(ResultCheck, finds_every_problem_of_a_row) {
    ResultRow row = good();
    row[Field::name] = {"王"};
    row[Field::id_number] = {"119999199001010021"};
    row[Field::mobile] = {"12"};
    row[Field::approved_on] = {"gestern"};
    row.erase(Field::management_no);
    EXPECT_THAT(
        kinds(row),
        ElementsAre(
            Kind::id_check, Kind::mobile_invalid, Kind::approved_on_invalid, Kind::missing));
}

TEST_F(ResultCheck, names_the_required_field_that_is_empty) {
    for (const Field field :
         {Field::name, Field::id_number, Field::management_no, Field::approved_on}) {
        const ResultProblem problem = only(with(field, "  "));
        EXPECT_EQ(problem.kind, Kind::missing);
        EXPECT_EQ(problem.field, field);
    }
}

TEST_F(ResultCheck, does_not_trust_what_a_spreadsheet_program_made_of_a_cell) {
    EXPECT_EQ(only(with(Field::id_number, "1.19999E+17", CellNature::lossy_number)).kind,
              Kind::digits_lost);
    EXPECT_EQ(only(with(Field::management_no, "#N/A", CellNature::error)).kind, Kind::cell_error);
    EXPECT_EQ(only(with(Field::name, "王演示", CellNature::calculated)).kind, Kind::calculated);
}

TEST_F(ResultCheck, looks_at_the_characters_of_a_name) {
    EXPECT_EQ(only(with(Field::name, "王3")).kind, Kind::name_invalid);
    EXPECT_EQ(only(with(Field::name, "王\xEE\xA1\xA3")).kind, Kind::name_private_use);
    EXPECT_EQ(only(with(Field::name, "王晓[沛]")).kind, Kind::name_bracket);
    EXPECT_EQ(only(with(Field::former_names, "王1")).kind, Kind::former_name_invalid);
    EXPECT_EQ(only(with(Field::latin_name, "王")).kind, Kind::latin_name_invalid);
    rules_.find_uncovered = [](std::string_view text) -> std::optional<char32_t> {
        return text.find("𠮷") == std::string_view::npos ? std::nullopt
                                                         : std::optional<char32_t>(U'𠮷');
    };
    const ResultProblem uncovered = only(with(Field::name, "𠮷田"));
    EXPECT_EQ(uncovered.kind, Kind::name_uncovered);
    EXPECT_EQ(uncovered.params.at("character"), "𠮷");
    EXPECT_EQ(uncovered.params.at("code"), "U+20BB7");
}

TEST_F(ResultCheck, says_what_is_wrong_with_a_number_of_a_document) {
    EXPECT_EQ(only(with(Field::id_number, "1199991990010100")).kind, Kind::id_length);
    EXPECT_EQ(only(with(Field::id_number, "11999919900101002O")).kind, Kind::id_characters);
    EXPECT_EQ(only(with(Field::id_number, "99999919900101002X")).kind, Kind::id_region);
    EXPECT_EQ(only(with(Field::id_number, "119999199002310020")).kind, Kind::id_date);
    EXPECT_EQ(only(with(Field::id_number, "119999199001010021")).kind, Kind::id_check);
    EXPECT_EQ(only(with(Field::id_type, "驾驶证")).kind, Kind::id_type_unknown);
    EXPECT_EQ(only(with(Field::former_numbers, "119999199001010021")).kind,
              Kind::former_number_invalid);
}

TEST_F(ResultCheck, compares_sex_and_birth_with_the_document) {
    EXPECT_EQ(only(with(Field::sex, "男")).kind, Kind::sex_differs);
    EXPECT_EQ(only(with(Field::sex, "?")).kind, Kind::sex_unknown);
    EXPECT_EQ(only(with(Field::birth, "1990-02")).kind, Kind::birth_differs);
    EXPECT_EQ(only(with(Field::birth, "1990-01-02")).kind, Kind::birth_differs);
    EXPECT_EQ(only(with(Field::birth, "neunzig")).kind, Kind::birth_invalid);
    ResultRow passport = with(Field::id_number, "E12345678");
    passport[Field::id_type] = {"护照"};
    passport[Field::sex] = {"男"};
    passport[Field::birth] = {"2026-07"};
    EXPECT_THAT(kinds(passport), ElementsAre(Kind::born_after));
}

TEST_F(ResultCheck, holds_dates_to_their_order) {
    EXPECT_EQ(only(with(Field::approved_on, "2026-11-29")).kind, Kind::approved_on_future);
    EXPECT_EQ(only(with(Field::approved_on, "2025-06-30")).kind, Kind::approved_on_other_year);
    EXPECT_EQ(only(with(Field::issued_on, "2026-06-29")).kind, Kind::issued_on_before);
    EXPECT_EQ(only(with(Field::issued_on, "2028-01-01")).kind, Kind::issued_on_far);
    EXPECT_EQ(only(with(Field::issued_on, "soon")).kind, Kind::issued_on_invalid);
}

TEST_F(ResultCheck, takes_names_from_the_edition_of_the_approval_year) {
    rules_.exam_year = 2005;
    ResultRow row = with(Field::approved_on, "2005-06-30");
    const ResultProblem problem = only(row);
    EXPECT_EQ(problem.kind, Kind::specialty_other_year);
    EXPECT_EQ(problem.params.at("years"), "2008–");
    EXPECT_EQ(problem.params.at("year"), "2005");
    row[Field::specialty] = {"房屋建筑"};
    EXPECT_EQ(check_row(row, rules_).result.specialty_code, "01");
    rules_.exam_year = 2003;
    row[Field::approved_on] = {"2003-06-30"};
    EXPECT_EQ(only(row).params.at("first_year"), "2004");
}

TEST_F(ResultCheck, offers_the_nearest_right_name) {
    const ResultProblem specialty = only(with(Field::specialty, "建筑工成"));
    EXPECT_EQ(specialty.kind, Kind::specialty_unknown);
    EXPECT_EQ(specialty.params.at("nearest"), "建筑工程、公路工程");
    EXPECT_EQ(only(with(Field::specialty, "")).kind, Kind::specialty_missing);
    EXPECT_EQ(only(with(Field::level, "初级")).kind, Kind::level_unexpected);
    EXPECT_EQ(only(with(Field::qualification, "注册会计师")).kind, Kind::qualification_other);
    EXPECT_THAT(kinds(with(Field::qualification, "Constructor")), IsEmpty());
}

TEST_F(ResultCheck, needs_a_level_where_there_are_levels) {
    rules_.qualification_id = "economics";
    ResultRow row = good();
    row.erase(Field::specialty);
    EXPECT_EQ(only(row).kind, Kind::level_missing);
    row[Field::level] = {"中级"};
    EXPECT_EQ(check_row(row, rules_).result.level_code, "2");
    row[Field::level] = {"高级"};
    EXPECT_EQ(only(row).kind, Kind::level_unknown);
    row[Field::level] = {"2"};
    row[Field::kind] = {"合格证明"};
    EXPECT_EQ(only(row).kind, Kind::kind_not_offered);
    row[Field::kind] = {"毕业证书"};
    EXPECT_EQ(only(row).kind, Kind::kind_unknown);
    row.erase(Field::kind);
    row[Field::specialty] = {"公路"};
    EXPECT_EQ(only(row).kind, Kind::specialty_unexpected);
}

TEST_F(ResultCheck, knows_whose_certificates_they_are) {
    rules_.qualification_id = "banking";
    ResultRow row = good();
    row.erase(Field::specialty);
    EXPECT_EQ(only(row).kind, Kind::issuer_other);
}

TEST_F(ResultCheck, refuses_numbers_no_certificate_can_have) {
    EXPECT_EQ(only(with(Field::management_no, "二〇二六")).kind, Kind::management_no_invalid);
    EXPECT_EQ(only(with(Field::certificate_no, "a_b")).kind, Kind::certificate_no_invalid);
}

TEST_F(ResultCheck, survives_any_text_in_any_field) {
    for (const auto& [field, name] : all_keyed<Field>()) {
        for (const char* text : {"\xFF\xFE", "[", "]", "[]", "[[沛]]", "、", "0", "年月日", "𠮷"}) {
            (void)check_row(with(field, text), rules_);
        }
    }
}

TEST(ResultProblem, has_a_key_of_its_own_for_each_kind) {
    std::set<std::string_view> keys;
    for (const auto& [kind, name] : all_keyed<Kind>()) {
        EXPECT_TRUE(keys.insert(name).second) << name;
    }
    EXPECT_EQ(problem_keys({{Kind::missing, Field::name, {}},
                            {Kind::id_check, Field::id_number, {}},
                            {Kind::missing, Field::mobile, {}}}),
              "missing id_check");
}

TEST(BracketSubstitute, is_one_character_in_one_pair_of_brackets) {
    const auto found = find_bracket_substitute("王晓[沛]");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->before, "王晓");
    EXPECT_EQ(found->homophone, "沛");
    EXPECT_EQ(found->after, "");
    EXPECT_EQ(find_bracket_substitute("王[沛]明")->after, "明");
    for (const char* other : {"王", "王[]", "王[沛", "王]沛[", "[王][沛]", "王[沛明]", "[A]"}) {
        EXPECT_FALSE(find_bracket_substitute(other)) << other;
    }
}

}  // namespace
}  // namespace yinxin::domain
