// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/proposals.hpp"

#include "office_world.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

using domain::ProposalId;
using domain::ProposalKind;
using domain::ProposalState;

/// The rules that are the same for all kinds, shown on the one that has no effect of its own.
class ProposalsTest : public OfficeWorld {
  protected:
    void SetUp() override {
        OfficeWorld::SetUp();
        clerk_ = add_staff("clerk1", {Role::clerk, Role::approver}, "centre").actor;
        approver_ = add_staff("approver1", {Role::approver}, "centre").actor;
        stranger_ = add_staff("approver2", {Role::approver}, "other").actor;
    }
    static ErrorCode failure(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    ProposalWish wish(std::string object = "batch:1") const {
        ProposalWish wish;
        wish.kind = ProposalKind::confirm_stop;
        wish.issuer_id = "centre";
        wish.object = std::move(object);
        wish.facts = {{"title", "演示批次"}};
        wish.reason = "成绩有误";
        return wish;
    }
    Result<ProposalId> make(const domain::StaffActor& actor, const ProposalWish& wish) {
        return write([&](storage::Transaction& transaction) {
            return propose(transaction, services(), actor, wish, clock_.now());
        });
    }
    Result<ProposalState> judge(const domain::StaffActor& actor,
                                ProposalId id,
                                Decision decision = Decision::approve,
                                std::string note = "已核对") {
        return run(decide(services(), actor, id, decision, std::move(note)));
    }

    domain::StaffActor clerk_;
    domain::StaffActor approver_;
    domain::StaffActor stranger_;
};

TEST_F(ProposalsTest, a_second_person_decides_and_both_names_stay) {
    const auto id = make(clerk_, wish());
    ASSERT_TRUE(id) << id.error().describe();
    ASSERT_TRUE(judge(approver_, *id));
    const auto shown = run(find_proposal(services(), clerk_, *id));
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->proposal.state, ProposalState::applied);
    EXPECT_EQ(shown->proposal.maker, clerk_.id);
    EXPECT_EQ(shown->proposal.decider, approver_.id);
    EXPECT_EQ(shown->facts.at("title"), "演示批次");
    EXPECT_EQ(shown->proposal.reason, "成绩有误");
    EXPECT_EQ(shown->proposal.note, "已核对");
    EXPECT_EQ(audit_count(domain::EventKind::proposal_made), 1);
    EXPECT_EQ(audit_count(domain::EventKind::proposal_approved), 1);
    EXPECT_EQ(audit_count(domain::EventKind::proposal_applied), 1);
}

TEST_F(ProposalsTest, nobody_decides_on_what_is_his_own) {
    const auto id = make(clerk_, wish());
    ASSERT_TRUE(id);
    EXPECT_EQ(failure(judge(clerk_, *id)), ErrorCode::staff_same_person);
    EXPECT_EQ(failure(judge(clerk_, *id, Decision::refuse)), ErrorCode::staff_same_person);
    EXPECT_EQ(run(find_proposal(services(), clerk_, *id))->proposal.state, ProposalState::open);
}

TEST_F(ProposalsTest, the_database_refuses_the_same_person_too) {
    const auto id = make(clerk_, wish());
    ASSERT_TRUE(id);
    const auto forced = write([&](storage::Transaction& transaction) {
        return storage::decide_proposal(transaction,
                                        services().keys,
                                        *id,
                                        ProposalState::approved,
                                        clerk_.id,
                                        "",
                                        clock_.now());
    });
    EXPECT_EQ(failure(forced), ErrorCode::storage_conflict);
}

TEST_F(ProposalsTest, what_is_decided_is_decided) {
    const auto id = make(clerk_, wish());
    ASSERT_TRUE(judge(approver_, *id, Decision::refuse, "请补充依据"));
    EXPECT_EQ(failure(judge(approver_, *id)), ErrorCode::proposal_not_open);
}

TEST_F(ProposalsTest, sending_back_needs_a_reason_and_approving_does_not) {
    const auto id = make(clerk_, wish());
    EXPECT_EQ(failure(judge(approver_, *id, Decision::refuse, " ")),
              ErrorCode::office_reason_missing);
    EXPECT_TRUE(judge(approver_, *id, Decision::approve, ""));
}

TEST_F(ProposalsTest, another_authority_sees_nothing) {
    const auto id = make(clerk_, wish());
    EXPECT_EQ(failure(run(find_proposal(services(), stranger_, *id))), ErrorCode::not_found);
    EXPECT_EQ(failure(judge(stranger_, *id)), ErrorCode::not_found);
    const auto list = run(list_proposals(services(), stranger_, clock_.now()));
    ASSERT_TRUE(list);
    EXPECT_TRUE(list->open.empty());
    ProposalWish foreign = wish();
    foreign.issuer_id = "other";
    EXPECT_EQ(failure(make(clerk_, foreign)), ErrorCode::not_found);
}

TEST_F(ProposalsTest, one_of_a_kind_waits_about_one_thing) {
    ASSERT_TRUE(make(clerk_, wish()));
    EXPECT_EQ(failure(make(clerk_, wish())), ErrorCode::conflict);
    EXPECT_TRUE(make(clerk_, wish("batch:2")));
}

TEST_F(ProposalsTest, what_is_approved_for_later_takes_effect_at_its_second) {
    ProposalWish later = wish();
    later.effective_at = clock_.now() + std::chrono::hours(1);
    const auto id = make(clerk_, later);
    const auto state = judge(approver_, *id);
    ASSERT_TRUE(state);
    EXPECT_EQ(*state, ProposalState::approved);
    clock_.pass(std::chrono::hours(1) - std::chrono::seconds(1));
    EXPECT_EQ(*apply_due_proposals(services(), clock_.now(), 10), 0);
    clock_.pass(std::chrono::seconds(1));
    EXPECT_EQ(*apply_due_proposals(services(), clock_.now(), 10), 1);
    EXPECT_EQ(run(find_proposal(services(), clerk_, *id))->proposal.state, ProposalState::applied);
    EXPECT_EQ(*apply_due_proposals(services(), clock_.now(), 10), 0);
}

TEST_F(ProposalsTest, a_stop_nobody_confirmed_is_told_of_after_a_day_and_once) {
    const auto id = make(clerk_, wish());
    const auto escalate = [&] {
        return *write([&](storage::Transaction& transaction) {
            return escalate_stops(transaction, services(), clock_.now());
        });
    };
    clock_.pass(std::chrono::hours(24) - std::chrono::seconds(1));
    EXPECT_EQ(escalate(), 0);
    clock_.pass(std::chrono::seconds(1));
    EXPECT_EQ(escalate(), 1);
    EXPECT_EQ(escalate(), 0);
    EXPECT_TRUE(run(find_proposal(services(), clerk_, *id))->proposal.escalated_at);
    // A stop is not taken back alone.
    EXPECT_EQ(failure(run(withdraw(services(), clerk_, *id))), ErrorCode::forbidden);
}

TEST_F(ProposalsTest, only_documents_are_attached) {
    const auto attach = [&](std::string_view content) {
        return keep_attachment(services(), {"C:\\scans\\决定.pdf", to_bytes(content)});
    };
    const auto kept = attach("%PDF-1.7 …");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->name, "决定.pdf");
    EXPECT_EQ(failure(attach("<html>")), ErrorCode::office_attachment_refused);
    EXPECT_EQ(failure(attach("")), ErrorCode::office_attachment_refused);
}

}  // namespace
}  // namespace yinxin::service
