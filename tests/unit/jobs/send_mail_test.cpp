// SPDX-License-Identifier: Apache-2.0
#include "message_rounds.hpp"

namespace yinxin::jobs {
namespace {

/// Two for text messages, one for mail.
class SendMail : public SendMessages {
  protected:
    void SetUp() override {
        SendMessages::SetUp();
        add_gateway("post", post_.url(), MessageChannel::mail);
        ASSERT_TRUE(store_->write_now([](storage::Transaction& transaction) {
            return storage::enter_gateways(transaction, {"post"});
        }));
    }
    std::int64_t mail_round() { return round(*store_, MessageChannel::mail); }

    const domain::Recipient zhang_ = domain::MailAddress{"zhang.yan@example.com"};
    ScriptedAuthority post_{says(200)};
};

TEST_F(SendMail, goes_by_its_own_gateway_with_a_subject_in_its_language) {
    queue("mail_new", "zh-CN", zhang_);
    EXPECT_EQ(round(), 0) << "a round of text messages leaves it alone";
    EXPECT_EQ(mail_round(), 1);
    EXPECT_EQ(newest(), "sent post ");
    const std::string body = body_of(post_.arrived().at(0));
    EXPECT_NE(body.find("\"to\":\"zhang.yan@example.com\",\"sign\":\"演示\","
                        "\"template\":\"T_mail_new\",\"subject\":\"通知\","
                        "\"parameters\":[\"10\",\"123456\"]}"),
              std::string::npos)
        << body;
    EXPECT_EQ(log().front().masked_recipient, "z***@example.com");
    queue("copy_ready", "en", zhang_);
    mail_round();
    const std::string english = body_of(post_.arrived().at(1));
    EXPECT_NE(english.find("\"template\":\"E\",\"subject\":\"Notice\""), std::string::npos)
        << english;
}

TEST_F(SendMail, an_outage_of_one_channel_stops_nothing_of_the_other) {
    post_.follow(says(503));
    for (int i = 0; i < 3; ++i)
        queue("copy_ready", "zh-CN", zhang_);
    mail_round();
    EXPECT_TRUE(standing("post").is_paused(clock_.now()));
    queue("login");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(newest(), "sent first ");
    first_.follow(says(503));
    second_.follow(says(503));
    for (int i = 0; i < 3; ++i)
        queue("bound");
    round();
    EXPECT_TRUE(standing("first").is_paused(clock_.now()));
    EXPECT_TRUE(standing("second").is_paused(clock_.now()));
    post_.follow(says(200));
    clock_.pass(std::chrono::seconds(31));
    const int texts = first_.requests() + second_.requests();
    while (mail_round() > 0) {
    }
    EXPECT_EQ(first_.requests() + second_.requests(), texts) << "no address goes to a carrier";
    int arrived = 0;
    for (const storage::MessageLine& line : log())
        arrived += line.gateway == "post" && line.state == "sent" ? 1 : 0;
    EXPECT_EQ(arrived, 3);
}

TEST_F(SendMail, a_cap_and_a_code_that_is_over_are_each_channels_own) {
    gateways_.gateways.back().daily_cap = 1;
    queue("copy_ready", "zh-CN", zhang_);
    queue("mail_new", "zh-CN", zhang_);
    EXPECT_EQ(mail_round(), 1);
    EXPECT_EQ(mail_round(), 0);
    EXPECT_EQ(standing("post").taken, 1);
    EXPECT_EQ(standing("first").taken, 0);
    queue("mail_new", "zh-CN", zhang_);
    clock_.pass(std::chrono::minutes(10));
    round();
    EXPECT_EQ(log().front().state, "queued");
    mail_round();
    EXPECT_EQ(log().front().reason, "expired");
}

}  // namespace
}  // namespace yinxin::jobs
