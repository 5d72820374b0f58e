// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/staff.hpp"

#include "yinxin/domain/proposal.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

TEST(Staff, an_administrator_has_no_other_role) {
    for (const auto& one : all_keyed<StaffRole>()) {
        EXPECT_TRUE(check_roles({one.value})) << one.key;
        for (const auto& other : all_keyed<StaffRole>()) {
            if (one.value == other.value) continue;
            const bool lawful = !is_administrator(one.value) && !is_administrator(other.value);
            EXPECT_EQ(check_roles({one.value, other.value}).has_value(), lawful)
                << one.key << " and " << other.key;
        }
    }
    EXPECT_FALSE(check_roles({}));
}

TEST(Staff, every_act_has_somebody_and_the_audit_has_only_its_administrator) {
    for (const auto& act : all_keyed<OfficeAct>()) {
        EXPECT_FALSE(roles_for(act.value).empty()) << act.key;
        const bool is_open_to_all = act.value == OfficeAct::see_office;
        const bool is_audit = act.value == OfficeAct::read_audit;
        EXPECT_EQ(roles_for(act.value).has(StaffRole::audit_administrator),
                  is_open_to_all || is_audit)
            << act.key;
    }
    EXPECT_EQ(roles_for(OfficeAct::read_audit), RoleSet{StaffRole::audit_administrator});
    EXPECT_EQ(roles_for(OfficeAct::manage_staff), RoleSet{StaffRole::security_administrator});
}

/// Design, section 1: issue or revoke alone is what the office must never do.
TEST(Staff, nobody_who_prepares_a_change_of_certificates_decides_by_the_same_role) {
    for (const auto& kind : all_keyed<ProposalKind>()) {
        const bool is_seal = kind.value == ProposalKind::change_seal;
        const bool is_stop = kind.value == ProposalKind::confirm_stop;
        // Seals lie with the administrators and stops with whoever sees the danger: there the same
        // role may do both, and only the rule about the person holds.
        if (is_seal || is_stop) continue;
        EXPECT_FALSE(
            roles_for(act_to_propose(kind.value)).meets(roles_for(act_to_decide(kind.value))))
            << kind.key;
    }
}

TEST(Staff, somebody_of_one_authority_sees_nothing_of_another) {
    const StaffActor one{StaffId{1}, "甲", {StaffRole::clerk}, "centre"};
    EXPECT_TRUE(require_scope(one, "centre"));
    EXPECT_EQ(require_scope(one, "other").error().code(), ErrorCode::not_found);
    EXPECT_EQ(require_scope(one, "").error().code(), ErrorCode::not_found);
    const StaffActor all{StaffId{2}, "乙", {StaffRole::approver}, ""};
    EXPECT_TRUE(require_scope(all, "centre"));
    EXPECT_TRUE(require_scope(all, ""));
    EXPECT_EQ(require(one, OfficeAct::decide_change).error().code(), ErrorCode::forbidden);
}

TEST(Staff, a_reason_has_two_to_five_hundred_characters) {
    EXPECT_EQ(*parse_reason("  更正\r\n第二行 "), "更正\n第二行");
    EXPECT_FALSE(parse_reason(" 改 "));
    EXPECT_FALSE(parse_reason(""));
    std::string longest;
    for (int i = 0; i < 500; ++i)
        longest += "由";
    EXPECT_TRUE(parse_reason(longest));
    EXPECT_FALSE(parse_reason(longest + "由"));
    EXPECT_FALSE(parse_reason(std::string("a\0b", 3)));
    EXPECT_EQ(*parse_decision_no(" 演示人考〔2026〕12号 "), "演示人考〔2026〕12号");
    EXPECT_EQ(*parse_decision_no(""), "");
    EXPECT_FALSE(parse_decision_no("a\nb"));
}

}  // namespace
}  // namespace yinxin::domain
