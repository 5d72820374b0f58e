// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/messages.hpp"

#include "account_world.hpp"

#include "yinxin/crypto/gateway_signature.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/gateway_keys.hpp"
#include "yinxin/storage/message_gateways.hpp"

namespace yinxin::service {
namespace {

class MessagesTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        for (const char* name : {"first", "second"}) {
            config::MessageGateway gateway;
            gateway.name = name;
            gateway.daily_cap = 10;
            settings_.messages.gateways.push_back(gateway);
            keys_of_gateways_.emplace(name, Secret(std::string(32, *name)));
        }
        services().gateway_keys = &keys_of_gateways_;
        ASSERT_TRUE(write([](storage::Transaction& transaction) {
            return storage::enter_gateways(transaction, {"first", "second"});
        }));
    }
    void queue(const Message& message) {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return queue_message(
                transaction, services(), mobile("13800001234"), message, clock_.now());
        }));
    }
    Result<void> required() {
        return write([this](storage::Transaction& transaction) {
            return require_messages(
                transaction, services(), domain::MessageChannel::sms, clock_.now());
        });
    }
    void pause(const char* name) {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return storage::note_gateway_failure(
                transaction, name, 3, clock_.now() + std::chrono::seconds(30));
        }));
    }
    MessageId send_by(const char* gateway) {
        const auto id = write([&](storage::Transaction& transaction) -> Result<MessageId> {
            YX_TRY(const auto claimed,
                   storage::claim_messages(
                       transaction,
                       {domain::MessageChannel::sms, gateway, std::chrono::seconds(60), 1},
                       clock_.now()));
            YX_CHECK(storage::finish_message(
                transaction, {claimed.at(0).id, claimed.at(0).fence, gateway, ""}, clock_.now()));
            return claimed.at(0).id;
        });
        EXPECT_TRUE(id) << id.error().describe();
        return id ? *id : MessageId{};
    }
    std::vector<storage::MessageLine> log(const std::string& state = "") {
        const domain::StaffActor sysadmin{domain::StaffId{1},
                                          "演示",
                                          domain::RoleSet{domain::StaffRole::system_administrator},
                                          "",
                                          ""};
        const Instant from = start_of(civil_day(clock_.now()));
        const auto read = run(read_message_log(
            services(), sysadmin, {from, from + std::chrono::hours(24), {}, state}));
        EXPECT_TRUE(read) << read.error().describe();
        return read ? read->lines : std::vector<storage::MessageLine>();
    }
    SignedReceipts signed_receipts(const std::string& gateway, Instant at) {
        SignedReceipts posted{gateway, std::to_string(epoch_of(at)), "abc", "", "{}"};
        posted.signature =
            "v1=" + crypto::gateway_signature(keys_of_gateways_.at("first").expose_bytes(),
                                              posted.time,
                                              posted.nonce,
                                              posted.body);
        return posted;
    }

    GatewayKeys keys_of_gateways_;
};

TEST_F(MessagesTest, wait_where_there_is_a_gateway_and_count_as_sent_in_a_plain_demonstration) {
    queue({"bound", {}});
    ASSERT_EQ(log().size(), 1U);
    EXPECT_EQ(log().front().state, "queued");
    settings_.messages.gateways.clear();
    queue({"bound", {}, Language::en});
    EXPECT_EQ(log("sent").size(), 1U);
    EXPECT_EQ(messages().front().message.language, Language::en);
}

TEST_F(MessagesTest, can_be_read_in_a_demonstration_only) {
    services().is_demonstration = false;
    const auto list = run(list_demo_messages(services(), 10));
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().code(), ErrorCode::not_found);
}

TEST_F(MessagesTest, one_gateway_that_works_is_enough_for_a_code) {
    EXPECT_TRUE(required());
    pause("first");
    EXPECT_TRUE(required());
    pause("second");
    const auto refused = required();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::messages_unavailable);
    EXPECT_EQ(refused.error().retry_after(), std::chrono::seconds(30));
    clock_.pass(std::chrono::seconds(30));
    EXPECT_TRUE(required()) << "the first who asks tries it for the others";
}

TEST_F(MessagesTest, a_gateway_that_has_carried_all_it_may_is_as_good_as_away) {
    for (const char* name : {"first", "second"}) {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return storage::take_of_day(transaction, name, 10, 10, clock_.now());
        }));
    }
    EXPECT_FALSE(required());
    clock_.pass(std::chrono::hours(24));
    EXPECT_TRUE(required());
}

TEST_F(MessagesTest, no_code_is_asked_for_while_none_can_come_whoever_asks) {
    make_account();
    pause("first");
    pause("second");
    const auto known = run(request_login_code(services(), "13800001234", origin()));
    const auto unknown = run(request_login_code(services(), "13900009999", origin()));
    ASSERT_FALSE(known);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(known.error().code(), ErrorCode::messages_unavailable);
    EXPECT_EQ(unknown.error().code(), ErrorCode::messages_unavailable);
    EXPECT_TRUE(log().empty());
}

TEST_F(MessagesTest, receipts_must_be_signed_and_fresh) {
    const Instant now = clock_.now();
    EXPECT_TRUE(check_receipts(services(), signed_receipts("first", now)));
    EXPECT_FALSE(check_receipts(services(), signed_receipts("second", now))) << "another's key";
    EXPECT_FALSE(check_receipts(services(), signed_receipts("third", now)));
    EXPECT_FALSE(
        check_receipts(services(), signed_receipts("first", now - std::chrono::seconds(301))));
    EXPECT_FALSE(
        check_receipts(services(), signed_receipts("first", now + std::chrono::seconds(301))));
    SignedReceipts changed = signed_receipts("first", now);
    changed.body = "{ }";
    EXPECT_FALSE(check_receipts(services(), changed));
}

TEST_F(MessagesTest, the_first_receipt_of_its_own_gateway_counts) {
    queue({"bound", {}});
    const MessageId id = send_by("first");
    EXPECT_TRUE(run(note_receipts(services(), "second", {{id, true, ""}})));
    EXPECT_EQ(log().front().state, "sent") << "another gateway knows nothing of it";
    EXPECT_TRUE(run(note_receipts(services(), "first", {{id, true, ""}})));
    EXPECT_TRUE(run(note_receipts(services(), "first", {{id, false, "LATE"}, {id, true, ""}})));
    EXPECT_EQ(log().front().state, "delivered");
    queue({"bound", {}});
    const MessageId lost = send_by("first");
    EXPECT_TRUE(run(note_receipts(services(), "first", {{lost, false, "OFF"}})));
    EXPECT_EQ(log("failed").front().reason, "OFF");
}

TEST_F(MessagesTest, a_code_comes_in_the_language_of_the_page) {
    settings_.messages.gateways.clear();
    make_account();
    Origin english = origin();
    english.language = Language::en;
    const auto ticket = run(request_login_code(services(), "13800001234", english));
    ASSERT_TRUE(ticket) << ticket.error().describe();
    EXPECT_EQ(messages().front().message.language, Language::en);
    clock_.pass(code_resend_wait);
    ASSERT_TRUE(run(resend_code(services(), CodePurpose::login, ticket->token, origin())));
    EXPECT_EQ(messages().front().message.language, Language::en) << "and so does the next one";
}

TEST_F(MessagesTest, their_log_is_the_system_administrators) {
    const domain::StaffActor clerk{
        domain::StaffId{1}, "演示", domain::RoleSet{domain::StaffRole::clerk}, "", ""};
    const auto read = run(read_message_log(services(), clerk, {}));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), ErrorCode::forbidden);
}

}  // namespace
}  // namespace yinxin::service
