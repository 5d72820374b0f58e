// SPDX-License-Identifier: Apache-2.0
// Notices, paper certificates, seals and event keys: small registers with one rule each.
#include "yinxin/domain/audit_event.hpp"
#include "yinxin/domain/notice.hpp"
#include "yinxin/domain/paper_certificate.hpp"
#include "yinxin/domain/seal.hpp"

#include <set>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

TEST(Notice, takes_effect_at_its_moment) {
    const Instant first = start_of(make_day(2026, 1, 1));
    const Instant second = start_of(make_day(2026, 12, 1));
    const std::vector<NoticeVersion> versions{{2, second, {}, {}, {}}, {1, first, {}, {}, {}}};
    EXPECT_EQ(notice_in_force(versions, first - std::chrono::seconds(1)), nullptr);
    EXPECT_EQ(notice_in_force(versions, first)->version, 1);
    EXPECT_EQ(notice_in_force(versions, second - std::chrono::seconds(1))->version, 1);
    EXPECT_EQ(notice_in_force(versions, second)->version, 2);
}

TEST(Notice, asks_again_when_a_newer_version_is_in_force) {
    EXPECT_TRUE(needs_consent(std::nullopt, 1));
    EXPECT_TRUE(needs_consent(1, 2));
    EXPECT_FALSE(needs_consent(2, 2));
    EXPECT_FALSE(needs_consent(3, 2));
}

TEST(PaperCertificate, is_never_made_again_and_each_state_has_its_reason) {
    std::set<std::string_view> reasons;
    for (const auto& [state, name] : all_keyed<PaperState>()) {
        EXPECT_FALSE(reissue_allowed(state).allowed);
        reasons.insert(reissue_allowed(state).reason);
    }
    EXPECT_EQ(reasons.size(), all_keyed<PaperState>().size());
    EXPECT_EQ(reissue_allowed(PaperState::lost).reason, "paper.no_reissue_lost");
}

TEST(PaperCertificate, is_unclaimed_from_the_day_after_the_deadline) {
    PaperCertificate paper;
    paper.state = PaperState::printed;
    EXPECT_EQ(state_on(paper, make_day(2030, 1, 1)), PaperState::printed);
    paper.pickup_until = make_day(2026, 11, 23);
    EXPECT_EQ(state_on(paper, make_day(2026, 11, 23)), PaperState::printed);
    EXPECT_EQ(state_on(paper, make_day(2026, 11, 24)), PaperState::unclaimed);
    paper.state = PaperState::handed_out;
    EXPECT_EQ(state_on(paper, make_day(2026, 11, 24)), PaperState::handed_out);
}

TEST(Seal, walks_its_life_in_order) {
    using enum SealState;
    EXPECT_TRUE(may_become(applied, made));
    EXPECT_FALSE(may_become(applied, in_use));
    EXPECT_TRUE(may_become(made, filed));
    EXPECT_TRUE(may_become(filed, in_use));
    EXPECT_TRUE(may_become(in_use, suspended));
    EXPECT_TRUE(may_become(suspended, in_use));
    for (const auto& [state, name] : all_keyed<SealState>()) {
        EXPECT_EQ(may_become(state, cancelled), state != cancelled);
        EXPECT_FALSE(may_become(cancelled, state));
    }
}

TEST(Seal, seals_only_while_in_use_and_within_its_dates) {
    const CivilDay from = make_day(2021, 12, 17);
    Seal seal{"demo", "centre", {}, SealState::in_use, from, make_day(2027, 1, 1)};
    EXPECT_TRUE(check_usable(seal, from));
    EXPECT_FALSE(check_usable(seal, from - Days(1)));
    EXPECT_TRUE(check_usable(seal, make_day(2026, 12, 31)));
    EXPECT_FALSE(check_usable(seal, make_day(2027, 1, 1)));
    seal.state = SealState::suspended;
    const auto refused = check_usable(seal, from);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::seal_not_in_use);
    EXPECT_EQ(refused.error().params().at("state"), "suspended");
}

TEST(Seal, follows_the_assignment_of_its_type_on_the_day) {
    const CivilDay change = make_day(2021, 12, 17);
    const std::vector<SealAssignment> list{
        {"centre", "new", change, std::nullopt},
        {"centre", "old", make_day(2015, 1, 1), change},
        {"association", "own", make_day(2015, 1, 1), std::nullopt},
        {"association", "newer", make_day(2026, 1, 1), std::nullopt},
    };
    EXPECT_EQ(seal_for(list, "centre", change), "new");
    EXPECT_EQ(seal_for(list, "centre", change - Days(1)), "old");
    EXPECT_EQ(seal_for(list, "centre", make_day(2014, 12, 31)), std::nullopt);
    EXPECT_EQ(seal_for(list, "association", make_day(2025, 12, 31)), "own");
    EXPECT_EQ(seal_for(list, "association", make_day(2026, 1, 1)), "newer");
    EXPECT_EQ(seal_for(list, "unknown", change), std::nullopt);
}

TEST(AuditEvent, has_distinct_keys_that_lead_back) {
    std::set<std::string_view> keys;
    for (const auto& [kind, name] : all_keyed<EventKind>()) {
        EXPECT_TRUE(keys.insert(name).second) << name;
        EXPECT_EQ(*parse_key<EventKind>(name), kind);
    }
    EXPECT_EQ(key(EventKind::data_seeded), "data.seeded");
    EXPECT_EQ(keys.size(), static_cast<std::size_t>(EventKind::mail_removed) + 1);
}

}  // namespace
}  // namespace yinxin::domain
