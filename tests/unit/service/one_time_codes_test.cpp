// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/one_time_codes.hpp"

#include "account_world.hpp"

#include "yinxin/service/code_requests.hpp"

namespace yinxin::service {
namespace {

class OneTimeCodesTest : public AccountWorld {
  protected:
    Result<CodeTicket> ask(const std::string& number) {
        return run(request_login_code(services(), number, origin()));
    }
    Result<LoggedIn> enter(const CodeTicket& ticket, const std::string& code) {
        return run(log_in_with_code(services(), ticket.token, code, origin()));
    }
    ErrorCode refusal(const CodeTicket& ticket, const std::string& code) {
        const auto in = enter(ticket, code);
        EXPECT_FALSE(in);
        return in ? ErrorCode::internal : in.error().code();
    }
};

TEST_F(OneTimeCodesTest, the_code_sent_to_the_mobile_logs_in_once) {
    const AccountId account = make_account();
    const auto ticket = ask("138 0000 1234");
    ASSERT_TRUE(ticket) << ticket.error().describe();
    EXPECT_EQ(ticket->masked_mobile, "138****1234");
    const std::string code = last_code();
    EXPECT_EQ(code.size(), code_length);
    const auto in = enter(*ticket, code.substr(0, 3) + " " + code.substr(3));
    ASSERT_TRUE(in) << in.error().describe();
    EXPECT_EQ(in->account, account);
    EXPECT_EQ(refusal(*ticket, code), ErrorCode::code_expired);
    EXPECT_EQ(audit_count(domain::EventKind::login_succeeded), 1);
    EXPECT_EQ(audit_count(domain::EventKind::login_failed), 1);
}

TEST_F(OneTimeCodesTest, a_ticket_is_good_for_what_it_was_asked_for) {
    make_account();
    const auto ticket = ask("13800001234");
    ASSERT_TRUE(ticket);
    clock_.pass(code_resend_wait);
    for (const CodePurpose other : {CodePurpose::registration, CodePurpose::recover_password}) {
        const auto shown = run(find_code_request(services(), other, ticket->token));
        ASSERT_FALSE(shown) << "another form's page shows nothing of it";
        EXPECT_EQ(shown.error().code(), ErrorCode::code_expired);
        const auto again = run(resend_code(services(), other, ticket->token, origin()));
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().code(), ErrorCode::code_expired);
    }
    EXPECT_EQ(messages().size(), 1U);
    EXPECT_TRUE(enter(*ticket, last_code())) << "nothing was used up";
}

TEST_F(OneTimeCodesTest, a_mobile_nobody_has_looks_the_same_and_gets_no_message) {
    make_account();
    const auto known = ask("13800001234");
    const auto unknown = ask("13900001234");
    ASSERT_TRUE(known);
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->minutes, known->minutes);
    EXPECT_EQ(unknown->token.expose().size(), known->token.expose().size());
    EXPECT_EQ(messages().size(), 1U);

    const std::string wrong = other_than(last_code());
    for (int left = 4; left >= 0; --left) {
        const auto a = enter(*known, wrong);
        const auto b = enter(*unknown, wrong);
        ASSERT_FALSE(a);
        ASSERT_FALSE(b);
        EXPECT_EQ(a.error().code(), ErrorCode::code_wrong);
        EXPECT_EQ(b.error().code(), a.error().code());
        EXPECT_EQ(a.error().params().at("attempts_left"), std::to_string(left));
        EXPECT_EQ(b.error().params(), a.error().params());
    }
    EXPECT_EQ(refusal(*unknown, wrong), refusal(*known, wrong));
    clock_.pass(code_resend_wait);
    EXPECT_TRUE(run(resend_code(services(), CodePurpose::login, unknown->token, origin())));
    EXPECT_TRUE(run(resend_code(services(), CodePurpose::login, known->token, origin())));
    EXPECT_EQ(messages().size(), 2U);
}

TEST_F(OneTimeCodesTest, after_five_wrong_entries_the_right_code_is_refused) {
    make_account();
    const auto ticket = ask("13800001234");
    ASSERT_TRUE(ticket);
    const std::string code = last_code();
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(refusal(*ticket, other_than(code)), ErrorCode::code_wrong);
    }
    EXPECT_EQ(refusal(*ticket, code), ErrorCode::code_expired);
}

TEST_F(OneTimeCodesTest, a_code_works_for_ten_minutes) {
    make_account();
    const auto ticket = ask("13800001234");
    ASSERT_TRUE(ticket);
    clock_.pass(code_lifetime - std::chrono::seconds(1));
    const auto shown = run(find_code_request(services(), CodePurpose::login, ticket->token));
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->minutes, 1);
    clock_.pass(std::chrono::seconds(1));
    EXPECT_EQ(refusal(*ticket, last_code()), ErrorCode::code_expired);
    EXPECT_FALSE(run(find_code_request(services(), CodePurpose::login, ticket->token)));
}

TEST_F(OneTimeCodesTest, another_code_can_be_sent_after_a_minute_and_replaces_the_first) {
    make_account();
    const auto ticket = ask("13800001234");
    ASSERT_TRUE(ticket);
    const std::string first = last_code();
    const auto soon = run(resend_code(services(), CodePurpose::login, ticket->token, origin()));
    ASSERT_FALSE(soon);
    EXPECT_EQ(soon.error().code(), ErrorCode::too_many_requests);
    EXPECT_EQ(soon.error().retry_after(), std::chrono::seconds(60));
    clock_.pass(code_resend_wait);
    ASSERT_TRUE(run(resend_code(services(), CodePurpose::login, ticket->token, origin())));
    const std::string second = last_code();
    if (first != second) EXPECT_EQ(refusal(*ticket, first), ErrorCode::code_wrong);
    clock_.pass(code_resend_wait);
    ASSERT_TRUE(run(resend_code(services(), CodePurpose::login, ticket->token, origin())));
    clock_.pass(code_resend_wait);
    EXPECT_FALSE(run(resend_code(services(), CodePurpose::login, ticket->token, origin())));
    EXPECT_TRUE(enter(*ticket, last_code()));
}

TEST_F(OneTimeCodesTest, one_mobile_gets_at_most_five_codes_an_hour) {
    make_account();
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(ask("13800001234"));
    }
    const auto sixth = ask("13800001234");
    ASSERT_FALSE(sixth);
    EXPECT_EQ(sixth.error().code(), ErrorCode::too_many_requests);
    EXPECT_EQ(messages().size(), 5U);
    clock_.pass(std::chrono::hours(1));
    EXPECT_TRUE(ask("13800001234"));
}

TEST_F(OneTimeCodesTest, a_code_does_not_work_under_another_ticket) {
    make_account();
    const auto first = ask("13800001234");
    const std::string code = last_code();
    const auto second = ask("13800001234");
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    if (code != last_code()) EXPECT_EQ(refusal(*second, code), ErrorCode::code_wrong);
    EXPECT_TRUE(enter(*first, code));
}

TEST_F(OneTimeCodesTest, an_unconfirmed_mobile_opens_nothing) {
    const AccountId account = make_account();
    static constexpr storage::Statement unconfirm{
        "test.unconfirm", "UPDATE account SET mobile_confirmed = 0 WHERE account_id = $1"};
    ASSERT_TRUE(write([&](storage::Transaction& t) { return t.execute(unconfirm, account); }));
    EXPECT_TRUE(ask("13800001234"));
    EXPECT_TRUE(messages().empty());
}

TEST_F(OneTimeCodesTest, old_requests_are_removed) {
    make_account();
    ASSERT_TRUE(ask("13800001234"));
    clock_.pass(std::chrono::hours(2));
    ASSERT_TRUE(ask("13800001234"));
    const auto removed = write([&](storage::Transaction& transaction) {
        return forget_old_codes(transaction, clock_.now());
    });
    ASSERT_TRUE(removed);
    EXPECT_EQ(*removed, 1);
}

}  // namespace
}  // namespace yinxin::service
