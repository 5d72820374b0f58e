// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/doubt_directory.hpp"

#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/province.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

Catalogue catalogue() {
    const auto item = [](std::string id, std::string zh, std::string en) {
        Qualification one{std::move(id), QualificationKind::entry, {}};
        QualificationEdition& edition = one.editions.emplace_back();
        edition.valid_from_year = 2000;
        edition.name = {zh, en};
        edition.title = {zh, en};
        edition.authorities = {"a"};
        edition.issuer_id = "centre";
        edition.template_id = "t";
        edition.seal_type = "s";
        edition.policy_id = "p";
        return one;
    };
    auto made = Catalogue::create({item("constructor_1", "一级建造师", "Constructor, class 1"),
                                   item("economist", "经济", "Economist")});
    EXPECT_TRUE(made) << made.error().describe();
    return *made;
}

std::string reason(const Result<std::vector<DoubtDesk>>& parsed) {
    if (parsed) return "none";
    const auto& params = parsed.error().params();
    return params.at("line") + " " + params.at("reason") + " " + params.at("word");
}

TEST(DoubtDirectory, the_closest_desk_answers) {
    const DoubtDirectory directory{
        21,
        {{{"全国", "All"}, {}, {}},
         {{"河北", "Hebei"}, {}, {"13"}},
         {{"建造师", "Constructors"}, {"constructor_1"}, {}},
         {{"河北建造师", "Hebei constructors"}, {"constructor_1"}, {"13", "14"}},
         {{"后来的", "Later"}, {}, {"13"}}}};
    const auto name = [&](const char* item, const char* province) {
        const DoubtDesk* desk = find_desk(directory, item, province);
        return desk == nullptr ? std::string("-") : desk->name.zh;
    };
    EXPECT_EQ(name("constructor_1", "13"), "河北建造师");
    EXPECT_EQ(name("constructor_1", "11"), "建造师");
    EXPECT_EQ(name("economist", "13"), "河北");
    EXPECT_EQ(name("economist", "11"), "全国");
    EXPECT_EQ(name("economist", ""), "全国");
    EXPECT_EQ(find_desk({}, "economist", "13"), nullptr);
    EXPECT_EQ(find_desk({21, {{{"河北", "Hebei"}, {}, {"13"}}}}, "economist", ""), nullptr);
}

TEST(DoubtDirectory, desks_are_read_as_people_type_them) {
    const auto desks = parse_desks(
        "华北组 | North desk | 一级建造师，economist | 河北、11, Shanxi\n\n"
        "其他｜Others｜｜\n",
        catalogue());
    ASSERT_TRUE(desks) << desks.error().describe();
    ASSERT_EQ(desks->size(), 2U);
    EXPECT_EQ((*desks)[0].name, (Bilingual{"华北组", "North desk"}));
    EXPECT_EQ((*desks)[0].qualifications, (std::vector<std::string>{"constructor_1", "economist"}));
    EXPECT_EQ((*desks)[0].provinces, (std::vector<std::string>{"13", "11", "14"}));
    EXPECT_TRUE((*desks)[1].qualifications.empty());
    EXPECT_EQ(*parse_desks(format_desks(*desks), catalogue()), *desks);
}

TEST(DoubtDirectory, a_line_that_is_wrong_says_where_and_why) {
    const Catalogue items = catalogue();
    EXPECT_EQ(reason(parse_desks("华北组 | North", items)), "1 parts ");
    EXPECT_EQ(reason(parse_desks("\n甲 | A | | \n甲 | B | | ", items)), "3 twice 甲");
    EXPECT_EQ(reason(parse_desks("甲 | | | ", items)), "1 name ");
    EXPECT_EQ(reason(parse_desks("甲 | A | 二级建造师 | ", items)), "1 qualification 二级建造师");
    EXPECT_EQ(reason(parse_desks("甲 | A | | 河套", items)), "1 province 河套");
    std::string many;
    for (int i = 0; i <= 60; ++i)
        many += "组" + std::to_string(i) + " | Desk | | \n";
    EXPECT_EQ(reason(parse_desks(many, items)), "61 many ");
    EXPECT_TRUE(parse_desks("", items)->empty());
}

TEST(Province, is_found_by_code_and_by_its_names) {
    ASSERT_EQ(all_provinces().size(), 34U);
    for (const Province& province : all_provinces()) {
        EXPECT_TRUE(is_province_code(province.code)) << province.code;
        EXPECT_EQ(find_province(province.code), &province);
        EXPECT_EQ(find_province(province.zh), &province);
        EXPECT_EQ(find_province(province.en), &province);
    }
    EXPECT_EQ(find_province("内蒙古")->code, "15");
    EXPECT_EQ(find_province("新疆")->code, "65");
    EXPECT_EQ(find_province("香港")->code, "81");
    EXPECT_EQ(find_province("heBEI")->code, "13");
    EXPECT_EQ(find_province("99"), nullptr);
    EXPECT_EQ(find_province(""), nullptr);
}

}  // namespace
}  // namespace yinxin::domain
