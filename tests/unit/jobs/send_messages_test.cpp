// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/send_messages.hpp"

#include "scripted_authority.hpp"
#include "support/scratch_directory.hpp"
#include "support/test_database.hpp"
#include "support/test_suite.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/gateway_signature.hpp"
#include "yinxin/domain/message.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/messages.hpp"

#include <gtest/gtest.h>

namespace yinxin::jobs {
namespace {

using domain::MessageChannel;
using test::ArrivedRequest;
using test::ScriptedAuthority;

class SetClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override { return now_; }
    void pass(std::chrono::seconds length) { now_ += length; }

  private:
    Instant now_ = start_of(make_day(2026, 11, 23)) + std::chrono::hours(9);
};

ScriptedAuthority::Script says(int status, std::string body = "{}") {
    return [status, body](const ArrivedRequest&) {
        return std::optional(test::http_response(status, as_bytes(body)));
    };
}

std::string header(const ArrivedRequest& request, const std::string& name) {
    const std::size_t at = request.head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 4;
    return request.head.substr(begin, request.head.find("\r\n", begin) - begin);
}

/// Counts what is written through it.
class CountingStore final : public storage::Store {
  public:
    explicit CountingStore(storage::Store& inner) : inner_(inner) {}
    [[nodiscard]] int writes() const { return writes_; }

  protected:
    Result<void> run_read(const std::function<void(storage::Reader&)>& work) override {
        return (inner_.*&Inner::run_read)(work);
    }
    void submit(Unit unit) override {
        ++writes_;
        (inner_.*&Inner::submit)(std::move(unit));
    }

  private:
    struct Inner : Store {
        using Store::run_read;
        using Store::submit;
    };
    storage::Store& inner_;
    int writes_ = 0;
};

class SendMessages : public testing::Test {
  protected:
    void SetUp() override {
        store_ = test::new_store(directory_.path(), clock_.now());
        ASSERT_TRUE(storage::DataKeys::create(directory_.path(), test::suite()));
        ASSERT_TRUE(store_->write_now([](storage::Transaction& transaction) {
            return storage::choose_suite(transaction, test::suite());
        }));
        auto keys = storage::DataKeys::load(directory_.path());
        ASSERT_TRUE(keys) << keys.error().describe();
        keys_ = std::make_unique<storage::DataKeys>(std::move(*keys));
        add_gateway("first", first_.url());
        add_gateway("second", second_.url());
        ASSERT_TRUE(store_->write_now([](storage::Transaction& transaction) {
            return storage::enter_gateways(transaction, {"first", "second"});
        }));
    }

    void add_gateway(const std::string& name,
                     const std::string& url,
                     MessageChannel channel = MessageChannel::sms) {
        config::MessageGateway gateway;
        gateway.name = name;
        gateway.channel = channel;
        gateway.url = url;
        gateway.sign_name = "演示";
        gateway.daily_cap = 100;
        gateway.deadline = std::chrono::seconds(1);
        for (const domain::MessageKind& kind : domain::message_kinds()) {
            if (!domain::goes_by(kind, channel)) continue;
            config::MessageTemplate one{
                std::string(kind.name), "T_" + std::string(kind.name), "E", {}};
            if (channel == MessageChannel::mail) {
                one.subject = "通知";
                one.subject_en = "Notice";
            }
            if (kind.has_code) one.parameters = {"minutes", "code"};
            gateway.templates.push_back(std::move(one));
        }
        gateways_.gateways.push_back(std::move(gateway));
        secrets_.emplace(name, Secret(std::string(32, name.front())));
    }

    void queue(const std::string& name,
               const std::string& language = "zh-CN",
               const domain::Recipient& to = domain::Mobile{"+8613800001234"}) {
        storage::NewMessage message{to, name, language, {}, {}, false};
        if (domain::find_message_kind(name)->has_code) {
            message.parameters = {{"code", "123456"}, {"minutes", "10"}};
            message.expires_at = clock_.now() + std::chrono::minutes(10);
        }
        ASSERT_TRUE(store_->write_now([&](storage::Transaction& transaction) {
            return storage::insert_message(transaction, *keys_, message, clock_.now());
        }));
    }

    std::int64_t round() { return round(*store_); }
    std::int64_t round(storage::Store& store, MessageChannel channel = MessageChannel::sms) {
        const auto done = send_messages({store, *keys_, gateways_, secrets_, clock_, channel});
        EXPECT_TRUE(done) << done.error().describe();
        return done ? *done : -1;
    }

    std::vector<storage::MessageLine> log() {
        const auto lines = store_->read_now([this](storage::Reader& reader) {
            return storage::list_message_log(
                reader, {instant_of(0), clock_.now() + std::chrono::hours(1), {}, {}}, 100);
        });
        EXPECT_TRUE(lines);
        return lines ? *lines : std::vector<storage::MessageLine>();
    }
    std::string newest() {
        const auto lines = log();
        if (lines.empty()) return "nothing";
        return lines.front().state + " " + lines.front().gateway + " " + lines.front().reason;
    }
    storage::GatewayStanding standing(const std::string& name) {
        const auto all = store_->read_now(
            [](storage::Reader& reader) { return storage::list_gateways(reader); });
        EXPECT_TRUE(all);
        for (const storage::GatewayStanding& each : *all)
            if (each.name == name) return each;
        ADD_FAILURE() << "no gateway " << name;
        return {};
    }

    void drop_template(std::size_t gateway, std::string_view name) {
        std::erase_if(gateways_.gateways.at(gateway).templates,
                      [name](const config::MessageTemplate& one) { return one.message == name; });
    }

    /// A receipt for the message that a gateway was just posted.
    void receive(const ArrivedRequest& request, const std::string& gateway, bool is_delivered) {
        const std::string body(as_text(request.body));
        const std::size_t begin = body.find("\"id\":\"") + 6;
        const auto id = parse_integer(body.substr(begin, body.find('"', begin) - begin));
        ASSERT_TRUE(id) << body;
        const storage::MessageReceipt receipt{MessageId{*id}, is_delivered, "OFF"};
        ASSERT_TRUE(store_->write_now([&](storage::Transaction& transaction) {
            return storage::note_receipts(transaction, gateway, {receipt}, clock_.now());
        }));
    }

    test::ScratchDirectory directory_;
    SetClock clock_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<storage::DataKeys> keys_;
    ScriptedAuthority first_{says(200)};
    ScriptedAuthority second_{says(200)};
    config::Messages gateways_;
    std::map<std::string, Secret, std::less<>> secrets_;
};

TEST_F(SendMessages, posts_what_was_registered_signed_and_forgets_it) {
    ArrivedRequest seen;
    first_.follow([&seen](const ArrivedRequest& request) {
        seen = request;
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("login");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(newest(), "sent first ");
    const std::string body(as_text(seen.body));
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
    std::string body;
    first_.follow([&body](const ArrivedRequest& request) {
        body = as_text(request.body);
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("bound", "en");
    round();
    EXPECT_NE(body.find("\"template\":\"E\""), std::string::npos) << body;
    auto& templates = gateways_.gateways.front().templates;
    const auto bound = std::ranges::find(templates, "bound", &config::MessageTemplate::message);
    ASSERT_NE(bound, templates.end());
    bound->id_en.clear();
    queue("bound", "en");
    round();
    EXPECT_NE(body.find("\"template\":\"T_bound\""), std::string::npos) << body;
}

TEST_F(SendMessages, codes_go_before_what_was_queued_earlier) {
    std::vector<std::string> order;
    first_.follow([&order](const ArrivedRequest& request) {
        const std::string body(as_text(request.body));
        order.push_back(body.find("T_login") == std::string::npos ? "bound" : "login");
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    gateways_.gateways.front().daily_cap = 1;
    queue("bound");
    queue("login");
    round();
    EXPECT_EQ(order, std::vector<std::string>{"login"});
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

TEST_F(SendMessages, a_receipt_that_is_here_before_the_answer_is_written_counts) {
    first_.follow([this](const ArrivedRequest& request) {
        receive(request, "first", true);
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("login");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(newest(), "delivered first ");
    EXPECT_EQ(standing("first").taken, 1);
    clock_.pass(std::chrono::seconds(61));
    EXPECT_EQ(round(), 0) << "it is not sent again";
}

TEST_F(SendMessages, a_receipt_of_failure_before_the_answer_is_the_last_word) {
    first_.follow([this](const ArrivedRequest& request) {
        receive(request, "first", false);
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("login");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(newest(), "failed first OFF");
}

TEST_F(SendMessages, a_gateway_that_delivered_and_did_not_answer_is_believed) {
    first_.follow([this](const ArrivedRequest& request) {
        receive(request, "first", true);
        return std::optional(test::http_response(503, as_bytes(std::string("{}"))));
    });
    queue("login");
    round();
    EXPECT_EQ(newest(), "delivered first ");
    EXPECT_EQ(second_.requests(), 0) << "nobody gets it twice";
}

TEST_F(SendMessages, a_gateway_that_was_not_asked_can_say_nothing_of_a_message) {
    first_.follow([this](const ArrivedRequest& request) {
        receive(request, "second", true);
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("login");
    round();
    EXPECT_EQ(newest(), "sent first ");
}

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
    std::string body;
    post_.follow([&body](const ArrivedRequest& request) {
        body = as_text(request.body);
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("mail_new", "zh-CN", zhang_);
    EXPECT_EQ(round(), 0) << "a round of text messages leaves it alone";
    EXPECT_EQ(mail_round(), 1);
    EXPECT_EQ(newest(), "sent post ");
    EXPECT_NE(body.find("\"to\":\"zhang.yan@example.com\",\"sign\":\"演示\","
                        "\"template\":\"T_mail_new\",\"subject\":\"通知\","
                        "\"parameters\":[\"10\",\"123456\"]}"),
              std::string::npos)
        << body;
    EXPECT_EQ(log().front().masked_recipient, "z***@example.com");
    queue("copy_ready", "en", zhang_);
    mail_round();
    EXPECT_NE(body.find("\"template\":\"E\",\"subject\":\"Notice\""), std::string::npos) << body;
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
