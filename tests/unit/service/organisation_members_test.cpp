// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisation_members.hpp"

#include "organisation_world.hpp"

namespace yinxin::service {
namespace {

using namespace std::chrono_literals;
using domain::OrganisationId;

class OrganisationMembersTest : public OrganisationWorld {
  protected:
    void SetUp() override {
        OrganisationWorld::SetUp();
        made_ = make_organisation();
    }
    Result<void> change(AccountId who, AccountId whom, MemberChange what) {
        return run(change_member(services(), who, made_, whom, what));
    }
    Result<OrganisationId> try_join(AccountId account, const std::string& code) {
        return run(join_organisation(services(), account, code));
    }
    bool is_owner(AccountId account) {
        const auto view = run(load_members(services(), account, made_));
        return view && view->own.is_owner();
    }

    OrganisationId made_;
};

TEST_F(OrganisationMembersTest, an_invitation_lets_one_account_in_once) {
    const std::string code = invite(made_);
    const auto looked = run(look_at_invitation(services(), other_, code));
    ASSERT_TRUE(looked) << looked.error().describe();
    EXPECT_EQ(looked->invitation.organisation_name, "演示建设集团（演示）");
    EXPECT_FALSE(looked->is_member);
    ASSERT_TRUE(try_join(other_, code));
    EXPECT_FALSE(is_owner(other_));
    const AccountId third = make_verifier("third.one", mobile("13800002003"));
    EXPECT_EQ(code_of(try_join(third, code)), ErrorCode::organisation_invitation_over);
    EXPECT_EQ(code_of(run(look_at_invitation(services(), third, code))),
              ErrorCode::organisation_invitation_over);
}

TEST_F(OrganisationMembersTest, an_invitation_ends_with_its_last_day) {
    const std::string code = invite(made_);
    const Instant end = start_of(civil_day(clock_.now()) + Days(domain::invitation_days + 1));
    clock_.pass(end - clock_.now() - 1s);
    EXPECT_TRUE(run(look_at_invitation(services(), other_, code)));
    clock_.pass(1s);
    EXPECT_EQ(code_of(try_join(other_, code)), ErrorCode::organisation_invitation_over);
    EXPECT_TRUE(run(load_members(services(), owner_, made_))->invitations.empty());
}

TEST_F(OrganisationMembersTest, an_invitation_withdrawn_or_invented_opens_nothing) {
    const std::string code = invite(made_);
    const auto id = run(load_members(services(), owner_, made_))->invitations.front().id;
    ASSERT_TRUE(run(withdraw_invitation(services(), owner_, made_, id)));
    EXPECT_EQ(code_of(run(withdraw_invitation(services(), owner_, made_, id))),
              ErrorCode::organisation_invitation_over);
    for (const std::string& wrong : {code, std::string("0000-0000-0000-0000"), std::string("x")}) {
        EXPECT_EQ(code_of(try_join(other_, wrong)), ErrorCode::organisation_invitation_over);
    }
}

TEST_F(OrganisationMembersTest, who_is_in_already_does_not_use_an_invitation_up) {
    const std::string code = invite(made_);
    EXPECT_EQ(code_of(try_join(owner_, code)), ErrorCode::organisation_member_exists);
    EXPECT_TRUE(run(look_at_invitation(services(), owner_, code))->is_member);
    EXPECT_TRUE(try_join(other_, code));
}

TEST_F(OrganisationMembersTest, who_acts_for_five_keeps_the_invitation) {
    for (int i = 2; i <= 6; ++i) {
        ASSERT_TRUE(run(register_organisation(services(), other_, form(i))));
    }
    const std::string code = invite(made_);
    EXPECT_EQ(code_of(try_join(other_, code)), ErrorCode::organisation_too_many);
    const AccountId third = make_verifier("third.one", mobile("13800002003"));
    EXPECT_TRUE(try_join(third, code));
}

TEST_F(OrganisationMembersTest, codes_cannot_be_searched) {
    for (int i = 0; i < joins_per_account_hour; ++i) {
        EXPECT_EQ(code_of(try_join(other_, "0000-0000-0000-0000")),
                  ErrorCode::organisation_invitation_over);
    }
    EXPECT_EQ(code_of(try_join(other_, invite(made_))), ErrorCode::too_many_requests);
}

TEST_F(OrganisationMembersTest, twenty_invitations_are_open_at_most) {
    for (int i = 0; i < domain::most_open_invitations; ++i) {
        ASSERT_TRUE(run(invite_member(services(), owner_, made_)));
    }
    EXPECT_EQ(code_of(run(invite_member(services(), owner_, made_))),
              ErrorCode::organisation_too_many);
}

TEST_F(OrganisationMembersTest, members_neither_invite_nor_remove) {
    join(made_, other_);
    const AccountId third = make_verifier("third.one", mobile("13800002003"));
    join(made_, third);
    EXPECT_EQ(code_of(run(invite_member(services(), other_, made_))), ErrorCode::forbidden);
    EXPECT_EQ(code_of(change(other_, third, MemberChange::remove)), ErrorCode::forbidden);
    EXPECT_EQ(code_of(change(other_, owner_, MemberChange::make_member)), ErrorCode::forbidden);
    EXPECT_EQ(code_of(change(other_, other_, MemberChange::make_owner)), ErrorCode::forbidden);
    invite(made_);
    EXPECT_TRUE(run(load_members(services(), other_, made_))->invitations.empty());
    EXPECT_EQ(run(load_members(services(), other_, made_))->members.size(), 3U);
}

TEST_F(OrganisationMembersTest, there_is_always_an_owner) {
    join(made_, other_);
    EXPECT_EQ(code_of(change(owner_, owner_, MemberChange::remove)),
              ErrorCode::organisation_last_owner);
    EXPECT_EQ(code_of(change(owner_, owner_, MemberChange::make_member)),
              ErrorCode::organisation_last_owner);
    static constexpr storage::Statement remove{
        "test.remove", "DELETE FROM organisation_member WHERE role = 'owner'"};
    static constexpr storage::Statement demote{
        "test.demote", "UPDATE organisation_member SET role = 'member' WHERE role = 'owner'"};
    for (const storage::Statement& forced : {remove, demote}) {
        const auto refused =
            write([&](storage::Transaction& transaction) { return transaction.execute(forced); });
        EXPECT_EQ(code_of(refused), ErrorCode::storage_conflict) << forced.name;
    }
    EXPECT_TRUE(is_owner(owner_));
}

TEST_F(OrganisationMembersTest, ownership_is_handed_over_in_one_step) {
    join(made_, other_);
    ASSERT_TRUE(change(owner_, other_, MemberChange::hand_over));
    EXPECT_FALSE(is_owner(owner_));
    EXPECT_TRUE(is_owner(other_));
    EXPECT_TRUE(change(owner_, owner_, MemberChange::remove));
    EXPECT_EQ(code_of(run(load_members(services(), owner_, made_))), ErrorCode::not_found);
}

TEST_F(OrganisationMembersTest, two_owners_can_let_each_other_go) {
    join(made_, other_);
    ASSERT_TRUE(change(owner_, other_, MemberChange::make_owner));
    ASSERT_TRUE(change(other_, owner_, MemberChange::remove));
    EXPECT_EQ(code_of(run(load_members(services(), owner_, made_))), ErrorCode::not_found);
    EXPECT_EQ(code_of(change(other_, other_, MemberChange::remove)),
              ErrorCode::organisation_last_owner);
}

TEST_F(OrganisationMembersTest, who_is_removed_is_told_and_acts_no_more_at_once) {
    join(made_, other_);
    const Secret token = log_in_as(other_);
    ASSERT_TRUE(run(act_for(services(), other_, token, {made_, std::nullopt, "招聘核验", ""})));
    ASSERT_TRUE(facts_of(token).acting);
    ASSERT_TRUE(change(owner_, other_, MemberChange::remove));
    EXPECT_FALSE(facts_of(token).acting);
    EXPECT_FALSE(facts_of(token).may_act);
    EXPECT_EQ(checker(token).kind, storage::CheckerKind::account);
    ASSERT_FALSE(messages().empty());
    EXPECT_EQ(messages().front().message.name, "organisation_removed");
    EXPECT_TRUE(messages().front().message.parameters.empty());
}

TEST_F(OrganisationMembersTest, old_invitations_are_forgotten) {
    invite(made_);
    clock_.pass(Days(domain::invitation_days + 1 + 29));
    const auto forget = [&] {
        return *write([&](storage::Transaction& transaction) {
            return storage::forget_member_invitations(transaction, clock_.now());
        });
    };
    EXPECT_EQ(forget(), 0);
    clock_.pass(Days(2));
    EXPECT_EQ(forget(), 1);
}

}  // namespace
}  // namespace yinxin::service
