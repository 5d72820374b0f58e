// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/recovery.hpp"

#include "account_world.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/service/code_requests.hpp"

namespace yinxin::service {
namespace {

class Recovery : public AccountWorld {
  protected:
    static constexpr const char* other_password = "amber lantern walks by noon";
    static constexpr const char* own_mobile = "13800001234";

    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
    }
    PasswordRecovery form() {
        return {"zhang.yan",
                TypedPerson{domain::IdDocumentType::resident_identity_card,
                            resident("19900307", 123).number,
                            "张演"}};
    }
    Result<CodeTicket> ask(PasswordRecovery typed) {
        return run(request_password_code(services(), std::move(typed), origin()));
    }
    Result<void> set(const CodeTicket& ticket, const std::string& code) {
        return run(set_recovered_password(
            services(), ticket.token, code, Secret(std::string(other_password))));
    }
    bool logs_in(const char* password) {
        return run(log_in(services(), "zhang.yan", Secret(std::string(password)), origin()))
            .has_value();
    }

    AccountId account_;
};

TEST_F(Recovery, the_user_name_comes_after_the_code_and_in_no_message) {
    const auto ticket = run(request_name_code(services(), own_mobile, origin()));
    ASSERT_TRUE(ticket) << ticket.error().describe();
    ASSERT_EQ(messages().size(), 1U);
    const DemoMessage sent = messages().front();
    for (const auto& [name, value] : sent.message.parameters) {
        EXPECT_EQ(value.find("zhang.yan"), std::string::npos) << name;
    }
    const auto wrong = run(read_login_names(services(), ticket->token, other_than(last_code())));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), ErrorCode::code_wrong);
    const auto names = run(read_login_names(services(), ticket->token, last_code()));
    ASSERT_TRUE(names) << names.error().describe();
    EXPECT_EQ(*names, std::vector<std::string>{"zhang.yan"});
    EXPECT_FALSE(run(read_login_names(services(), ticket->token, last_code())));
}

TEST_F(Recovery, a_mobile_of_nobody_answers_the_same_and_gets_nothing) {
    const auto ticket = run(request_name_code(services(), "13900004321", origin()));
    ASSERT_TRUE(ticket);
    EXPECT_TRUE(messages().empty());
    const auto names = run(read_login_names(services(), ticket->token, "123456"));
    ASSERT_FALSE(names);
    EXPECT_EQ(names.error().code(), ErrorCode::code_wrong);
}

TEST_F(Recovery, the_code_sets_a_new_password_and_ends_every_session) {
    ASSERT_TRUE(logs_in(good_password));
    const auto ticket = ask(form());
    ASSERT_TRUE(ticket) << ticket.error().describe();
    EXPECT_TRUE(ticket->masked_mobile.empty());
    ASSERT_TRUE(set(*ticket, last_code()));
    EXPECT_EQ(messages().front().message.name, "password_changed");
    static constexpr storage::Statement sessions{"test.sessions",
                                                 "SELECT COUNT(account_id) FROM session"};
    EXPECT_EQ(rows<std::int64_t>(sessions).front(), 0);
    EXPECT_FALSE(logs_in(good_password));
    EXPECT_TRUE(logs_in(other_password));
    EXPECT_EQ(audit_count(domain::EventKind::account_recovered), 1);
}

TEST_F(Recovery, a_name_that_is_not_the_accounts_gets_no_code_and_no_code_will_do) {
    PasswordRecovery wrong = form();
    wrong.person->name = "李演";
    PasswordRecovery unsaid = form();
    unsaid.person.reset();
    PasswordRecovery unknown = form();
    unknown.login_name = "nobody.here";
    for (const PasswordRecovery& typed : {wrong, unsaid, unknown}) {
        const auto ticket = ask(typed);
        ASSERT_TRUE(ticket);
        EXPECT_TRUE(ticket->masked_mobile.empty());
        EXPECT_TRUE(messages().empty());
        const auto refused = set(*ticket, "123456");
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::code_wrong);
        EXPECT_EQ(refused.error().params().at("attempts_left"), "4");
    }
    EXPECT_TRUE(logs_in(good_password));
}

TEST_F(Recovery, an_account_for_checking_needs_no_document) {
    make_verifier("only.checks", mobile("13800005678"));
    const auto ticket = ask({"only.checks", std::nullopt});
    ASSERT_TRUE(ticket);
    ASSERT_EQ(messages().size(), 1U);
    EXPECT_TRUE(set(*ticket, last_code()));
}

TEST_F(Recovery, the_fifteen_digit_number_of_an_account_is_its_own) {
    PasswordRecovery old = form();
    old.person->id_number = "110105900307123";
    ASSERT_TRUE(ask(old));
    EXPECT_EQ(messages().size(), 1U);
}

TEST_F(Recovery, a_password_is_refused_alike_with_and_without_an_account) {
    PasswordRecovery unknown = form();
    unknown.login_name = "nobody.here";
    for (const PasswordRecovery& typed : {form(), unknown}) {
        const auto ticket = ask(typed);
        ASSERT_TRUE(ticket);
        const auto refused = run(set_recovered_password(
            services(), ticket->token, "000000", Secret(std::string("password1234567"))));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::password_common);
    }
}

TEST_F(Recovery, asking_again_and_again_is_refused_alike_for_known_and_unknown_names) {
    PasswordRecovery unknown = form();
    unknown.login_name = "nobody.here";
    for (const PasswordRecovery& typed : {form(), unknown}) {
        for (int i = 0; i < recoveries_per_name; ++i) {
            EXPECT_TRUE(ask(typed)) << typed.login_name << i;
        }
        const auto over = ask(typed);
        ASSERT_FALSE(over);
        EXPECT_EQ(over.error().code(), ErrorCode::too_many_requests);
    }
}

TEST_F(Recovery, another_code_is_sent_after_a_minute_to_who_has_one_coming) {
    PasswordRecovery unknown = form();
    unknown.login_name = "nobody.here";
    for (const PasswordRecovery& typed : {unknown, form()}) {
        const auto ticket = ask(typed);
        ASSERT_TRUE(ticket);
        EXPECT_FALSE(
            run(resend_code(services(), CodePurpose::recover_password, ticket->token, origin())));
        clock_.pass(code_resend_wait);
        EXPECT_TRUE(
            run(resend_code(services(), CodePurpose::recover_password, ticket->token, origin())));
    }
    EXPECT_EQ(messages().size(), 2U);
}

}  // namespace
}  // namespace yinxin::service
