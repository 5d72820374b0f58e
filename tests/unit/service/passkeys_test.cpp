// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/passkeys.hpp"

#include "office_world.hpp"
#include "soft_authenticator.hpp"

namespace yinxin::service {
namespace {

class PasskeysTest : public OfficeWorld {
  protected:
    ErrorCode error_of(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    PasskeyAsk ask(const Person& person, PasskeyUse use) {
        const auto asked = run(ask_passkey(services(), person.actor.id, person.token, use));
        EXPECT_TRUE(asked && *asked);
        return **asked;
    }
    void add(const Person& person, const SoftAuthenticator& authenticator) {
        const auto added = run(
            add_passkey(services(),
                        person.actor,
                        person.token,
                        authenticator.create(ask(person, PasskeyUse::registration), "办公电脑")));
        EXPECT_TRUE(added) << added.error().describe();
    }
    Result<Secret> confirm(Person& person, const SoftAuthenticator& authenticator) {
        const auto confirmed = run(confirm_passkey(
            services(), person.token, authenticator.get(ask(person, PasskeyUse::assertion))));
        if (confirmed) person.token = *confirmed;
        return confirmed;
    }
};

TEST_F(PasskeysTest, a_passkey_ends_the_login_and_confirms_again) {
    Person person = add_staff("clerk1", {Role::clerk});
    SoftAuthenticator authenticator(1);
    add(person, authenticator);
    const auto half = log_in("clerk1", good_password);
    ASSERT_TRUE(half);
    person.token = *half;
    authenticator.counter = 1;
    ASSERT_TRUE(confirm(person, authenticator));
    const auto facts = run(find_staff_session(services(), person.token));
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->is_complete());
    authenticator.counter = 2;
    ASSERT_TRUE(confirm(person, authenticator));
    EXPECT_EQ(audit_count(domain::EventKind::staff_stepped_up), 1);
}

TEST_F(PasskeysTest, an_answer_works_once) {
    Person person = add_staff("clerk1", {Role::clerk});
    SoftAuthenticator authenticator(1);
    add(person, authenticator);
    const PasskeyAssertion answer = authenticator.get(ask(person, PasskeyUse::assertion));
    const Secret before = person.token;
    const auto first = run(confirm_passkey(services(), before, answer));
    ASSERT_TRUE(first) << first.error().describe();
    EXPECT_EQ(error_of(run(confirm_passkey(services(), *first, answer))),
              ErrorCode::staff_passkey_refused);
    // A refused one is used up, too.
    authenticator.is_verified = false;
    person.token = *first;
    PasskeyAssertion refused = authenticator.get(ask(person, PasskeyUse::assertion));
    EXPECT_EQ(error_of(run(confirm_passkey(services(), person.token, refused))),
              ErrorCode::staff_passkey_refused);
    const auto again = run(confirm_passkey(services(), person.token, refused));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().detail(), "passkey: challenge used before");
}

TEST_F(PasskeysTest, a_challenge_lasts_five_minutes_and_belongs_to_its_session) {
    Person person = add_staff("clerk1", {Role::clerk});
    SoftAuthenticator authenticator(1);
    add(person, authenticator);
    const PasskeyAssertion late = authenticator.get(ask(person, PasskeyUse::assertion));
    const Person other = add_staff("clerk2", {Role::clerk});
    EXPECT_EQ(run(confirm_passkey(services(), other.token, late)).error().detail(),
              "passkey: challenge of another session");
    clock_.pass(challenge_lasts);
    EXPECT_EQ(run(confirm_passkey(services(), person.token, late)).error().detail(),
              "passkey: challenge too old");
    // A challenge for making one is none for showing one.
    const PasskeyAsk making = ask(person, PasskeyUse::registration);
    EXPECT_EQ(
        run(confirm_passkey(services(), person.token, authenticator.get(making))).error().detail(),
        "passkey: challenge of another session");
}

TEST_F(PasskeysTest, the_passkey_of_a_colleague_proves_nothing) {
    Person person = add_staff("clerk1", {Role::clerk});
    const Person other = add_staff("clerk2", {Role::clerk});
    const SoftAuthenticator authenticator(1);
    add(other, authenticator);
    EXPECT_EQ(error_of(confirm(person, authenticator)), ErrorCode::staff_passkey_refused);
    // Nor can it be entered a second time.
    EXPECT_EQ(error_of(run(add_passkey(
                  services(),
                  person.actor,
                  person.token,
                  authenticator.create(ask(person, PasskeyUse::registration), "旧的")))),
              ErrorCode::conflict);
}

TEST_F(PasskeysTest, a_counter_that_goes_back_is_refused_and_in_the_audit) {
    Person person = add_staff("clerk1", {Role::clerk});
    SoftAuthenticator authenticator(1);
    add(person, authenticator);
    authenticator.counter = 7;
    ASSERT_TRUE(confirm(person, authenticator));
    const auto failures = audit_count(domain::EventKind::staff_login_failed);
    EXPECT_EQ(error_of(confirm(person, authenticator)), ErrorCode::staff_passkey_refused);
    authenticator.counter = 3;
    EXPECT_EQ(error_of(confirm(person, authenticator)), ErrorCode::staff_passkey_refused);
    EXPECT_EQ(audit_count(domain::EventKind::staff_login_failed), failures + 2);
    authenticator.counter = 8;
    EXPECT_TRUE(confirm(person, authenticator));
}

TEST_F(PasskeysTest, one_that_was_removed_or_belongs_to_before_a_recovery_opens_nothing) {
    Person person = add_staff("clerk1", {Role::clerk});
    const SoftAuthenticator one(1);
    const SoftAuthenticator two(2);
    add(person, one);
    add(person, two);
    ASSERT_TRUE(run(remove_passkey(services(), person.actor, one.credential())));
    EXPECT_EQ(error_of(run(remove_passkey(services(), person.actor, one.credential()))),
              ErrorCode::not_found);
    EXPECT_EQ(error_of(confirm(person, one)), ErrorCode::staff_passkey_refused);
    EXPECT_TRUE(confirm(person, two));
    const Person admin = add_staff("secadmin", {Role::security_administrator});
    const auto invited = run(recover_staff(services(), admin.actor, person.actor.id));
    ASSERT_TRUE(invited);
    person = enter("clerk1", invited->code);
    EXPECT_EQ(error_of(confirm(person, two)), ErrorCode::staff_passkey_refused);
}

TEST_F(PasskeysTest, guessing_with_passkeys_is_delayed_like_guessing_codes) {
    Person person = add_staff("clerk1", {Role::clerk});
    const SoftAuthenticator authenticator(1);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(error_of(confirm(person, authenticator)), ErrorCode::staff_passkey_refused);
    }
    EXPECT_EQ(error_of(confirm(person, authenticator)), ErrorCode::too_many_requests);
}

TEST_F(PasskeysTest, an_address_that_is_a_number_has_none_but_this_machine_in_a_demonstration) {
    settings_.public_url = "http://127.0.0.1:8080";
    ASSERT_TRUE(relying_party(services()));
    EXPECT_EQ(relying_party(services())->id, "localhost");
    EXPECT_EQ(relying_party(services())->origin, "http://localhost:8080");
    settings_.public_url = "https://192.0.2.7";
    EXPECT_FALSE(relying_party(services()));
    settings_.public_url = "https://Zheng.example:8443";
    EXPECT_EQ(relying_party(services())->id, "zheng.example");
    EXPECT_EQ(relying_party(services())->origin, "https://zheng.example:8443");
}

}  // namespace
}  // namespace yinxin::service
