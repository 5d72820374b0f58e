// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/staff_register.hpp"

#include "office_world.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::service {
namespace {

using storage::StaffState;

class StaffRegisterTest : public OfficeWorld {
  protected:
    void SetUp() override {
        OfficeWorld::SetUp();
        admin_ = add_staff("secadmin1", {Role::security_administrator});
    }
    static ErrorCode failure(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }

    Person admin_;
};

TEST_F(StaffRegisterTest, an_invitation_is_used_once_and_lasts_three_days) {
    const auto invited =
        run(invite_staff(services(), admin_.actor, {"clerk1", "演示经办", "", {Role::clerk}}));
    ASSERT_TRUE(invited) << invited.error().describe();
    enter("clerk1", invited->code);
    EXPECT_EQ(failure(run(find_open_invitation(services(), invited->code, desk()))),
              ErrorCode::staff_invitation_over);
    const auto late =
        run(invite_staff(services(), admin_.actor, {"clerk2", "演示经办", "", {Role::clerk}}));
    ASSERT_TRUE(late);
    clock_.pass(invitation_lasts - std::chrono::seconds(1));
    EXPECT_TRUE(run(find_open_invitation(services(), late->code, desk())));
    clock_.pass(std::chrono::seconds(1));
    EXPECT_EQ(failure(run(find_open_invitation(services(), late->code, desk()))),
              ErrorCode::staff_invitation_over);
}

TEST_F(StaffRegisterTest, what_is_wrong_with_an_invitation_names_its_field) {
    const auto field = [&](const NewColleague& colleague) {
        const auto invited = run(invite_staff(services(), admin_.actor, colleague));
        if (invited) return std::string("none");
        const auto found = invited.error().params().find("field");
        return found == invited.error().params().end() ? std::string() : found->second;
    };
    EXPECT_EQ(field({"no", "演示经办", "", {Role::clerk}}), "login_name");
    EXPECT_EQ(field({"secadmin1", "演示经办", "", {Role::clerk}}), "login_name");
    EXPECT_EQ(field({"clerk1", "7", "", {Role::clerk}}), "name");
    EXPECT_EQ(field({"clerk1", "演示经办", "nowhere", {Role::clerk}}), "issuer");
    EXPECT_EQ(field({"clerk1", "演示经办", "", {}}), "roles");
    EXPECT_EQ(field({"clerk1", "演示经办", "", {Role::clerk, Role::audit_administrator}}), "roles");
}

TEST_F(StaffRegisterTest, only_a_security_administrator_looks_after_people) {
    for (const auto& row : domain::all_keyed<Role>()) {
        if (row.value == Role::security_administrator) continue;
        const domain::StaffActor other{domain::StaffId{99}, "x", {row.value}, ""};
        EXPECT_EQ(failure(run(list_colleagues(services(), other))), ErrorCode::forbidden);
        EXPECT_EQ(failure(run(invite_staff(services(), other, {"c", "演示", "", {Role::clerk}}))),
                  ErrorCode::forbidden);
        EXPECT_EQ(failure(run(change_roles(services(), other, admin_.actor.id, {Role::clerk}))),
                  ErrorCode::forbidden);
        EXPECT_EQ(failure(run(recover_staff(services(), other, admin_.actor.id))),
                  ErrorCode::forbidden);
        EXPECT_EQ(
            failure(run(set_staff_state(services(), other, admin_.actor.id, StaffState::disabled))),
            ErrorCode::forbidden);
    }
}

TEST_F(StaffRegisterTest, nobody_changes_his_own_roles_and_the_last_administrator_stays) {
    EXPECT_EQ(failure(run(change_roles(services(), admin_.actor, admin_.actor.id, {Role::clerk}))),
              ErrorCode::forbidden);
    const Person second = add_staff("secadmin2", {Role::security_administrator});
    EXPECT_TRUE(run(change_roles(services(), second.actor, admin_.actor.id, {Role::clerk})));
    const domain::StaffActor third{domain::StaffId{99}, "x", {Role::security_administrator}, ""};
    EXPECT_EQ(failure(run(change_roles(services(), third, second.actor.id, {Role::clerk}))),
              ErrorCode::staff_last_of_role);
    EXPECT_EQ(
        failure(run(set_staff_state(services(), third, second.actor.id, StaffState::disabled))),
        ErrorCode::staff_last_of_role);
}

TEST_F(StaffRegisterTest, roles_taken_away_are_gone_with_the_next_request) {
    const Person clerk = add_staff("clerk1", {Role::clerk, Role::approver});
    ASSERT_TRUE(run(change_roles(services(), admin_.actor, clerk.actor.id, {Role::clerk})));
    const auto facts = run(find_staff_session(services(), clerk.token));
    ASSERT_TRUE(facts);
    EXPECT_FALSE(facts->actor.roles.has(Role::approver));
    EXPECT_EQ(audit_count(domain::EventKind::staff_roles_changed), 1);
}

TEST_F(StaffRegisterTest, the_database_itself_refuses_a_second_role_of_an_administrator) {
    const auto forced = write([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(storage::sql::staff::grant_role,
                                     admin_.actor.id,
                                     Role::audit_administrator,
                                     admin_.actor.id,
                                     clock_.now()));
        return ok();
    });
    EXPECT_EQ(failure(forced), ErrorCode::storage_conflict);
}

TEST_F(StaffRegisterTest, who_is_shut_out_is_out_at_once) {
    const Person clerk = add_staff("clerk1", {Role::clerk});
    ASSERT_TRUE(
        run(set_staff_state(services(), admin_.actor, clerk.actor.id, StaffState::disabled)));
    EXPECT_FALSE(run(find_staff_session(services(), clerk.token)));
    EXPECT_FALSE(log_in("clerk1", good_password));
    ASSERT_TRUE(run(set_staff_state(services(), admin_.actor, clerk.actor.id, StaffState::active)));
    EXPECT_TRUE(log_in("clerk1", good_password));
}

TEST_F(StaffRegisterTest, recovery_leaves_the_old_way_open_until_the_new_one_is_taken) {
    const Person clerk = add_staff("clerk1", {Role::clerk});
    const auto recovery = run(recover_staff(services(), admin_.actor, clerk.actor.id));
    ASSERT_TRUE(recovery) << recovery.error().describe();
    EXPECT_TRUE(run(find_staff_session(services(), clerk.token)));
    const Person again = enter("clerk1", recovery->code);
    EXPECT_FALSE(run(find_staff_session(services(), clerk.token)));
    const auto half = log_in("clerk1", good_password);
    ASSERT_TRUE(half);
    EXPECT_FALSE(run(confirm_staff_code(services(), *half, code_of(clerk.totp_secret))));
    EXPECT_FALSE(run(confirm_staff_code(services(), *half, clerk.recovery_codes.front())));
    EXPECT_TRUE(run(confirm_staff_code(services(), *half, code_of(again.totp_secret))));
}

TEST_F(StaffRegisterTest, a_recovery_lets_somebody_in_whom_strangers_have_locked_out) {
    const Person clerk = add_staff("clerk1", {Role::clerk});
    ErrorCode last = ErrorCode::internal;
    for (int i = 0; i < 200 && last != ErrorCode::password_disabled; ++i) {
        clock_.pass(std::chrono::minutes(16));
        last = failure(log_in("clerk1", "not the password"));
    }
    ASSERT_EQ(last, ErrorCode::password_disabled);
    const auto recovery = run(recover_staff(services(), admin_.actor, clerk.actor.id));
    ASSERT_TRUE(recovery);
    enter("clerk1", recovery->code);
    EXPECT_TRUE(log_in("clerk1", good_password));
}

TEST_F(StaffRegisterTest, an_administrator_of_one_authority_sees_and_manages_its_people_alone) {
    const Person clerk = add_staff("clerk1", {Role::clerk}, "centre");
    const Person stranger = add_staff("clerk2", {Role::clerk}, "other");
    const domain::StaffActor scoped{
        domain::StaffId{99}, "x", {Role::security_administrator}, "centre"};
    const auto seen = run(list_colleagues(services(), scoped));
    ASSERT_TRUE(seen);
    ASSERT_EQ(seen->size(), 1);
    EXPECT_EQ(seen->front().id, clerk.actor.id);
    for (const domain::StaffId id : {stranger.actor.id, admin_.actor.id}) {
        EXPECT_EQ(failure(run(find_colleague(services(), scoped, id))), ErrorCode::not_found);
        EXPECT_EQ(failure(run(change_roles(services(), scoped, id, {Role::editor}))),
                  ErrorCode::not_found);
        EXPECT_EQ(failure(run(recover_staff(services(), scoped, id))), ErrorCode::not_found);
        EXPECT_EQ(failure(run(set_staff_state(services(), scoped, id, StaffState::disabled))),
                  ErrorCode::not_found);
    }
    // Nor can more be given than is there: nobody for all authorities.
    EXPECT_EQ(failure(run(invite_staff(services(), scoped, {"clerk3", "演示", "", {Role::clerk}}))),
              ErrorCode::invalid_input);
    EXPECT_TRUE(run(change_roles(services(), scoped, clerk.actor.id, {Role::editor})));
}

TEST_F(StaffRegisterTest, an_administrator_of_one_authority_does_not_stand_for_all) {
    add_staff("secadmin2", {Role::security_administrator}, "centre");
    const domain::StaffActor third{domain::StaffId{99}, "x", {Role::security_administrator}, ""};
    EXPECT_EQ(
        failure(run(set_staff_state(services(), third, admin_.actor.id, StaffState::disabled))),
        ErrorCode::staff_last_of_role);
}

TEST_F(StaffRegisterTest, the_database_itself_keeps_the_last_administrator) {
    const auto take = write([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(
            storage::sql::staff::take_role, admin_.actor.id, Role::security_administrator));
        return ok();
    });
    EXPECT_EQ(failure(take), ErrorCode::storage_conflict);
    const auto shut = write([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(
            storage::sql::staff::set_state, admin_.actor.id, StaffState::disabled));
        return ok();
    });
    EXPECT_EQ(failure(shut), ErrorCode::storage_conflict);
}

TEST_F(StaffRegisterTest, a_recovery_code_cannot_be_found_from_what_is_stored) {
    const Person clerk = add_staff("clerk1", {Role::clerk});
    static constexpr storage::Statement stored{
        "test.codes", "SELECT code_hash FROM staff_recovery_code ORDER BY code_hash"};
    std::string spelled = clerk.recovery_codes.front();
    std::erase(spelled, '-');
    const auto plain = crypto::sha256(as_bytes("recovery:" + spelled));
    for (const Bytes& hash : rows<Bytes>(stored)) {
        EXPECT_FALSE(std::ranges::equal(hash, plain));
    }
}

TEST_F(StaffRegisterTest, an_unknown_invitation_is_in_the_audit) {
    const auto before = audit_count(domain::EventKind::staff_login_failed);
    EXPECT_EQ(failure(run(find_open_invitation(services(), Secret("AAAA-BBBB"), desk()))),
              ErrorCode::staff_invitation_over);
    EXPECT_EQ(audit_count(domain::EventKind::staff_login_failed), before + 1);
}

TEST_F(StaffRegisterTest, one_address_guesses_twenty_times_an_hour_and_redeems_as_often_as_it_may) {
    const auto invited =
        run(invite_staff(services(), admin_.actor, {"clerk1", "演示经办", "", {Role::clerk}}));
    ASSERT_TRUE(invited) << invited.error().describe();
    for (int i = 0; i < 30; ++i) {
        ASSERT_TRUE(run(find_open_invitation(services(), invited->code, desk()))) << i;
    }
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(failure(run(find_open_invitation(services(), Secret("AAAA-BBBB"), desk()))),
                  ErrorCode::staff_invitation_over)
            << i;
    }
    EXPECT_EQ(failure(run(find_open_invitation(services(), Secret("AAAA-BBBB"), desk()))),
              ErrorCode::too_many_requests);
    EXPECT_TRUE(run(find_open_invitation(services(), invited->code, desk())));
}

TEST_F(StaffRegisterTest, the_operator_invites_again_whoever_is_not_shut_out) {
    const Person clerk = add_staff("clerk1", {Role::clerk});
    const auto again = [&](const char* login_name) {
        return write([&](storage::Transaction& transaction) {
            return recover_as_operator(transaction, services().keys, login_name, clock_.now());
        });
    };
    const auto invited = again("CLERK1");
    ASSERT_TRUE(invited) << invited.error().describe();
    EXPECT_EQ(enter("clerk1", invited->code).actor.id, clerk.actor.id);
    EXPECT_EQ(failure(again("nobody")), ErrorCode::not_found);
    ASSERT_TRUE(
        run(set_staff_state(services(), admin_.actor, clerk.actor.id, StaffState::disabled)));
    EXPECT_EQ(failure(again("clerk1")), ErrorCode::forbidden);
}

}  // namespace
}  // namespace yinxin::service
