// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/qualification.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

QualificationEdition edition(int year, std::string zh) {
    QualificationEdition made;
    made.valid_from_year = year;
    made.name = {std::move(zh), "Name"};
    made.title = {"资格证书", "Certificate"};
    made.authorities = {"authority_a"};
    made.issuer_id = "centre";
    made.template_id = "standard";
    made.seal_type = "centre";
    made.policy_id = "standard";
    made.specialties = {{"01", {"甲", "A"}}, {"02", {"乙", "B"}}};
    return made;
}

Qualification item(std::string id, std::vector<QualificationEdition> editions) {
    return {std::move(id), QualificationKind::level, std::move(editions)};
}

std::string fault_of(std::vector<Qualification> items) {
    const auto made = Catalogue::create(std::move(items));
    return made ? "accepted" : made.error().detail();
}

TEST(Catalogue, keeps_the_names_of_the_approval_year) {
    const auto made =
        Catalogue::create({item("economics", {edition(2002, "旧名"), edition(2020, "新名")})});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->find_edition("economics", 2001), nullptr);
    EXPECT_EQ(made->find_edition("economics", 2002)->name.zh, "旧名");
    EXPECT_EQ(made->find_edition("economics", 2019)->name.zh, "旧名");
    EXPECT_EQ(made->find_edition("economics", 2020)->name.zh, "新名");
    EXPECT_EQ(made->find_edition("economics", 2099)->name.zh, "新名");
    EXPECT_EQ(made->newest_edition("economics")->name.zh, "新名");
    EXPECT_EQ(made->find_edition("unknown", 2020), nullptr);
    EXPECT_EQ(made->newest_edition("unknown"), nullptr);
}

TEST(Catalogue, finds_levels_and_specialties_of_an_edition_by_code) {
    const auto one = edition(2002, "名");
    EXPECT_EQ(one.find_specialty("02")->name.zh, "乙");
    EXPECT_EQ(one.find_specialty("03"), nullptr);
    EXPECT_EQ(one.find_level("01"), nullptr);
    EXPECT_FALSE(one.has_additional_specialties());
}

TEST(Catalogue, survives_being_copied_and_moved) {
    auto made = Catalogue::create({item("a", {edition(2002, "名")})});
    ASSERT_TRUE(made);
    const Catalogue moved = *std::move(made);
    const Catalogue copy = moved;  // NOLINT(performance-unnecessary-copy-initialization)
    EXPECT_EQ(copy.find("a"), &copy.items().front());
}

TEST(Catalogue, refuses_what_cannot_be_printed_or_found) {
    EXPECT_EQ(fault_of({item("a", {edition(2002, "名")})}), "accepted");
    EXPECT_NE(fault_of({item("A", {edition(2002, "名")})}), "accepted");
    EXPECT_NE(fault_of({item("a", {})}), "accepted");
    EXPECT_NE(fault_of({item("a", {edition(2002, "")})}), "accepted");
    EXPECT_NE(fault_of({item("a", {edition(2002, "名"), edition(2002, "名")})}), "accepted");
    EXPECT_NE(fault_of({item("a", {edition(2002, "名")}), item("a", {edition(2002, "名")})}),
              "accepted");
    auto twice = edition(2002, "名");
    twice.specialties.push_back({"01", {"丙", "C"}});
    EXPECT_NE(fault_of({item("a", {twice})}), "accepted");
    auto half = edition(2002, "名");
    half.proof_title.zh = "合格证明";
    EXPECT_NE(fault_of({item("a", {half})}), "accepted");
    auto nobody = edition(2002, "名");
    nobody.authorities.clear();
    EXPECT_NE(fault_of({item("a", {nobody})}), "accepted");
}

}  // namespace
}  // namespace yinxin::domain
