// SPDX-License-Identifier: Apache-2.0
// What a victim can still do while somebody burns the limits of his name and mobile
// (docs/abuse.md).
#include "account_world.hpp"

#include "yinxin/service/accounts.hpp"
#include "yinxin/service/devices.hpp"

namespace yinxin::service {
namespace {

class VictimsTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        settings_.limits.logins_per_minute = 1000;
        account_ = make_account();
        mark_ = log_in_from({"192.0.2.7", "Own Browser"})->device_mark;
    }
    Origin stranger(int n = 1) const {
        return {"198.51.100." + std::to_string(n), "Strange Browser"};
    }
    /// The victim's own browser, at another address.
    Origin own() const { return {"192.0.2.7", "Own Browser", Language::zh, mark_}; }
    ErrorCode fail(const Origin& from) {
        const auto in =
            run(log_in(services(), "zhang.yan", Secret(std::string("not the password")), from));
        return in ? ErrorCode::internal : in.error().code();
    }
    Result<LoggedIn> log_in_from(const Origin& from) {
        return run(log_in(services(), "zhang.yan", Secret(std::string(good_password)), from));
    }
    Result<CodeTicket> ask(const Origin& from) {
        return run(request_login_code(services(), "13800001234", from));
    }

    AccountId account_;
    std::string mark_;
};

TEST_F(VictimsTest, a_mark_is_known_to_one_account_until_it_is_forgotten) {
    const auto knows = [this](AccountId account, const std::string& mark) {
        const auto found = services().store.read_now([&](storage::Reader& reader) {
            return find_known_device(reader, services().keys, account, mark);
        });
        EXPECT_TRUE(found);
        return found && found->has_value();
    };
    EXPECT_TRUE(knows(account_, mark_));
    EXPECT_FALSE(knows(AccountId{99}, mark_));
    EXPECT_FALSE(knows(account_, mark_ + "0"));
    EXPECT_FALSE(knows(account_, ""));
    std::string other = mark_;
    other[0] = other[0] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(knows(account_, other));
    clock_.pass(device_remembered);
    ASSERT_TRUE(services().store.write_now([this](storage::Transaction& transaction) {
        return forget_old_devices(transaction, clock_.now());
    }));
    EXPECT_FALSE(knows(account_, mark_));
}

TEST_F(VictimsTest, whoever_fails_on_a_name_does_not_keep_its_owner_out_of_a_known_browser) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(fail(stranger()), ErrorCode::login_failed);
    EXPECT_EQ(fail(stranger()), ErrorCode::too_many_requests);
    EXPECT_EQ(log_in_from({"192.0.2.7", "Own Browser"}).error().code(),
              ErrorCode::too_many_requests)
        << "an unknown browser waits";
    EXPECT_TRUE(log_in_from(own()));
    EXPECT_EQ(fail(stranger()), ErrorCode::too_many_requests)
        << "and the stranger has no new tries by that";
}

TEST_F(VictimsTest, a_disabled_password_still_works_in_a_known_browser_and_by_code_elsewhere) {
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(fail(stranger()), ErrorCode::login_failed) << i;
        clock_.pass(std::chrono::minutes(20));
    }
    EXPECT_EQ(fail(stranger()), ErrorCode::password_disabled);
    EXPECT_TRUE(log_in_from(own()));
    const auto ticket = ask({"192.0.2.9", "New Browser"});
    ASSERT_TRUE(ticket) << ticket.error().describe();
    EXPECT_TRUE(run(
        log_in_with_code(services(), ticket->token, last_code(), {"192.0.2.9", "New Browser"})));
}

TEST_F(VictimsTest, a_known_browser_has_ten_failures_and_is_then_like_any_other) {
    for (int i = 0; i < device_failures; ++i) {
        EXPECT_EQ(fail(own()), ErrorCode::login_failed) << i;
        clock_.pass(std::chrono::minutes(20));
    }
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(fail(own()), ErrorCode::login_failed) << "the name's row begins " << i;
    EXPECT_EQ(fail(own()), ErrorCode::too_many_requests);
    EXPECT_EQ(fail(stranger()), ErrorCode::too_many_requests) << "it is the name's row now";
}

TEST_F(VictimsTest, whoever_uses_up_a_mobiles_codes_leaves_one_for_another_address) {
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(ask(stranger()));
    EXPECT_EQ(ask(stranger()).error().code(), ErrorCode::too_many_requests);
    const auto ticket = ask({"192.0.2.9", "New Browser"});
    ASSERT_TRUE(ticket) << ticket.error().describe();
    EXPECT_TRUE(run(
        log_in_with_code(services(), ticket->token, last_code(), {"192.0.2.9", "New Browser"})));
}

TEST_F(VictimsTest, many_addresses_together_leave_some_for_a_known_browser_and_end_in_a_day) {
    int sent = 0;
    for (int hour = 0; hour < 3; ++hour) {
        for (int n = 1; n <= 20; ++n) {
            if (ask(stranger(n))) ++sent;
        }
        clock_.pass(std::chrono::hours(1));
    }
    EXPECT_EQ(sent, codes_per_mobile_day + 4);
    EXPECT_FALSE(ask({"192.0.2.9", "New Browser"}));
    for (int i = 0; i < device_codes_per_day; ++i)
        EXPECT_TRUE(ask(own())) << i;
    EXPECT_FALSE(ask(own())) << "messages stay few";
    clock_.pass(std::chrono::hours(24));
    EXPECT_TRUE(ask({"192.0.2.9", "New Browser"}));
}

TEST_F(VictimsTest, another_accounts_mark_is_of_no_use) {
    const AccountId other =
        make_account("li.shi", person_name("李示"), resident("19910101", 5), mobile("13900005678"));
    const auto in = run(log_in(
        services(), "li.shi", Secret(std::string(good_password)), {"192.0.2.8", "Other Browser"}));
    ASSERT_TRUE(in) << in.error().describe();
    ASSERT_EQ(in->account, other);
    const Origin elsewhere{"192.0.2.8", "Other Browser", Language::zh, in->device_mark};
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(fail(stranger()), ErrorCode::login_failed);
    EXPECT_EQ(fail(elsewhere), ErrorCode::too_many_requests);
}

}  // namespace
}  // namespace yinxin::service
