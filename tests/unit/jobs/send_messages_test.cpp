// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/send_messages.hpp"

#include "message_rounds.hpp"

#include "yinxin/crypto/gateway_signature.hpp"

#include <algorithm>

namespace yinxin::jobs {
namespace {

TEST_F(SendMessages, posts_what_was_registered_signed_and_forgets_it) {
    queue("login");
    EXPECT_EQ(round(), 1);
    const ArrivedRequest seen = first_.arrived().at(0);
    EXPECT_EQ(newest(), "sent first ");
    const std::string body = body_of(seen);
    EXPECT_NE(body.find("\"to\":\"+8613800001234\",\"sign\":\"演示\",\"template\":\"T_login\","
                        "\"parameters\":[\"10\",\"123456\"]}"),
              std::string::npos)
        << body;
    const std::string time = header(seen, "Yinxin-Timestamp");
    EXPECT_EQ(time, std::to_string(epoch_of(clock_.now())));
    EXPECT_EQ(
        header(seen, "Yinxin-Signature"),
        "v1=" + crypto::gateway_signature(
                    secrets_.at("first").expose_bytes(), time, header(seen, "Yinxin-Nonce"), body));
    EXPECT_EQ(round(), 0) << "it is sent once";
    static constexpr storage::Statement left{
        "test.left", "SELECT COUNT(message_id) FROM message WHERE LENGTH(to_sealed) > 0"};
    EXPECT_EQ(
        *store_->read_now([](storage::Reader& reader) { return reader.one<std::int64_t>(left); }),
        0);
}

TEST_F(SendMessages, takes_the_template_of_the_language) {
    queue("bound", "en");
    round();
    const std::string english = body_of(first_.arrived().at(0));
    EXPECT_NE(english.find("\"template\":\"E\""), std::string::npos) << english;
    auto& templates = gateways_.gateways.front().templates;
    const auto bound = std::ranges::find(templates, "bound", &config::MessageTemplate::message);
    ASSERT_NE(bound, templates.end());
    bound->id_en.clear();
    queue("bound", "en");
    round();
    const std::string chinese = body_of(first_.arrived().at(1));
    EXPECT_NE(chinese.find("\"template\":\"T_bound\""), std::string::npos) << chinese;
}

TEST_F(SendMessages, codes_go_before_what_was_queued_earlier) {
    gateways_.gateways.front().daily_cap = 1;
    queue("bound");
    queue("login");
    round();
    const auto arrived = first_.arrived();
    ASSERT_EQ(arrived.size(), 1U);
    EXPECT_NE(body_of(arrived[0]).find("T_login"), std::string::npos);
}

TEST_F(SendMessages, what_the_first_cannot_take_the_second_carries_at_once) {
    first_.follow(says(503));
    queue("login");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(newest(), "sent second ");
    EXPECT_EQ(standing("first").failures, 1);
    EXPECT_EQ(standing("first").taken, 0) << "what it did not take is not counted";
    EXPECT_EQ(standing("second").taken, 1);
}

TEST_F(SendMessages, what_the_first_has_no_template_for_the_second_carries) {
    drop_template(0, "bound");
    queue("bound");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(newest(), "sent second ");
    EXPECT_EQ(first_.requests(), 0);
    EXPECT_EQ(standing("first").failures, 0) << "that is no failure of the gateway's";
}

TEST_F(SendMessages, what_only_the_second_can_carry_waits_for_it) {
    drop_template(0, "bound");
    second_.follow(says(503));
    queue("bound");
    round();
    EXPECT_EQ(newest(), "queued second status_503");
    second_.follow(says(200));
    clock_.pass(std::chrono::minutes(1));
    round();
    EXPECT_EQ(newest(), "sent second ");
}

TEST_F(SendMessages, a_message_nobody_has_a_template_for_is_given_up) {
    drop_template(0, "bound");
    drop_template(1, "bound");
    queue("bound");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(log().front().state, "failed");
    EXPECT_EQ(log().front().reason, "no_template");
    EXPECT_EQ(first_.requests() + second_.requests(), 0);
}

TEST_F(SendMessages, a_gateway_that_hangs_is_passed_by) {
    first_.follow([](const ArrivedRequest&) { return std::optional<std::string>(); });
    gateways_.gateways[0].deadline = std::chrono::seconds(1);
    queue("login");
    round();
    EXPECT_EQ(newest(), "sent second ");
}

TEST_F(SendMessages, what_is_refused_is_not_sent_again) {
    first_.follow(says(400, "{\"reason\": \"BLACKLISTED\"}"));
    queue("login");
    round();
    EXPECT_EQ(newest(), "failed first BLACKLISTED");
    EXPECT_EQ(second_.requests(), 0);
    EXPECT_EQ(standing("first").failures, 0) << "a refusal is an answer";
}

TEST_F(SendMessages, a_reason_that_is_a_sentence_is_not_kept) {
    first_.follow(says(422, "{\"reason\":\"+86 138 0000 1234 is dead\"}"));
    queue("bound");
    round();
    EXPECT_EQ(newest(), "failed first status_422");
}

TEST_F(SendMessages, gateways_that_are_away_are_left_alone_and_tried_with_one) {
    first_.follow(says(503));
    second_.follow(says(503));
    for (int i = 0; i < 4; ++i)
        queue("bound");
    round();
    EXPECT_EQ(newest(), "queued second status_503");
    EXPECT_TRUE(standing("first").is_paused(clock_.now()));
    EXPECT_TRUE(standing("second").is_paused(clock_.now()));
    const int asked = first_.requests() + second_.requests();
    clock_.pass(std::chrono::seconds(29));
    round();
    EXPECT_EQ(first_.requests() + second_.requests(), asked) << "left alone";
    clock_.pass(std::chrono::seconds(2));
    EXPECT_EQ(round(), 1) << "one message tries it";
    EXPECT_TRUE(standing("first").is_paused(clock_.now() + std::chrono::seconds(59)));
    first_.follow(says(200));
    clock_.pass(std::chrono::seconds(3600));
    while (round() > 0) {
    }
    for (const storage::MessageLine& line : log())
        EXPECT_EQ(line.state, "sent");
}

TEST_F(SendMessages, nothing_is_written_while_every_gateway_is_left_alone) {
    first_.follow(says(503));
    second_.follow(says(503));
    for (int i = 0; i < 4; ++i)
        queue("bound");
    queue("login");
    round();
    CountingStore counting(*store_);
    for (int i = 0; i < 5; ++i) {
        clock_.pass(std::chrono::seconds(5));
        EXPECT_EQ(round(counting), 0);
    }
    EXPECT_EQ(counting.writes(), 0) << "the pause lasts half a minute";
    clock_.pass(std::chrono::seconds(6));
    EXPECT_EQ(round(counting), 1);
    EXPECT_GT(counting.writes(), 0);
}

TEST_F(SendMessages, nothing_is_written_while_every_gateway_has_carried_all_it_may) {
    gateways_.gateways[0].daily_cap = 1;
    gateways_.gateways[1].daily_cap = 1;
    for (int i = 0; i < 3; ++i)
        queue("bound");
    while (round() > 0) {
    }
    CountingStore counting(*store_);
    EXPECT_EQ(round(counting), 0);
    EXPECT_EQ(counting.writes(), 0);
}

TEST_F(SendMessages, a_code_ends_in_time_while_every_gateway_is_left_alone) {
    first_.follow(says(503));
    second_.follow(says(503));
    for (int i = 0; i < 3; ++i)
        queue("bound");
    round();
    queue("login");
    ASSERT_TRUE(store_->write_now([this](storage::Transaction& transaction) -> Result<void> {
        for (const char* name : {"first", "second"}) {
            YX_CHECK(storage::note_gateway_failure(
                transaction, name, 9, clock_.now() + std::chrono::hours(1)));
        }
        return ok();
    }));
    clock_.pass(std::chrono::minutes(10));
    EXPECT_EQ(round(), 0);
    EXPECT_EQ(newest(), "failed  expired");
}

TEST_F(SendMessages, a_code_that_has_expired_meanwhile_is_dropped) {
    queue("login");
    clock_.pass(std::chrono::minutes(10));
    EXPECT_EQ(round(), 0);
    EXPECT_EQ(newest(), "failed  expired");
    EXPECT_EQ(first_.requests(), 0);
}

TEST_F(SendMessages, what_nothing_carries_for_days_ends_whatever_its_channel) {
    queue("bound");
    gateways_.gateways.clear();
    const auto end = [this] {
        return *store_->write_now([this](storage::Transaction& transaction) {
            return storage::end_stale_messages(transaction, clock_.now());
        });
    };
    clock_.pass(Days{4});
    EXPECT_EQ(end(), 0);
    clock_.pass(std::chrono::seconds(1));
    EXPECT_EQ(end(), 1);
    EXPECT_EQ(newest(), "failed  not_carried");
    const auto readable = *store_->read_now(
        [](storage::Reader& reader) { return storage::list_newest_messages(reader, 10); });
    EXPECT_TRUE(readable.empty()) << "to whom it was is forgotten";
}

TEST_F(SendMessages, a_message_is_given_up_after_its_tries) {
    first_.follow(says(503));
    second_.follow(says(503));
    queue("bound");
    int rounds = 0;
    while (log().front().state == "queued" && ++rounds < 100) {
        round();
        clock_.pass(std::chrono::hours(25));
    }
    EXPECT_EQ(newest(), "failed second status_503");
    EXPECT_EQ(log().front().attempts, 9);
}

TEST_F(SendMessages, the_cap_of_a_day_holds_and_is_an_alarm) {
    gateways_.gateways[0].daily_cap = 2;
    gateways_.gateways[1].daily_cap = 1;
    for (int i = 0; i < 5; ++i)
        queue("bound");
    while (round() > 0) {
    }
    EXPECT_EQ(first_.requests(), 2);
    EXPECT_EQ(second_.requests(), 1);
    static constexpr storage::Statement alarms{"test.alarms",
                                               "SELECT COUNT(alarm_id) FROM alarm WHERE kind = "
                                               "'message_failing' AND detail = 'daily_cap'"};
    EXPECT_EQ(
        *store_->read_now([](storage::Reader& reader) { return reader.one<std::int64_t>(alarms); }),
        2);
    clock_.pass(std::chrono::hours(24));
    EXPECT_EQ(round(), 2) << "the next day goes on";
}

TEST_F(SendMessages, what_another_node_has_in_hand_is_not_sent_twice) {
    queue("bound");
    const auto claimed = store_->write_now([this](storage::Transaction& transaction) {
        return storage::claim_messages(transaction,
                                       {MessageChannel::sms, "first", std::chrono::seconds(60), 10},
                                       clock_.now());
    });
    ASSERT_TRUE(claimed);
    ASSERT_EQ(claimed->size(), 1U);
    EXPECT_EQ(round(), 0);
    clock_.pass(std::chrono::seconds(61));
    EXPECT_EQ(round(), 1) << "that node has died";
    // It has not: what it says comes too late.
    const auto late = store_->write_now([&](storage::Transaction& transaction) {
        return storage::finish_message(
            transaction,
            {claimed->front().id, claimed->front().fence, "second", "timeout"},
            clock_.now());
    });
    EXPECT_TRUE(late);
    EXPECT_EQ(newest(), "sent first ");
}

TEST(GatewayPause, grows_and_has_an_end) {
    EXPECT_EQ(gateway_pause(2), std::chrono::seconds(0));
    EXPECT_EQ(gateway_pause(3), std::chrono::seconds(30));
    EXPECT_EQ(gateway_pause(4), std::chrono::seconds(60));
    EXPECT_EQ(gateway_pause(1000), std::chrono::seconds(300));
}

TEST(MessageRetry, of_a_code_ends_before_the_code_does) {
    std::chrono::seconds all{0};
    int attempts = 1;
    while (const auto wait = message_retry(attempts, true)) {
        all += *wait;
        ++attempts;
    }
    EXPECT_LT(all, std::chrono::minutes(10));
    EXPECT_GT(message_retry(1, false), message_retry(1, true));
}

}  // namespace
}  // namespace yinxin::jobs
