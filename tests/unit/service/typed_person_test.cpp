// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/typed_person.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

TypedPerson typed(std::string number, std::string name) {
    return {domain::IdDocumentType::resident_identity_card, std::move(number), std::move(name)};
}

TEST(TypedPersons, are_read_as_people_write_them) {
    const auto person = read_person(typed(" 11010519491231002x ", " 王演示 "));
    ASSERT_TRUE(person) << person.error().describe();
    EXPECT_EQ(person->document.number, "11010519491231002X");
    EXPECT_EQ(person->name.value, "王演示");
}

TEST(TypedPersons, have_every_problem_told_and_keep_what_is_right) {
    std::vector<FieldProblem> problems;
    const auto nobody = read_person(typed("1", ""), problems);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].field, "id_number");
    EXPECT_EQ(problems[0].error.params().at("field"), "id_number");
    EXPECT_EQ(problems[1].field, "name");
    EXPECT_TRUE(nobody.document.number.empty());
    problems.clear();
    EXPECT_EQ(read_person(typed("1", "王演示"), problems).name.value, "王演示");
    EXPECT_EQ(problems.size(), 1U);
}

TEST(TypedPersons, end_with_the_first_problem_at_the_forms_own_field) {
    const auto number = read_person(typed("1", ""), {"agent_number", "agent_name"});
    ASSERT_FALSE(number);
    EXPECT_EQ(number.error().params().at("field"), "agent_number");
    const auto name = read_person(typed("11010519491231002X", ""), {"agent_number", "agent_name"});
    ASSERT_FALSE(name);
    EXPECT_EQ(name.error().params().at("field"), "agent_name");
}

}  // namespace
}  // namespace yinxin::service
