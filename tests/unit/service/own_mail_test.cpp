// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/own_mail.hpp"

#include "account_world.hpp"

#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/account_data.hpp"
#include "yinxin/service/account_overview.hpp"
#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/message_gateways.hpp"

#include <set>

namespace yinxin::service {
namespace {

using domain::EventKind;

constexpr const char* zhang = "zhang.yan@example.com";

class OwnMailTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
    }
    Result<void> ask(const std::string& address = zhang) {
        return run(request_own_mail_code(services(), account_, address, origin()));
    }
    void give(const std::string& address = zhang) {
        ASSERT_TRUE(ask(address));
        ASSERT_TRUE(run(confirm_own_mail(services(), account_, last_code())));
    }
    /// To whom a message went so far, each as often as it went there.
    std::multiset<std::string> told(std::string_view message) {
        std::multiset<std::string> all;
        for (const DemoMessage& each : messages()) {
            if (each.message.name == message) all.insert(each.mobile);
        }
        return all;
    }
    std::string address() {
        const auto mail = write([this](storage::Transaction& transaction) {
            return storage::find_account_mail(transaction, services().keys, account_);
        });
        EXPECT_TRUE(mail);
        return mail && *mail ? (*mail)->address.text : "";
    }
    void add_gateway(const char* name, domain::MessageChannel channel) {
        config::MessageGateway gateway;
        gateway.name = name;
        gateway.channel = channel;
        gateway.daily_cap = 10;
        settings_.messages.gateways.push_back(gateway);
        ASSERT_TRUE(write([name](storage::Transaction& transaction) {
            return storage::enter_gateways(transaction, {name});
        }));
    }
    void pause(const char* name) {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return storage::note_gateway_failure(
                transaction, name, 3, clock_.now() + std::chrono::minutes(5));
        }));
    }

    AccountId account_;
};

TEST_F(OwnMailTest, an_address_is_the_accounts_when_its_code_was_entered) {
    ASSERT_TRUE(ask());
    EXPECT_EQ(messages().front().message.name, "mail_new");
    EXPECT_TRUE(messages().front().is_mail);
    EXPECT_EQ(messages().front().mobile, zhang);
    EXPECT_EQ(address(), "") << "anybody can type an address";
    const auto facts = run(find_account_code(services(), account_, CodePurpose::mail_new));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->masked_recipient, "z***@example.com");
    const auto wrong = run(confirm_own_mail(services(), account_, other_than(last_code())));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), ErrorCode::code_wrong);
    EXPECT_EQ(address(), "");
    ASSERT_TRUE(run(confirm_own_mail(services(), account_, last_code())));
    EXPECT_EQ(address(), zhang);
    EXPECT_EQ(run(load_own_mail(services(), account_))->masked, "z***@example.com");
    EXPECT_EQ(audit_count(EventKind::mail_changed), 1);
}

TEST_F(OwnMailTest, every_change_is_told_to_the_mobile_and_to_the_address_before) {
    using Recipients = std::multiset<std::string>;
    const std::string mobile = "13800001234";
    give();
    EXPECT_EQ(told("mail_changed"), Recipients{mobile});
    give();
    EXPECT_EQ(told("mail_changed"), (Recipients{mobile, mobile})) << "it is the same address";
    give("other@example.net");
    EXPECT_EQ(address(), "other@example.net");
    EXPECT_EQ(told("mail_changed"), (Recipients{mobile, mobile, mobile, zhang}));
    ASSERT_TRUE(run(remove_own_mail(services(), account_)));
    EXPECT_EQ(address(), "");
    EXPECT_EQ(told("mail_removed"), (Recipients{mobile, "other@example.net"}));
    EXPECT_EQ(audit_count(EventKind::mail_removed), 1);
    const std::size_t told = messages().size();
    ASSERT_TRUE(run(remove_own_mail(services(), account_)));
    EXPECT_EQ(messages().size(), told) << "where there is none nobody is told";
}

TEST_F(OwnMailTest, what_is_no_address_gets_no_code) {
    const auto refused = ask("zhang.yan");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::mail_invalid);
    EXPECT_TRUE(messages().empty());
}

TEST_F(OwnMailTest, one_address_gets_five_codes_an_hour) {
    for (std::int64_t i = 0; i < codes_per_mobile_hour; ++i)
        EXPECT_TRUE(ask());
    const auto refused = ask();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::too_many_requests);
}

TEST_F(OwnMailTest, another_code_for_the_same_address_takes_the_place_of_the_first) {
    ASSERT_TRUE(ask());
    const std::string first = last_code();
    clock_.pass(code_resend_wait);
    ASSERT_TRUE(run(resend_account_code(services(), account_, CodePurpose::mail_new)));
    EXPECT_EQ(messages().front().mobile, zhang);
    if (last_code() != first) {
        EXPECT_FALSE(run(confirm_own_mail(services(), account_, first)));
    }
    EXPECT_TRUE(run(confirm_own_mail(services(), account_, last_code())));
}

TEST_F(OwnMailTest, who_is_away_is_told_for_each_channel_by_itself) {
    add_gateway("carrier", domain::MessageChannel::sms);
    add_gateway("post", domain::MessageChannel::mail);
    pause("post");
    const auto refused = ask();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::mail_unavailable);
    EXPECT_EQ(refused.error().retry_after(), std::chrono::minutes(5));
    EXPECT_TRUE(
        run(request_account_code(services(), account_, CodePurpose::account_data, origin())))
        << "text messages go on";
    clock_.pass(std::chrono::minutes(5));
    pause("carrier");
    EXPECT_TRUE(ask()) << "and so does mail";
    EXPECT_FALSE(
        run(request_account_code(services(), account_, CodePurpose::account_close, origin())));
}

TEST_F(OwnMailTest, is_not_offered_where_nothing_sends_mail) {
    give();
    services().is_demonstration = false;
    add_gateway("carrier", domain::MessageChannel::sms);
    EXPECT_EQ(ask().error().code(), ErrorCode::not_found);
    const auto overview = run(account_overview(services(), account_, Secret()));
    ASSERT_TRUE(overview);
    EXPECT_FALSE(overview->is_mail_offered);
    EXPECT_EQ(overview->masked_mail, "z***@example.com");
    const auto own = run(load_own_mail(services(), account_));
    ASSERT_TRUE(own) << "what is there can be taken off";
    EXPECT_FALSE(own->is_mail_offered);
    ASSERT_TRUE(run(remove_own_mail(services(), account_)));
    EXPECT_EQ(run(load_own_mail(services(), account_)).error().code(), ErrorCode::not_found);
}

TEST_F(OwnMailTest, stands_in_the_accounts_data_and_goes_with_the_account) {
    give();
    const auto in = write([&](storage::Transaction& transaction) {
        return start_session(transaction, account_, LoginProof::password, origin(), clock_.now());
    });
    ASSERT_TRUE(in);
    const auto data = run(load_account_data(services(), {account_, {}}, in->token));
    ASSERT_TRUE(data) << data.error().describe();
    EXPECT_NE(account_data_json(*data).find("\"mail\":\"zhang.yan@example.com\""),
              std::string::npos);
    ASSERT_TRUE(write([this](storage::Transaction& transaction) {
        return begin_closing(transaction, services(), account_, clock_.now());
    }));
    clock_.pass(std::chrono::days(30));
    ASSERT_TRUE(write([this](storage::Transaction& transaction) {
        return close_due_accounts(transaction, clock_.now());
    }));
    clock_.pass(settings_.privacy.keep_closed_account);
    ASSERT_TRUE(write([this](storage::Transaction& transaction) {
        return erase_due_accounts(transaction, clock_.now());
    }));
    EXPECT_EQ(address(), "");
}

}  // namespace
}  // namespace yinxin::service
