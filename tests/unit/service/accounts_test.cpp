// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/accounts.hpp"

#include "account_world.hpp"

#include "yinxin/service/login_attempts.hpp"

#include <chrono>

namespace yinxin::service {
namespace {

using domain::EventKind;

class AccountsTest : public AccountWorld {
  protected:
    Result<LoggedIn> try_login(const std::string& name, const std::string& password) {
        return run(log_in(services(), name, Secret(password), origin()));
    }
    ErrorCode refusal(const std::string& name, const std::string& password) {
        const auto in = try_login(name, password);
        EXPECT_FALSE(in);
        return in ? ErrorCode::internal : in.error().code();
    }
    void fail_times(const std::string& name, int times) {
        for (int i = 0; i < times; ++i) {
            EXPECT_EQ(refusal(name, "not the password"), ErrorCode::login_failed) << i;
            clock_.pass(std::chrono::minutes(20));
        }
    }
};

TEST_F(AccountsTest, the_right_password_opens_a_session) {
    const AccountId account = make_account();
    const auto in = try_login(" Zhang.Yan ", good_password);
    ASSERT_TRUE(in) << in.error().describe();
    EXPECT_EQ(in->account, account);
    const auto session = run(find_session(services(), in->token));
    ASSERT_TRUE(session) << session.error().describe();
    EXPECT_EQ(session->account, account);
    EXPECT_EQ(session->account_name, "zhang.yan");
    EXPECT_EQ(audit_count(EventKind::login_succeeded), 1);
}

TEST_F(AccountsTest, an_unknown_name_and_a_wrong_password_answer_alike) {
    make_account();
    const auto wrong = try_login("zhang.yan", "not the password");
    const auto unknown = try_login("nobody.here", "not the password");
    ASSERT_FALSE(wrong);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(wrong.error().code(), ErrorCode::login_failed);
    EXPECT_EQ(unknown.error().code(), wrong.error().code());
    EXPECT_EQ(unknown.error().params(), wrong.error().params());
    EXPECT_EQ(unknown.error().retry_after(), wrong.error().retry_after());
    EXPECT_EQ(audit_count(EventKind::login_failed), 2);
}

TEST_F(AccountsTest, an_unknown_name_costs_an_argon2_as_well) {
    settings_.password.memory = 32ULL * 1024 * 1024;
    // CPU time of the whole process, pool threads included: other work on the machine does not
    // count.
    const auto cheapest = [this](const std::string& name) {
        auto best = std::numeric_limits<std::clock_t>::max();
        for (int i = 0; i < 4; ++i) {
            const std::clock_t begin = std::clock();
            EXPECT_EQ(refusal(name, "not the password"), ErrorCode::login_failed);
            best = std::min(best, std::clock() - begin);
        }
        return static_cast<double>(best);
    };
    const Secret password{std::string(good_password)};
    const std::string hash = *crypto::hash_password(password, crypto::PasswordCost{32 * 1024, 1});
    const AccountId account = make_account();
    static constexpr storage::Statement set{
        "test.set", "UPDATE account SET password_hash = $2 WHERE account_id = $1"};
    ASSERT_TRUE(write([&](storage::Transaction& t) { return t.execute(set, account, hash); }));
    const double known = cheapest("zhang.yan");
    const double unknown = cheapest("nobody.here");
    // Without the dummy the ratio is far below a tenth.
    EXPECT_GT(unknown / known, 0.4);
    EXPECT_LT(unknown / known, 2.5);
}

TEST_F(AccountsTest, from_the_fifth_failure_on_the_next_try_waits_for_known_and_unknown_names) {
    make_account();
    for (const std::string name : {"zhang.yan", "nobody.here"}) {
        for (int i = 0; i < 5; ++i) {
            EXPECT_EQ(refusal(name, "not the password"), ErrorCode::login_failed);
        }
        const auto delayed = try_login(name, good_password);
        ASSERT_FALSE(delayed);
        EXPECT_EQ(delayed.error().code(), ErrorCode::too_many_requests);
        EXPECT_EQ(delayed.error().retry_after(), std::chrono::seconds(30));
        clock_.pass(std::chrono::minutes(1));
    }
}

TEST_F(AccountsTest, a_success_ends_the_row_of_failures) {
    make_account();
    fail_times("zhang.yan", 4);
    ASSERT_TRUE(try_login("zhang.yan", good_password));
    fail_times("zhang.yan", 4);
    EXPECT_TRUE(try_login("zhang.yan", good_password));
}

TEST_F(AccountsTest, a_hundred_failures_disable_the_password_until_another_way_in) {
    make_account();
    fail_times("zhang.yan", 100);
    EXPECT_EQ(refusal("zhang.yan", good_password), ErrorCode::password_disabled);
    clock_.pass(std::chrono::hours(24 * 400));
    EXPECT_EQ(refusal("zhang.yan", good_password), ErrorCode::password_disabled);

    const auto ticket = run(request_login_code(services(), "13800001234", origin()));
    ASSERT_TRUE(ticket) << ticket.error().describe();
    ASSERT_TRUE(run(log_in_with_code(services(), ticket->token, last_code(), origin())));
    EXPECT_TRUE(try_login("zhang.yan", good_password));
}

TEST_F(AccountsTest,
       a_few_failures_are_forgotten_after_ninety_days_and_a_disabled_password_is_not) {
    fail_times("nobody.here", 6);
    fail_times("nobody.there", 100);
    const auto forget = [this] {
        return *write([&](storage::Transaction& transaction) {
            return forget_old_failures(transaction, clock_.now());
        });
    };
    clock_.pass(std::chrono::hours(24 * 90));
    EXPECT_EQ(forget(), 1);
    EXPECT_EQ(refusal("nobody.there", "x"), ErrorCode::password_disabled);
    EXPECT_EQ(refusal("nobody.here", "x"), ErrorCode::login_failed);
    EXPECT_EQ(forget(), 0);
}

TEST_F(AccountsTest, one_address_has_so_many_logins_a_minute_whatever_the_names) {
    settings_.limits.logins_per_minute = 3;
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(refusal("name-" + std::to_string(i), "x"), ErrorCode::login_failed);
    }
    EXPECT_EQ(refusal("name-4", "x"), ErrorCode::too_many_requests);
    EXPECT_EQ(audit_count(EventKind::login_failed), 4);
    clock_.pass(std::chrono::seconds(61));
    EXPECT_EQ(refusal("name-5", "x"), ErrorCode::login_failed);
}

TEST_F(AccountsTest, an_imported_hash_works_once_and_is_then_ours) {
    const AccountId account = make_account();
    // bcrypt of "U*U", from the test vectors of Openwall's crypt_blowfish.
    static constexpr storage::Statement set{
        "test.set", "UPDATE account SET password_hash = $2 WHERE account_id = $1"};
    ASSERT_TRUE(write([&](storage::Transaction& t) {
        return t.execute(
            set, account, "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW");
    }));
    ASSERT_TRUE(try_login("zhang.yan", "U*U"));
    static constexpr storage::Statement get{
        "test.get", "SELECT password_hash FROM account WHERE account_id = $1"};
    EXPECT_TRUE(rows<std::string>(get, account).front().starts_with("hmac-"));
    EXPECT_TRUE(try_login("zhang.yan", "U*U"));
}

TEST_F(AccountsTest, a_password_is_the_same_in_every_way_of_typing_it) {
    const AccountId account = make_account();
    static constexpr storage::Statement set{
        "test.set", "UPDATE account SET password_hash = $2 WHERE account_id = $1"};
    const auto store = [&](const std::string& typed) {
        const auto hash = crypto::hash_password(Secret(typed), crypto::PasswordCost{8, 1});
        ASSERT_TRUE(write([&](storage::Transaction& t) { return t.execute(set, account, *hash); }));
    };
    // Imported, and made there of full-width letters as they were typed: works, and is then ours.
    store("ｓｅａｇｕｌｌｓ over the pier");
    EXPECT_EQ(refusal("zhang.yan", "seagulls over the pier"), ErrorCode::login_failed);
    ASSERT_TRUE(try_login("zhang.yan", "ｓｅａｇｕｌｌｓ over the pier"));
    EXPECT_TRUE(try_login("zhang.yan", "seagulls over the pier"));
    EXPECT_TRUE(try_login("zhang.yan", "ｓｅａｇｕｌｌｓ over the pier"));
}

TEST_F(AccountsTest, a_new_password_needs_the_current_one_and_ends_all_other_sessions) {
    make_account();
    const auto first = try_login("zhang.yan", good_password);
    const auto second = try_login("zhang.yan", good_password);
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    const std::string chosen = "three grey herons by the weir";
    const auto wrong =
        run(change_password(services(), second->token, Secret(std::string("no")), Secret(chosen)));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), ErrorCode::password_current_wrong);

    const auto changed = run(change_password(
        services(), second->token, Secret(std::string(good_password)), Secret(chosen)));
    ASSERT_TRUE(changed) << changed.error().describe();
    EXPECT_TRUE(run(find_session(services(), second->token)));
    EXPECT_FALSE(run(find_session(services(), first->token)));
    EXPECT_EQ(refusal("zhang.yan", good_password), ErrorCode::login_failed);
    EXPECT_EQ(messages().front().message.name, "password_changed");
    EXPECT_TRUE(try_login("zhang.yan", chosen));
    EXPECT_EQ(audit_count(EventKind::password_changed), 1);
}

TEST_F(AccountsTest, after_login_by_code_a_password_can_be_set_for_ten_minutes) {
    make_account();
    const auto ticket = run(request_login_code(services(), "13800001234", origin()));
    ASSERT_TRUE(ticket);
    const auto in = run(log_in_with_code(services(), ticket->token, last_code(), origin()));
    ASSERT_TRUE(in);
    const Secret chosen{std::string("three grey herons by the weir")};
    ASSERT_TRUE(run(change_password(services(), in->token, Secret(), chosen)));
    clock_.pass(std::chrono::minutes(10));
    const auto late = run(change_password(services(), in->token, Secret(), chosen));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), ErrorCode::password_current_wrong);
}

}  // namespace
}  // namespace yinxin::service
