// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/messages.hpp"

#include "account_world.hpp"

namespace yinxin::service {
namespace {

class RecordingGateway final : public MessageGateway {
  public:
    Task<Result<void>> send(const domain::Mobile& to, const Message& message) override {
        if (refuse_) co_return Error(*refuse_);
        sent_.push_back(to.e164 + " " + message.name);
        co_return ok();
    }
    std::optional<ErrorCode> refuse_;
    std::vector<std::string> sent_;
};

class MessagesTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        services().is_demonstration = false;
    }
    void queue(const char* name, std::map<std::string, std::string> parameters) {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return queue_message(transaction,
                                 services(),
                                 mobile("13800001234"),
                                 Message{name, parameters},
                                 clock_.now());
        }));
    }
    std::int64_t deliver() {
        const auto sent = run(deliver_messages(services(), gateway_, 10));
        EXPECT_TRUE(sent) << sent.error().describe();
        return sent ? *sent : -1;
    }
    RecordingGateway gateway_;
};

TEST_F(MessagesTest, queued_messages_are_sent_once_and_in_order) {
    queue("bound", {});
    queue("login", {{"code", "123456"}});
    EXPECT_EQ(deliver(), 2);
    EXPECT_EQ(gateway_.sent_,
              (std::vector<std::string>{"+8613800001234 bound", "+8613800001234 login"}));
    EXPECT_EQ(deliver(), 0);
    static constexpr storage::Statement left{
        "test.left", "SELECT COUNT(message_id) FROM message WHERE LENGTH(to_sealed) > 0"};
    EXPECT_EQ(rows<std::int64_t>(left).front(), 0);
}

TEST_F(MessagesTest, a_code_that_has_expired_meanwhile_is_not_sent) {
    queue("login", {{"code", "123456"}});
    clock_.pass(code_lifetime);
    EXPECT_EQ(deliver(), 0);
    EXPECT_TRUE(gateway_.sent_.empty());
}

TEST_F(MessagesTest, while_the_network_is_away_messages_wait) {
    queue("bound", {});
    gateway_.refuse_ = ErrorCode::unavailable;
    EXPECT_EQ(deliver(), 0);
    gateway_.refuse_.reset();
    EXPECT_EQ(deliver(), 1);
}

TEST_F(MessagesTest, a_number_the_network_refuses_does_not_stop_the_others) {
    queue("bound", {});
    gateway_.refuse_ = ErrorCode::invalid_input;
    EXPECT_EQ(deliver(), 0);
    gateway_.refuse_.reset();
    queue("bound", {});
    EXPECT_EQ(deliver(), 1);
}

TEST_F(MessagesTest, messages_can_be_read_in_a_demonstration_only) {
    queue("bound", {});
    const auto list = run(list_demo_messages(services(), 10));
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace yinxin::service
