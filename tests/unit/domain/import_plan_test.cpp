// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/import_plan.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using Field = ResultField;

ImportPlan whole_plan() {
    ImportPlan plan;
    plan.headers = {"姓名", "证件号码", "管理号", "备注"};
    plan.qualification_id = "constructor";
    plan.exam_year = 2026;
    plan.sources = {{Field::name, std::size_t{0}},
                    {Field::id_number, std::size_t{1}},
                    {Field::management_no, std::size_t{2}},
                    {Field::approved_on, std::string("2026-06-30")}};
    return plan;
}

std::string fault_of(const ImportPlan& plan) {
    const auto checked = check_plan(plan);
    if (checked) return "none";
    EXPECT_EQ(checked.error().code(), ErrorCode::import_mapping_incomplete);
    return checked.error().params().at("field");
}

TEST(ImportPlan, guesses_columns_by_known_words_and_by_what_was_remembered) {
    const std::vector<std::string> headers{"序号", "考号", "姓名", "身份证号", "姓名", "Reason"};
    const HeaderMemory memory = [](std::string_view header) -> std::optional<Field> {
        if (header == "考号") return Field::management_no;
        return std::nullopt;
    };
    const auto sources = guess_sources(headers, memory);
    EXPECT_EQ(sources.size(), 3U);
    EXPECT_EQ(std::get<std::size_t>(sources.at(Field::management_no)), 1U);
    EXPECT_EQ(std::get<std::size_t>(sources.at(Field::name)), 2U) << "the first of two";
    EXPECT_EQ(std::get<std::size_t>(sources.at(Field::id_number)), 3U);
    EXPECT_EQ(count_known_headers(headers, memory), 4U);
    EXPECT_EQ(count_known_headers(headers, {}), 3U);
}

TEST(ImportPlan, needs_its_required_fields_and_every_column_once) {
    EXPECT_EQ(fault_of(whole_plan()), "none");
    ImportPlan plan = whole_plan();
    plan.sources.erase(Field::management_no);
    EXPECT_EQ(fault_of(plan), "management_no");
    plan = whole_plan();
    plan.sources[Field::mobile] = std::size_t{1};
    EXPECT_EQ(fault_of(plan), "mobile");
    plan = whole_plan();
    plan.sources[Field::mobile] = std::size_t{4};
    EXPECT_EQ(fault_of(plan), "mobile");
    plan = whole_plan();
    plan.sources[Field::mobile] = std::string("13800001234");
    EXPECT_EQ(fault_of(plan), "mobile") << "one mobile for all is a mistake";
    plan = whole_plan();
    plan.qualification_id.clear();
    EXPECT_EQ(fault_of(plan), "qualification_id");
    plan = whole_plan();
    plan.exam_year = 26;
    EXPECT_EQ(fault_of(plan), "exam_year");
}

TEST(ImportPlan, a_repaired_value_stands_before_the_files) {
    StagedRow staged;
    staged.cells = {{"王[沛]"}, {"1", CellNature::number}};
    staged.typed = {{Field::name, "王沛"}, {Field::mobile, "13800001234"}};
    const ResultRow row = row_of(staged, whole_plan());
    EXPECT_EQ(row.at(Field::name).text, "王沛");
    EXPECT_EQ(row.at(Field::id_number).nature, CellNature::number);
    EXPECT_FALSE(row.contains(Field::management_no)) << "the row ends before";
    EXPECT_EQ(row.at(Field::approved_on).text, "2026-06-30");
    EXPECT_EQ(row.at(Field::mobile).text, "13800001234");
}

TEST(ImportPlan, gives_a_row_back_in_the_columns_it_came_in) {
    StagedRow staged;
    staged.cells = {{"王[沛]"}, {"1"}, {"2"}, {"Notiz"}};
    staged.typed = {{Field::name, "王沛"}, {Field::approved_on, "2026-07-01"}};
    const std::vector<Field> extra{Field::approved_on};
    EXPECT_EQ(cells_of(staged, whole_plan(), extra),
              (std::vector<std::string>{"王沛", "1", "2", "Notiz", "2026-07-01"}));
    EXPECT_EQ(cells_of({}, whole_plan(), extra),
              (std::vector<std::string>{"", "", "", "", "2026-06-30"}));
}

}  // namespace
}  // namespace yinxin::domain
