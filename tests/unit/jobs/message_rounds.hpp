// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scripted_authority.hpp"
#include "support/scratch_directory.hpp"
#include "support/test_database.hpp"
#include "support/test_suite.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/message.hpp"
#include "yinxin/jobs/send_messages.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/messages.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

/// Rounds of sending to two gateways that the test plays.
namespace yinxin::jobs {

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

inline ScriptedAuthority::Script says(int status, std::string body = "{}") {
    return [status, body](const ArrivedRequest&) {
        return std::optional(test::http_response(status, as_bytes(body)));
    };
}

inline std::string header(const ArrivedRequest& request, const std::string& name) {
    const std::size_t at = request.head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 4;
    return request.head.substr(begin, request.head.find("\r\n", begin) - begin);
}

inline std::string body_of(const ArrivedRequest& request) {
    return std::string(as_text(request.body));
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
        gateway.deadline = std::chrono::seconds(20);  // of a loaded machine
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
        const std::string body = body_of(request);
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

}  // namespace yinxin::jobs
