// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/remote_timestamper.hpp"

#include "unit/jobs/scripted_authority.hpp"
#include "unit/signing/demonstration.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <gmock/gmock.h>

namespace yinxin::jobs {
namespace {

using namespace std::chrono_literals;
using test::ArrivedRequest;
using test::demonstration_now;
using test::http_response;
using test::ScriptedAuthority;
using testing::HasSubstr;

class RemoteTimestamps : public test::WithDemonstration {
  protected:
    static crypto::Digest32 imprint() { return crypto::sha256(as_bytes("signature value")); }

    /// Answers as an authority does.
    static ScriptedAuthority::Script good() {
        return [authority = authority()](const ArrivedRequest& request) {
            return http_response(200, *authority->respond(request.body, demonstration_now));
        };
    }
    static ScriptedAuthority::Script silent() {
        return [](const ArrivedRequest&) { return std::optional<std::string>(); };
    }
    RemoteTimestamper ask(const std::string& url, std::chrono::milliseconds deadline = 10s) {
        return RemoteTimestamper(
            {.url = url, .deadline = deadline, .trust = trust(), .clock = [this] {
                 return time_;
             }});
    }
    /// The error of asking an authority that follows this script.
    Error error_of(ScriptedAuthority::Script script) {
        const ScriptedAuthority server(std::move(script));
        auto token = ask(server.url()).token(imprint(), demonstration_now);
        if (token) throw std::runtime_error("a token came back");
        EXPECT_EQ(token.error().code(), ErrorCode::timestamp_unavailable);
        return token.error();
    }

    std::chrono::steady_clock::time_point time_ = std::chrono::steady_clock::now();
};

TEST_F(RemoteTimestamps, a_token_comes_back_that_verifies_and_fits) {
    const ScriptedAuthority server(good());
    const RemoteTimestamper timestamper = ask(server.url());
    const auto token = timestamper.token(imprint(), demonstration_now);
    ASSERT_TRUE(token) << token.error().describe();
    const auto info = signing::verify_token(*token, imprint(), *trust());
    ASSERT_TRUE(info) << info.error().describe();
    EXPECT_EQ(info->at, demonstration_now);
    EXPECT_LE(token->size(), timestamper.token_room());
    const std::string head = server.arrived().at(0).head;
    EXPECT_THAT(head, testing::StartsWith("POST /tsa HTTP/1.1\r\n"));
    EXPECT_THAT(head, HasSubstr("Content-Type: application/timestamp-query\r\n"));
}

TEST_F(RemoteTimestamps, every_request_has_a_nonce_of_its_own) {
    const ScriptedAuthority server(good());
    const RemoteTimestamper timestamper = ask(server.url());
    ASSERT_TRUE(timestamper.token(imprint(), demonstration_now));
    ASSERT_TRUE(timestamper.token(imprint(), demonstration_now));
    const auto arrived = server.arrived();
    EXPECT_NE(arrived.at(0).body, arrived.at(1).body);
}

TEST_F(RemoteTimestamps, an_answer_that_is_not_ok_is_no_answer) {
    EXPECT_THAT(error_of([](const ArrivedRequest&) { return http_response(500, {}); }).detail(),
                HasSubstr("HTTP status 500"));
}

TEST_F(RemoteTimestamps, redirects_are_not_followed) {
    const ScriptedAuthority elsewhere(good());
    const Error error = error_of([&](const ArrivedRequest&) {
        return http_response(307, {}, "Location: " + elsewhere.url() + "\r\n");
    });
    EXPECT_THAT(error.detail(), HasSubstr("HTTP status 307"));
    EXPECT_EQ(elsewhere.requests(), 0);
}

TEST_F(RemoteTimestamps, a_silent_authority_costs_the_deadline_and_no_more) {
    const ScriptedAuthority server(silent());
    const auto start = std::chrono::steady_clock::now();
    const auto token = ask(server.url(), 100ms).token(imprint(), demonstration_now);
    const auto took = std::chrono::steady_clock::now() - start;
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().code(), ErrorCode::timestamp_unavailable);
    EXPECT_GE(took, 90ms);
    EXPECT_LT(took, 5s);
}

TEST_F(RemoteTimestamps, nobody_at_the_address_is_unavailable_too) {
    std::string url;
    {
        const ScriptedAuthority gone(silent());
        url = gone.url();
    }
    const auto token = ask(url).token(imprint(), demonstration_now);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().code(), ErrorCode::timestamp_unavailable);
}

TEST_F(RemoteTimestamps, an_answer_beyond_the_limit_is_dropped) {
    const Error error = error_of(
        [](const ArrivedRequest&) { return http_response(200, Bytes(64 * 1024 + 1, 0x30)); });
    EXPECT_THAT(error.detail(), HasSubstr("too long"));
}

TEST_F(RemoteTimestamps, an_answer_to_another_request_is_not_taken) {
    // The same imprint with another nonce: somebody replays an old answer.
    const Error error = error_of([](const ArrivedRequest&) {
        const signing::TimestampRequest other = signing::make_timestamp_request(imprint());
        return http_response(200, *authority()->respond(other.der, demonstration_now));
    });
    EXPECT_THAT(error.detail(), HasSubstr("another request"));
}

TEST_F(RemoteTimestamps, a_refusal_names_the_authoritys_status) {
    const Error error = error_of([](const ArrivedRequest&) {
        return http_response(200, *authority()->respond(as_bytes("no request"), demonstration_now));
    });
    EXPECT_THAT(error.detail(), HasSubstr("status 2"));
}

TEST_F(RemoteTimestamps, a_page_of_html_is_no_token) {
    error_of([](const ArrivedRequest&) { return http_response(200, as_bytes("<html></html>")); });
    error_of([](const ArrivedRequest&) { return http_response(200, {}); });
}

TEST_F(RemoteTimestamps, a_stranger_may_not_stamp) {
    test::ScratchDirectory elsewhere;
    crypto::DemonstrationPkiPlan plan;
    plan.organization = "另一演示机构";
    plan.common_name_tail = " (DEMO)";
    plan.now = demonstration_now;
    ASSERT_TRUE(crypto::make_demonstration_pki(elsewhere.path(), plan));
    const auto stranger = *signing::TimestampAuthority::load(
        "file:" + (elsewhere / "timestamp.key").string(), elsewhere / "timestamp.crt");
    const Error error = error_of([&](const ArrivedRequest& request) {
        return http_response(200, *stranger->respond(request.body, demonstration_now));
    });
    EXPECT_THAT(error.detail(), HasSubstr("does not verify"));
}

TEST_F(RemoteTimestamps, other_schemes_are_refused) {
    for (const char* url : {"file:///etc/hostname", "gopher://127.0.0.1/", "ftp://127.0.0.1/"}) {
        const auto token = ask(url).token(imprint(), demonstration_now);
        ASSERT_FALSE(token) << url;
        EXPECT_EQ(token.error().code(), ErrorCode::timestamp_unavailable);
    }
}

TEST_F(RemoteTimestamps, after_three_failures_it_is_left_alone_for_a_while_then_tried_once) {
    const auto refuse = [](const ArrivedRequest&) { return http_response(503, {}); };
    ScriptedAuthority server(refuse);
    const RemoteTimestamper timestamper = ask(server.url());
    for (int i = 0; i < 3; ++i)
        EXPECT_FALSE(timestamper.token(imprint(), demonstration_now));
    EXPECT_EQ(server.requests(), 3);

    const auto early = timestamper.token(imprint(), demonstration_now);
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code(), ErrorCode::timestamp_unavailable);
    EXPECT_EQ(early.error().retry_after(), 10s);
    EXPECT_EQ(server.requests(), 3);

    // One try after the pause; it fails, and the pause begins again.
    time_ += 10s;
    EXPECT_FALSE(timestamper.token(imprint(), demonstration_now));
    EXPECT_FALSE(timestamper.token(imprint(), demonstration_now));
    EXPECT_EQ(server.requests(), 4);

    time_ += 10s;
    server.follow(good());
    EXPECT_TRUE(timestamper.token(imprint(), demonstration_now));
    server.follow(refuse);
    EXPECT_FALSE(timestamper.token(imprint(), demonstration_now));
    EXPECT_FALSE(timestamper.token(imprint(), demonstration_now));
    server.follow(good());
    EXPECT_TRUE(timestamper.token(imprint(), demonstration_now)) << "two failures are no reason";
}

TEST_F(RemoteTimestamps, while_one_caller_tries_the_others_do_not_wait) {
    ScriptedAuthority server([](const ArrivedRequest&) { return http_response(503, {}); });
    const RemoteTimestamper timestamper = ask(server.url());
    for (int i = 0; i < 3; ++i)
        EXPECT_FALSE(timestamper.token(imprint(), demonstration_now));
    time_ += 10s;
    // The authority asks back while it is being asked: the second caller must not reach it.
    std::optional<Result<Bytes>> second;
    server.follow([&](const ArrivedRequest& request) {
        second = timestamper.token(imprint(), demonstration_now);
        return http_response(200, *authority()->respond(request.body, demonstration_now));
    });
    EXPECT_TRUE(timestamper.token(imprint(), demonstration_now));
    server.stop();  // before anything goes that the script knows
    ASSERT_TRUE(second);
    EXPECT_FALSE(*second);
    EXPECT_EQ(server.requests(), 4);
}

}  // namespace
}  // namespace yinxin::jobs
