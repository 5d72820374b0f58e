// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/outbound_call.hpp"

#include "unit/jobs/scripted_authority.hpp"

#include <atomic>
#include <cstdlib>
#include <memory>

#include <gmock/gmock.h>

namespace yinxin::jobs {
namespace {

using namespace std::chrono_literals;
using test::ArrivedRequest;
using test::http_response;
using test::ScriptedAuthority;
using testing::HasSubstr;
using testing::StartsWith;

ScriptedAuthority::Script says(std::string body, const std::string& headers = {}) {
    return [=](const ArrivedRequest&) { return http_response(200, as_bytes(body), headers); };
}

/// To this machine over http, as nothing may by default.
OutboundCall call_to(const ScriptedAuthority& server) {
    return {.url = server.url(),
            .deadline = 60s,
            .largest_answer = 100,
            .protocols = Protocols::http,
            .reach = Reach::this_machine};
}

TEST(OutboundCalls, bring_status_body_and_the_one_header_that_is_kept) {
    const ScriptedAuthority server(says("hello", "X-Kept: first word \r\nX-Other: no\r\n"));
    OutboundCall call = call_to(server);
    call.kept_header = "x-kept";
    const OutboundAnswer answer = make_call(call);
    ASSERT_TRUE(answer.is_answered()) << answer.detail;
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.header, "first word");
    EXPECT_GT(answer.took, 0us);
    EXPECT_THAT(server.arrived().at(0).head, StartsWith("GET /tsa HTTP/1.1\r\n"));
}

TEST(OutboundCalls, with_a_body_are_posts_even_if_it_is_empty) {
    const ScriptedAuthority server(says(""));
    OutboundCall call = call_to(server);
    call.headers = {"Content-Type: text/plain"};
    call.body = "";
    EXPECT_TRUE(make_call(call).is_answered());
    call.body = "a=1";
    EXPECT_TRUE(make_call(call).is_answered());
    const auto arrived = server.arrived();
    EXPECT_THAT(arrived.at(0).head, StartsWith("POST "));
    EXPECT_TRUE(arrived[0].body.empty());
    EXPECT_EQ(as_text(arrived.at(1).body), "a=1");
    EXPECT_THAT(arrived[1].head, HasSubstr("Content-Type: text/plain\r\n"));
}

TEST(OutboundCalls, follow_no_redirect) {
    const ScriptedAuthority elsewhere(says("there"));
    const ScriptedAuthority server([url = elsewhere.url()](const ArrivedRequest&) {
        return http_response(302, {}, "Location: " + url + "\r\n");
    });
    EXPECT_EQ(make_call(call_to(server)).status, 302);
    EXPECT_EQ(elsewhere.requests(), 0);
}

TEST(OutboundCalls, take_no_proxy_from_the_environment) {
    const ScriptedAuthority proxy(says("through the proxy"));
    const ScriptedAuthority server(says("itself"));
    ::setenv("http_proxy", proxy.url().c_str(), 1);
    const OutboundAnswer answer = make_call(call_to(server));
    ::unsetenv("http_proxy");
    EXPECT_EQ(answer.body, "itself");
    EXPECT_EQ(proxy.requests(), 0);
}

TEST(OutboundCalls, speak_only_the_protocols_they_were_given) {
    const ScriptedAuthority server(says("hello"));
    OutboundCall call = call_to(server);
    call.protocols = OutboundCall{}.protocols;
    EXPECT_EQ(make_call(call).error().code(), ErrorCode::unavailable) << "https alone";
    EXPECT_EQ(server.requests(), 0);
    call.protocols = Protocols::http_and_https;
    EXPECT_TRUE(make_call(call).is_answered());
    call.url = "file:///etc/hostname";
    EXPECT_FALSE(make_call(call).is_answered());
}

TEST(OutboundCalls, reach_nobody_they_may_not) {
    const ScriptedAuthority server(says("hello"));
    OutboundCall call = call_to(server);
    call.reach = OutboundCall{}.reach;
    const OutboundAnswer refused = make_call(call);
    EXPECT_EQ(word_of(refused.failure), "address");
    EXPECT_EQ(refused.status, 0);
    EXPECT_EQ(server.requests(), 0);
    for (const Reach reach :
         {Reach::this_machine, Reach::internet_and_this_machine, Reach::anybody}) {
        call.reach = reach;
        EXPECT_TRUE(make_call(call).is_answered());
    }
    // Of documentation (RFC 5737): neither this machine nor the open internet.
    call.url = "http://192.0.2.1/";
    for (const Reach reach :
         {Reach::internet, Reach::internet_and_this_machine, Reach::this_machine}) {
        call.reach = reach;
        EXPECT_EQ(make_call(call).failure, OutboundFailure::address);
    }
}

TEST(OutboundCalls, read_no_more_than_they_were_told) {
    const ScriptedAuthority server(says("0123456789"));
    OutboundCall call = call_to(server);
    call.largest_answer = 10;
    EXPECT_EQ(make_call(call).body, "0123456789");
    call.largest_answer = 9;
    EXPECT_EQ(make_call(call).error().code(), ErrorCode::too_large);
    call.overlong = Overlong::is_cut_off;
    const OutboundAnswer cut = make_call(call);
    EXPECT_TRUE(cut.is_answered());
    EXPECT_EQ(cut.body, "012345678");
    call.largest_answer = 0;
    EXPECT_EQ(make_call(call).body, "");
}

TEST(OutboundCalls, end_with_their_deadline) {
    const ScriptedAuthority silent(
        [](const ArrivedRequest&) { return std::optional<std::string>(); });
    OutboundCall call = call_to(silent);
    call.deadline = 100ms;
    const auto begun = std::chrono::steady_clock::now();
    const OutboundAnswer answer = make_call(call);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s);
    EXPECT_EQ(word_of(answer.failure), "timeout");
    EXPECT_EQ(answer.error().code(), ErrorCode::timed_out);
}

TEST(OutboundCalls, without_a_deadline_do_not_wait_for_ever) {
    const ScriptedAuthority silent(
        [](const ArrivedRequest&) { return std::optional<std::string>(); });
    OutboundCall call = call_to(silent);
    call.deadline = 0ms;
    EXPECT_FALSE(make_call(call).is_answered());
}

TEST(OutboundCalls, end_when_the_service_stops) {
    const auto is_stopping = std::make_shared<std::atomic<bool>>(false);
    const ScriptedAuthority silent([is_stopping](const ArrivedRequest&) {
        *is_stopping = true;  // while it is asked
        return std::optional<std::string>();
    });
    OutboundCall call = call_to(silent);
    call.is_stopping = [is_stopping] { return is_stopping->load(); };
    EXPECT_EQ(make_call(call).error().code(), ErrorCode::unavailable);
}

TEST(OutboundCalls, made_together_have_an_answer_each) {
    const ScriptedAuthority good(
        [](const ArrivedRequest& request) { return http_response(200, request.body); });
    const ScriptedAuthority bad([](const ArrivedRequest&) { return http_response(503, {}); });
    std::string gone;
    {
        const ScriptedAuthority closed(says(""));
        gone = closed.url();
    }
    std::vector<OutboundCall> calls{call_to(good), call_to(bad), call_to(good), call_to(good)};
    calls[0].body = "first";
    calls[2].body = "third";
    calls[3].url = gone;
    const auto answers = make_calls(calls, 2);
    ASSERT_EQ(answers.size(), 4U);
    EXPECT_EQ(answers[0].body, "first");
    EXPECT_EQ(answers[1].status, 503);
    EXPECT_EQ(answers[2].body, "third");
    EXPECT_EQ(word_of(answers[3].failure), "connect");
    EXPECT_TRUE(make_calls({}, 2).empty());
}

TEST(OutboundCalls, over_one_line_know_nothing_of_each_other) {
    const ScriptedAuthority server(says("hello"));
    OutboundLine line;
    OutboundCall post = call_to(server);
    post.headers = {"X-Once: yes"};
    post.body = "secret";
    EXPECT_TRUE(line.make_call(post).is_answered());
    EXPECT_TRUE(line.make_call(call_to(server)).is_answered());
    const ArrivedRequest second = server.arrived().at(1);
    EXPECT_THAT(second.head, StartsWith("GET "));
    EXPECT_THAT(second.head, testing::Not(HasSubstr("X-Once")));
    EXPECT_TRUE(second.body.empty());
}

}  // namespace
}  // namespace yinxin::jobs
