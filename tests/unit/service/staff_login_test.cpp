// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/staff_login.hpp"

#include "office_world.hpp"

namespace yinxin::service {
namespace {

class StaffLoginTest : public OfficeWorld {};

ErrorCode code_of_error(const auto& outcome) {
    return outcome ? ErrorCode::internal : outcome.error().code();
}

TEST_F(StaffLoginTest, the_password_alone_opens_nothing) {
    add_staff("clerk1", {Role::clerk});
    const auto half = log_in("clerk1", good_password);
    ASSERT_TRUE(half) << half.error().describe();
    const auto facts = run(find_staff_session(services(), *half));
    ASSERT_TRUE(facts);
    EXPECT_FALSE(facts->is_complete());
    EXPECT_FALSE(facts->is_confirmed(clock_.now(), confirmation_opens));
}

TEST_F(StaffLoginTest, the_second_factor_ends_the_login_under_a_new_token) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto half = log_in("clerk1", good_password);
    ASSERT_TRUE(half);
    const auto whole = run(confirm_staff_code(services(), *half, code_of(person.totp_secret)));
    ASSERT_TRUE(whole) << whole.error().describe();
    EXPECT_NE(whole->expose(), half->expose());
    EXPECT_EQ(code_of_error(run(find_staff_session(services(), *half))),
              ErrorCode::staff_session_over);
    const auto facts = run(find_staff_session(services(), *whole));
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->is_complete());
    EXPECT_TRUE(facts->actor.roles.has(Role::clerk));
    EXPECT_EQ(audit_count(domain::EventKind::staff_login_succeeded), 1);
}

TEST_F(StaffLoginTest, a_code_works_once_even_within_its_half_minute) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const std::string code = code_of(person.totp_secret);
    const auto first = log_in("clerk1", good_password);
    ASSERT_TRUE(run(confirm_staff_code(services(), *first, code)));
    const auto second = log_in("clerk1", good_password);
    EXPECT_EQ(code_of_error(run(confirm_staff_code(services(), *second, code))),
              ErrorCode::staff_code_wrong);
}

TEST_F(StaffLoginTest, a_shown_code_is_taken_as_long_as_it_takes_to_type) {
    add_staff("clerk1", {Role::clerk});
    services().is_demonstration = true;
    // Wherever within its half minute the page is opened.
    for (int second = 0; second < 30; ++second) {
        const auto half = log_in("clerk1", good_password);
        ASSERT_TRUE(half);
        const auto facts = run(find_staff_session(services(), *half));
        ASSERT_TRUE(facts);
        const auto shown = run(demonstration_code(services(), facts->actor.id));
        ASSERT_TRUE(shown);
        ASSERT_NE(*shown, "") << "at second " << second;
        clock_.pass(demonstration_code_lasts);
        EXPECT_TRUE(run(confirm_staff_code(services(), *half, *shown))) << "at second " << second;
        // To the next second of a half minute in which nothing is used up.
        clock_.pass(std::chrono::seconds{121} - demonstration_code_lasts);
    }
}

TEST_F(StaffLoginTest, a_recovery_code_works_once_in_any_spelling) {
    const Person person = add_staff("clerk1", {Role::clerk});
    ASSERT_EQ(person.recovery_codes.size(), static_cast<std::size_t>(recovery_codes));
    std::string typed = person.recovery_codes.front();
    typed[4] = ' ';
    for (char& c : typed) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    const auto first = log_in("clerk1", good_password);
    EXPECT_TRUE(run(confirm_staff_code(services(), *first, typed)));
    const auto second = log_in("clerk1", good_password);
    EXPECT_EQ(code_of_error(run(confirm_staff_code(services(), *second, typed))),
              ErrorCode::staff_code_wrong);
}

TEST_F(StaffLoginTest, guessing_the_second_factor_is_delayed) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto half = log_in("clerk1", good_password);
    ASSERT_TRUE(half);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(code_of_error(run(confirm_staff_code(services(), *half, "000000"))),
                  ErrorCode::staff_code_wrong);
    }
    const auto delayed = run(confirm_staff_code(services(), *half, code_of(person.totp_secret)));
    EXPECT_EQ(code_of_error(delayed), ErrorCode::too_many_requests);
    ASSERT_TRUE(delayed.error().retry_after());
    clock_.pass(*delayed.error().retry_after());
    EXPECT_TRUE(run(confirm_staff_code(services(), *half, code_of(person.totp_secret))));
}

TEST_F(StaffLoginTest, a_wrong_name_and_a_wrong_password_are_one_answer) {
    add_staff("clerk1", {Role::clerk});
    EXPECT_EQ(code_of_error(log_in("clerk1", "something quite different")),
              ErrorCode::staff_login_failed);
    EXPECT_EQ(code_of_error(log_in("nobody1", good_password)), ErrorCode::staff_login_failed);
    // An account of a holder opens no door of the office.
    make_account();
    EXPECT_EQ(code_of_error(log_in("wang01", good_password)), ErrorCode::staff_login_failed);
    EXPECT_EQ(audit_count(domain::EventKind::staff_login_failed), 3);
}

TEST_F(StaffLoginTest, a_session_ends_after_a_quarter_of_an_hour_of_rest_and_after_eight_hours) {
    const Person person = add_staff("clerk1", {Role::clerk});
    clock_.pass(staff_idle - crypto::totp_step_length * 2 - std::chrono::seconds(1));
    EXPECT_TRUE(run(find_staff_session(services(), person.token)));
    clock_.pass(staff_idle);
    EXPECT_EQ(code_of_error(run(find_staff_session(services(), person.token))),
              ErrorCode::staff_session_over);
}

TEST_F(StaffLoginTest, another_password_needs_the_present_one_and_ends_the_other_sessions) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto half = log_in("clerk1", good_password);
    const auto other = run(confirm_staff_code(services(), *half, code_of(person.totp_secret)));
    ASSERT_TRUE(other);
    const Secret chosen(std::string("seven lanterns over the quay"));
    EXPECT_EQ(code_of_error(run(change_staff_password(
                  services(), person.token, Secret(std::string("wrong one entirely")), chosen))),
              ErrorCode::password_current_wrong);
    ASSERT_TRUE(run(change_staff_password(
        services(), person.token, Secret(std::string(good_password)), chosen)));
    EXPECT_TRUE(run(find_staff_session(services(), person.token)));
    EXPECT_FALSE(run(find_staff_session(services(), *other)));
    EXPECT_FALSE(log_in("clerk1", good_password));
    EXPECT_TRUE(log_in("clerk1", chosen.expose()));
}

TEST_F(StaffLoginTest, another_authenticator_ends_the_other_sessions) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto other = log_in("clerk1", good_password);
    ASSERT_TRUE(other);
    const Secret fresh = crypto::make_totp_secret();
    const auto changed =
        run(change_authenticator(services(), person.actor, person.token, fresh, code_of(fresh)));
    ASSERT_TRUE(changed) << changed.error().describe();
    EXPECT_TRUE(run(find_staff_session(services(), person.token)));
    EXPECT_FALSE(run(find_staff_session(services(), *other)));
}

TEST_F(StaffLoginTest, a_session_that_was_shut_out_meanwhile_cannot_be_confirmed) {
    const Person admin = add_staff("secadmin", {Role::security_administrator});
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto half = log_in("clerk1", good_password);
    ASSERT_TRUE(half);
    ASSERT_TRUE(run(
        set_staff_state(services(), admin.actor, person.actor.id, storage::StaffState::disabled)));
    EXPECT_EQ(
        code_of_error(run(confirm_staff_code(services(), *half, code_of(person.totp_secret)))),
        ErrorCode::staff_session_over);
}

TEST_F(StaffLoginTest, a_code_used_in_one_session_is_used_up_in_every_other) {
    const Person person = add_staff("clerk1", {Role::clerk});
    const auto one = log_in("clerk1", good_password);
    const auto two = log_in("clerk1", good_password);
    ASSERT_TRUE(one && two);
    const std::string code = code_of(person.totp_secret);
    EXPECT_TRUE(run(confirm_staff_code(services(), *one, code)));
    EXPECT_EQ(code_of_error(run(confirm_staff_code(services(), *two, code))),
              ErrorCode::staff_code_wrong);
}

}  // namespace
}  // namespace yinxin::service
