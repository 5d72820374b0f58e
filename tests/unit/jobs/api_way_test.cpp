// SPDX-License-Identifier: Apache-2.0
// The way of the API below its doors: a client asks, the holder sees it, a change is told.
#include "support/small_house.hpp"

#include "yinxin/jobs/change_feed.hpp"
#include "yinxin/jobs/webhooks.hpp"
#include "yinxin/service/api_changes.hpp"
#include "yinxin/service/api_checks.hpp"
#include "yinxin/service/api_clients.hpp"
#include "yinxin/signing/offline_code.hpp"
#include "yinxin/storage/checks.hpp"

#include <gtest/gtest.h>

namespace yinxin::jobs {
namespace {

using domain::ClientScope;
using service::ApiCall;
using storage::Transaction;

constexpr std::string_view holder_name = "王演示";

class ApiWay : public testing::Test {
  protected:
    template <class Work>
    auto write(Work work) {
        return test::sure(house_->store().write_now(work));
    }
    void SetUp() override {
        held_ = house_->add_holder();
        number_ = house_->one<std::string>(
            "SELECT management_no FROM certificate WHERE line_id = $1", held_.line);
        given_ = add_client();
    }
    service::GivenKey add_client(domain::ClientQuota quota = {},
                                 std::vector<std::string> networks = {}) {
        return write([&](Transaction& transaction) {
            return service::add_client(transaction,
                                       {"演示建设集团",
                                        domain::ClientMode::live,
                                        {ClientScope::status, ClientScope::changes},
                                        networks,
                                        quota,
                                        {}},
                                       {},
                                       house_->clock.now());
        });
    }
    Result<ApiCall> knock(const Secret& key,
                          std::string purpose = "入职资格审核",
                          std::optional<ClientScope> scope = ClientScope::status) {
        return house_
            ->run(service::open_call(house_->services(),
                                     {key, "192.0.2.7", scope, "test", std::move(purpose)}))
            .call;
    }
    ErrorCode refusal(const Secret& key,
                      std::string purpose = "入职资格审核",
                      std::optional<ClientScope> scope = ClientScope::status) {
        const auto call = knock(key, std::move(purpose), scope);
        return call ? ErrorCode::internal : call.error().code();
    }
    Result<service::CertificateStanding> ask(const ApiCall& call,
                                             const std::string& number,
                                             std::string_view name = holder_name) {
        return house_->run(
            service::ask_certificate(house_->services(), call, {number, std::string(name)}));
    }
    std::vector<std::string> feed(const ApiCall& call, std::int64_t since = 0) {
        return test::sure(house_->run(service::read_changes(house_->services(), call, since, 10)))
            .changes;
    }
    std::int64_t tell() {
        return test::sure(tell_changes(house_->store(), house_->keys(), house_->clock.now(), 10));
    }
    std::int64_t queued() { return house_->one("SELECT count(*) FROM status_change"); }

    test::ScratchHouse house_;
    test::Held held_;
    std::string number_;
    service::GivenKey given_;
};

TEST_F(ApiWay, the_holder_sees_who_asked_and_why) {
    const ApiCall call = test::sure(knock(given_.text));
    ASSERT_TRUE(ask(call, number_));
    const auto checks = test::sure(house_->store().read_now([&](storage::Reader& reader) {
        return storage::list_checks(reader, house_->keys(), held_.holder, house_->clock.now(), 9);
    }));
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0].checker_name, "演示建设集团");
    EXPECT_EQ(checks[0].purpose, "入职资格审核");
    EXPECT_EQ(checks[0].door, storage::Door::api);
    const auto calls = test::sure(house_->run(
        service::list_own_calls(house_->services(), call, storage::CallId{INT64_MAX}, 9)));
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].purpose, "入职资格审核");
}

TEST_F(ApiWay, a_number_of_somebody_else_and_no_number_are_one_answer) {
    const ApiCall call = test::sure(knock(given_.text));
    const auto other = ask(call, number_, "李演示");
    const auto none = ask(call, "X" + number_);
    ASSERT_FALSE(other);
    ASSERT_FALSE(none);
    EXPECT_EQ(other.error().code(), ErrorCode::not_found);
    EXPECT_EQ(other.error().describe(), none.error().describe());
    EXPECT_EQ(house_->one("SELECT count(*) FROM certificate_check"), 0);
}

TEST_F(ApiWay, five_wrong_names_close_a_number_for_an_hour_even_for_the_right_one) {
    const ApiCall call = test::sure(knock(given_.text));
    for (int i = 0; i < 5; ++i)
        EXPECT_FALSE(ask(call, number_, "李演示"));
    EXPECT_EQ(ask(call, number_).error().code(), ErrorCode::too_many_requests);
    house_->clock.advance(std::chrono::hours(2));
    EXPECT_TRUE(ask(test::sure(knock(given_.text)), number_));
}

TEST_F(ApiWay, whoever_guesses_runs_out_of_misses) {
    const auto poor = add_client({.misses_per_day = 2});
    const ApiCall call = test::sure(knock(poor.text));
    EXPECT_FALSE(ask(call, "X1" + number_));
    EXPECT_FALSE(ask(call, "X2" + number_));
    EXPECT_EQ(ask(call, number_).error().code(), ErrorCode::api_too_many_misses);
}

TEST_F(ApiWay, only_the_right_live_key_opens_and_all_others_get_one_answer) {
    const std::string text = given_.text.expose();
    std::string wrong = text;
    wrong.back() = wrong.back() == 'a' ? 'b' : 'a';
    EXPECT_EQ(refusal(Secret(wrong)), ErrorCode::api_key_invalid);
    EXPECT_EQ(refusal(Secret(std::string())), ErrorCode::api_key_invalid);
    EXPECT_TRUE(knock(given_.text));
    write([&](Transaction& transaction) -> Result<void> {
        return service::end_key(transaction, given_.client, given_.prefix, {}, house_->clock.now());
    });
    EXPECT_EQ(refusal(given_.text), ErrorCode::api_key_invalid);
}

TEST_F(ApiWay, no_key_stands_in_the_database) {
    const std::string secret = given_.text.expose().substr(given_.text.expose().rfind('_') + 1);
    EXPECT_EQ(house_->one("SELECT count(*) FROM api_key WHERE secret_hash = $1", as_bytes(secret)),
              0);
    EXPECT_EQ(house_->one("SELECT count(*) FROM audit_event WHERE kind = 'client.added'"), 1);
}

TEST_F(ApiWay, a_rotated_key_works_until_the_overlap_is_over) {
    const auto rotate = [&](std::chrono::seconds overlap) {
        return house_->store().write_now([&](Transaction& transaction) {
            return service::rotate_key(
                transaction, given_.client, overlap, {}, house_->clock.now());
        });
    };
    const service::GivenKey fresh = test::sure(rotate(Days(7)));
    EXPECT_TRUE(knock(given_.text));
    EXPECT_TRUE(knock(fresh.text));
    EXPECT_EQ(rotate(Days(7)).error().code(), ErrorCode::api_two_keys_live);
    house_->clock.advance(Days(7));
    EXPECT_EQ(refusal(given_.text), ErrorCode::api_key_invalid);
    EXPECT_TRUE(knock(fresh.text));
}

TEST_F(ApiWay, scope_address_and_purpose_are_asked_for) {
    EXPECT_EQ(refusal(given_.text, "用途", ClientScope::verify), ErrorCode::api_scope_missing);
    EXPECT_EQ(refusal(given_.text, ""), ErrorCode::purpose_invalid);
    const auto elsewhere = add_client({}, {"203.0.113.0/24"});
    EXPECT_EQ(refusal(elsewhere.text), ErrorCode::api_address_refused);
    EXPECT_EQ(house_->one("SELECT count(*) FROM api_call"), 0);
}

TEST_F(ApiWay, the_quota_of_a_minute_comes_back_with_the_next_one) {
    const auto poor = add_client({.per_minute = 2});
    EXPECT_TRUE(knock(poor.text));
    EXPECT_TRUE(knock(poor.text));
    EXPECT_EQ(refusal(poor.text), ErrorCode::too_many_requests);
    house_->clock.advance(std::chrono::minutes(1));
    EXPECT_TRUE(knock(poor.text));
}

TEST_F(ApiWay, a_change_is_told_to_those_who_asked_and_to_nobody_else) {
    const ApiCall call = test::sure(knock(given_.text));
    const ApiCall other = test::sure(knock(add_client().text));
    const std::string id = test::sure(ask(call, number_)).certificate_id;
    house_->set_status(held_, domain::CertificateStatus::revoked);
    EXPECT_EQ(queued(), 1);
    EXPECT_EQ(tell(), 1);
    EXPECT_EQ(queued(), 0);
    const auto changes = feed(call);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_NE(changes[0].find(id), std::string::npos);
    EXPECT_NE(changes[0].find(R"("status":"revoked","former":"valid")"), std::string::npos);
    EXPECT_EQ(changes[0].find(number_), std::string::npos);
    EXPECT_EQ(feed(call), changes) << "reading changes nothing";
    EXPECT_TRUE(feed(call, 1).empty());
    EXPECT_TRUE(feed(other).empty());
}

TEST_F(ApiWay, a_change_that_was_taken_back_is_not_told) {
    EXPECT_FALSE(house_->store().write_now([&](Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(
            storage::Statement{"test.revoke",
                               "UPDATE certificate SET status = 'revoked' WHERE line_id = $1"},
            held_.line));
        return Error(ErrorCode::conflict, "thought better of it");
    }));
    EXPECT_EQ(queued(), 0);
}

TEST_F(ApiWay, a_recall_reaches_every_certificate_of_the_batch_that_is_followed) {
    const ApiCall call = test::sure(knock(given_.text));
    ASSERT_TRUE(ask(call, number_));
    house_->change("UPDATE batch SET state = 'recalled' WHERE batch_id = $1", held_.batch);
    EXPECT_EQ(tell(), 1);
    ASSERT_EQ(feed(call).size(), 1U);
    EXPECT_NE(feed(call)[0].find(R"("status":"recalled")"), std::string::npos);
    EXPECT_TRUE(test::sure(ask(test::sure(knock(given_.text)), number_)).is_recalled);
}

TEST_F(ApiWay, a_withdrawn_endorsement_is_told_to_those_who_checked_that_copy) {
    const CopyId copy = house_->endorse(held_);
    const auto code = house_->one<std::string>("SELECT copy_no FROM copy WHERE copy_id = $1", copy);
    const ApiCall call = test::sure(knock(given_.text));
    const auto answer = test::sure(
        house_->run(service::ask_copy(house_->services(), call, {code, std::nullopt, {}})));
    EXPECT_EQ(answer.report.verdict, verify::Verdict::valid);
    house_->change("UPDATE endorsement SET state = 'withdrawn' WHERE holder_id = $1", held_.holder);
    EXPECT_EQ(tell(), 1);
    ASSERT_EQ(feed(call).size(), 1U);
    EXPECT_NE(feed(call)[0].find(code), std::string::npos);
}

TEST_F(ApiWay, an_offline_code_leads_to_the_register_unless_its_signature_is_wrong) {
    const CopyId copy = house_->endorse(held_);
    signing::OfflineClaims claims;
    claims.service = house_->public_url();
    claims.copy_no = house_->one<std::string>("SELECT copy_no FROM copy WHERE copy_id = $1", copy);
    claims.made_at = house_->clock.now();
    const std::string code =
        test::sure(signing::sign_offline_code(claims, *house_->seals().offline));
    const ApiCall call = test::sure(knock(given_.text));
    const auto verdict_of = [&](const std::string& text) {
        return test::sure(
                   house_->run(service::ask_code(house_->services(), call, {text, std::nullopt})))
            .report.verdict;
    };
    EXPECT_EQ(verdict_of(code), verify::Verdict::valid);
    house_->set_status(held_, domain::CertificateStatus::revoked);
    EXPECT_EQ(verdict_of(code), verify::Verdict::revoked) << "the code alone would be valid";
    EXPECT_EQ(verdict_of(test::sure(signing::sign_offline_code(claims, house_->approval_key()))),
              verify::Verdict::untrusted);
    EXPECT_EQ(verdict_of("YX1:nonsense"), verify::Verdict::rejected);
}

TEST_F(ApiWay, a_webhook_whose_name_leads_inside_is_never_connected_and_given_up_in_the_end) {
    write([&](Transaction& transaction) -> Result<void> {
        // As if the name had led outside when it was entered.
        return storage::set_webhook(transaction,
                                    house_->keys(),
                                    given_.client,
                                    "https://localhost:9/x",
                                    Secret(std::string("whsec_x")),
                                    house_->clock.now());
    });
    const ApiCall call = test::sure(knock(given_.text, "测试", ClientScope::changes));
    const auto ping = test::sure(house_->run(service::ping_webhook(house_->services(), call)));
    const auto send = [&] {
        return test::sure(send_webhooks(
            house_->store(), house_->keys(), domain::WebhookReach::internet, house_->clock));
    };
    EXPECT_EQ(send(), 1);
    EXPECT_EQ(send(), 0) << "not before its time";
    for (int attempt = 1; webhook_retry(attempt); ++attempt) {
        house_->clock.advance(*webhook_retry(attempt));
        EXPECT_EQ(send(), 1);
    }
    const auto story =
        test::sure(house_->run(service::find_own_delivery(house_->services(), call, ping.id)));
    EXPECT_EQ(story.delivery.state, storage::DeliveryState::dead);
    EXPECT_EQ(story.attempts.size(), 10U);
    for (const storage::AttemptRow& attempt : story.attempts)
        EXPECT_EQ(attempt.failure, "address");
}

TEST_F(ApiWay, a_repeated_request_is_not_done_twice) {
    const ApiCall call = test::sure(knock(given_.text));
    const service::Repeatable request{"order-17", crypto::sha256(as_bytes("a"))};
    const auto begin = [&](const service::Repeatable& what) {
        return house_->run(service::begin_repeatable(house_->services(), call, what));
    };
    EXPECT_FALSE(test::sure(begin(request)));
    EXPECT_EQ(begin(request).error().code(), ErrorCode::api_idempotency_running);
    test::sure(house_->run(
        service::close_call(house_->services(), call, request, {200, "", "the answer"})));
    EXPECT_EQ(test::sure(begin(request))->answer, "the answer");
    EXPECT_EQ(begin({"order-17", crypto::sha256(as_bytes("b"))}).error().code(),
              ErrorCode::api_idempotency_reused);
}

}  // namespace
}  // namespace yinxin::jobs
