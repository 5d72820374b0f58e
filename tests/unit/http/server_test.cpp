// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/server.hpp"

#include "unit/http/support/test_server.hpp"

#include "yinxin/http/csrf.hpp"
#include "yinxin/observe/health.hpp"

#include <atomic>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

void expect_security_headers(const RawResponse& response) {
    EXPECT_THAT(response.header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
    EXPECT_THAT(response.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(response.header("Content-Security-Policy"), Not(HasSubstr("unsafe-inline")));
    EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(response.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(response.header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(response.count("Content-Security-Policy"), 1U);
}

TEST(Server, every_answer_carries_the_security_headers) {
    const TestServer server;
    for (const char* path : {"/hello/a", "/nowhere", "/throw", "/numbers/13"}) {
        expect_security_headers(server.get(path));
    }
    expect_security_headers(ask(server.port(), "nonsense\r\n\r\n"));
    EXPECT_EQ(server.get("/hello/a").header("Strict-Transport-Security"), "");
}

TEST(Server, an_exception_becomes_a_generic_500_and_the_process_lives) {
    const TestServer server;
    const RawResponse response = server.get("/throw");
    EXPECT_EQ(response.status, 500);
    EXPECT_THAT(response.body, Not(HasSubstr("secret-of-the-bug")));
    EXPECT_THAT(response.body, testing::ContainsRegex("[0-9a-f]{16}"));
    EXPECT_EQ(server.get("/hello/a").status, 200);
}

TEST(Server, an_error_of_a_handler_becomes_its_status) {
    const TestServer server;
    EXPECT_EQ(server.get("/numbers/13").status, 409);
    EXPECT_EQ(server.get("/numbers/7").status, 404);
    EXPECT_EQ(server.get("/numbers/07").status, 404);
    EXPECT_EQ(server.get("/numbers/-7").status, 404);
    EXPECT_EQ(server.get("/numbers/x").status, 404);
}

TEST(Server, a_wrong_method_gets_405_with_the_right_ones) {
    const TestServer server;
    const RawResponse response = ask(server.port(), "DELETE /hello/a HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.header("Allow"), "GET, HEAD");
}

TEST(Server, half_a_header_is_closed_after_its_deadline) {
    const TestServer server;
    RawClient client(server.port());
    const auto start = std::chrono::steady_clock::now();
    client.send("GET /hello/a HTTP/1.1\r\nHost: h\r\nX-Slow: ");
    // Bytes that trickle in do not buy time.
    std::atomic<bool> over = false;
    std::thread trickle([&] {
        while (!over && client.send("a"))
            std::this_thread::sleep_for(50ms);
    });
    EXPECT_TRUE(client.is_closed_by_server());
    over = true;
    trickle.join();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
}

TEST(Server, half_a_body_is_closed_after_its_deadline) {
    const TestServer server;
    RawClient client(server.port());
    client.send("POST /form HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nhalf");
    EXPECT_TRUE(client.is_closed_by_server());
}

std::string multipart_upload(std::string_view content) {
    return "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.pdf\"\r\n\r\n" +
           std::string(content) + "\r\n--XX--\r\n";
}

std::string upload_head(std::size_t length) {
    return "POST /upload HTTP/1.1\r\nHost: localhost\r\n"
           "Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: " +
           std::to_string(length) + "\r\n\r\n";
}

TEST(Server, takes_a_file_apart_as_it_arrives) {
    const TestServer server;
    const std::string body = multipart_upload(std::string(900'000, 'x'));
    const RawResponse answer = ask(server.port(), upload_head(body.size()) + body);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "file@f.pdf:900000");
}

TEST(Server, refuses_a_broken_multipart_form_as_soon_as_it_is_known) {
    const TestServer server;
    RawClient client(server.port());
    client.send(upload_head(900'000) + "this is not how it begins");
    EXPECT_EQ(client.receive().status, 400);
    const std::string twice = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
    const std::string body = twice + twice + "--XX--\r\n";
    EXPECT_EQ(ask(server.port(), upload_head(body.size()) + body).status, 400);
}

TEST(Server, refuses_a_file_beyond_the_limit_before_it_is_sent) {
    const TestServer server;
    RawClient client(server.port());
    client.send(upload_head(1024 * 1024 + 1));
    EXPECT_EQ(client.receive().status, 413);
}

TEST(Server, a_client_that_sends_on_after_413_can_still_read_the_answer) {
    const TestServer server;
    RawClient client(server.port());
    const std::string much(8 * 1024 * 1024, 'x');
    EXPECT_TRUE(client.send(upload_head(much.size()) + much));
    EXPECT_EQ(client.receive().status, 413);
}

TEST(Server, silence_between_requests_ends_the_connection) {
    ServerOptions options = TestServer::fast_options();
    options.limits.idle_deadline = 100ms;
    const TestServer server(options);
    RawClient client(server.port());
    EXPECT_EQ(client.ask("GET /hello/a HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
    EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Server, a_client_that_does_not_read_is_closed) {
    ServerOptions options = TestServer::fast_options();
    options.limits.write_deadline = 200ms;
    const TestServer server(options);
    RawClient client(server.port());
    for (int i = 0; i < 10; ++i)
        client.send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto end = std::chrono::steady_clock::now() + 5s;
    while (server.server.open_connections() > 0 && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(5ms);
    }
    EXPECT_EQ(server.server.open_connections(), 0U);
}

TEST(Server, connections_beyond_the_limit_are_closed_on_arrival) {
    ServerOptions options = TestServer::fast_options();
    options.limits.connections = 2;
    const TestServer server(options);
    RawClient one(server.port());
    RawClient two(server.port());
    EXPECT_EQ(one.ask("GET /hello/a HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
    EXPECT_EQ(two.ask("GET /hello/a HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
    RawClient three(server.port());
    EXPECT_TRUE(three.is_closed_by_server());
}

TEST(Server, stopping_lets_running_requests_finish) {
    auto latch = std::make_shared<Latch>();
    TestServer server(TestServer::fast_options(), make_test_router(latch));
    RawClient waiting(server.port());
    RawClient idle(server.port());
    EXPECT_EQ(idle.ask("GET /hello/a HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
    waiting.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
    while (latch->entered == 0)
        std::this_thread::yield();
    auto stopped = std::async(std::launch::async, [&] { return server.server.stop(10s); });
    EXPECT_TRUE(idle.is_closed_by_server());
    latch->is_open = true;
    const RawResponse response = waiting.receive();
    EXPECT_EQ(response.body, "late\n");
    EXPECT_EQ(response.header("Connection"), "close");
    EXPECT_EQ(stopped.get(), 0U);
    EXPECT_FALSE(RawClient(server.port()).send("x"));  // nobody listens any more
}

TEST(Server, stopping_cuts_what_does_not_finish_in_time) {
    auto latch = std::make_shared<Latch>();
    TestServer server(TestServer::fast_options(), make_test_router(latch));
    RawClient waiting(server.port());
    waiting.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
    while (latch->entered == 0)
        std::this_thread::yield();
    std::thread later([&] {
        while (server.server.open_connections() > 0 && !waiting.is_closed_by_server()) {
        }
        latch->is_open = true;
    });
    EXPECT_EQ(server.server.stop(100ms), 1U);
    later.join();
}

TEST(Server, a_taken_port_is_refused_with_a_reason) {
    const TestServer first;
    ServerOptions options = TestServer::fast_options();
    options.port = first.port();
    flow::Runtime runtime(1);
    const Router router;
    Server second(runtime, router, nullptr, options, {});
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code(), ErrorCode::config_invalid);
}

TEST(Server, hears_forwarded_headers_from_trusted_proxies_only) {
    const std::string_view forwarded =
        "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
    const TestServer plain;
    EXPECT_EQ(plain.get("/client", forwarded).body, "127.0.0.1 plain zh-CN\n");
    ServerOptions options = TestServer::fast_options();
    options.trusted_proxies = {"127.0.0.0/8"};
    const TestServer behind(options);
    const RawResponse response = behind.get("/client", forwarded);
    // What the client itself wrote, further left, is not believed.
    EXPECT_EQ(response.body, "203.0.113.9 secure zh-CN\n");
    EXPECT_EQ(response.header("Strict-Transport-Security"), "max-age=31536000; includeSubDomains");
}

TEST(Server, chinese_unless_the_visitor_chose_otherwise) {
    const TestServer server;
    EXPECT_THAT(server.get("/client").body, HasSubstr("zh-CN"));
    EXPECT_THAT(server.get("/client", "Accept-Language: en-GB,en\r\n").body, HasSubstr(" en\n"));
    EXPECT_THAT(server.get("/client", "Accept-Language: en\r\nCookie: lang=zh-CN\r\n").body,
                HasSubstr("zh-CN"));
    const RawResponse chosen = server.get("/client?lang=en");
    EXPECT_THAT(chosen.body, HasSubstr(" en\n"));
    EXPECT_THAT(chosen.header("Set-Cookie"), testing::StartsWith("lang=en; Path=/; Max-Age="));
    EXPECT_THAT(server.get("/client", "Cookie: lang=en\r\n").body, HasSubstr(" en\n"));
    EXPECT_THAT(server.get("/client", "Cookie: lang=xx\r\n").body, HasSubstr("zh-CN"));
}

TEST(Server, a_post_from_another_origin_gets_403) {
    const TestServer server;
    const auto post = [&](std::string_view headers) {
        return ask(server.port(),
                   "POST /form HTTP/1.1\r\nHost: localhost:8080\r\nContent-Length: 0\r\n" +
                       std::string(headers) + "\r\n")
            .status;
    };
    EXPECT_EQ(post("Origin: https://evil.example\r\n"), 403);
    EXPECT_EQ(post("Origin: https://localhost:8080\r\n"), 403);
    EXPECT_EQ(post("Sec-Fetch-Site: cross-site\r\nOrigin: null\r\n"), 403);
    EXPECT_EQ(post("Sec-Fetch-Site: same-site\r\n"), 403);
    EXPECT_EQ(post("Origin: http://localhost:8080\r\n"), 200);
    EXPECT_EQ(post("Sec-Fetch-Site: same-origin\r\nOrigin: null\r\n"), 200);
    EXPECT_EQ(post(""), 200);
}

TEST(Server, the_gate_may_answer_instead_of_the_handler) {
    Server::Hooks hooks;
    hooks.gate = [](Context& context) -> Task<Result<std::optional<Response>>> {
        if (context.request.query.has("closed")) {
            co_return std::optional<Response>(redirect_see_other("/login"));
        }
        if (context.request.query.has("wrong")) co_return Error(ErrorCode::forbidden);
        context.cookies.push_back(make_cookie("seen", "1", context.request.is_secure));
        co_return std::optional<Response>();
    };
    const TestServer server(TestServer::fast_options(), make_test_router(), hooks);
    EXPECT_EQ(server.get("/hello/a?closed=1").header("Location"), "/login");
    EXPECT_EQ(server.get("/hello/a?wrong=1").status, 403);
    const RawResponse open = server.get("/hello/a");
    EXPECT_EQ(open.status, 200);
    EXPECT_EQ(open.header("Set-Cookie"), "seen=1; Path=/; HttpOnly; SameSite=Lax");
}

TEST(Server, operations_have_a_listener_of_their_own) {
    observe::Health health;
    observe::Metrics metrics;
    Router router;
    add_operations_routes(router, health, metrics);
    const TestServer server(TestServer::fast_options(), std::move(router));
    EXPECT_EQ(server.get("/healthz").body, "ok\n");
    EXPECT_EQ(server.get("/readyz").status, 200);
    health.start_draining();
    EXPECT_EQ(server.get("/readyz").status, 503);
    metrics.counter("yinxin_things_total", "Things").add(3);
    EXPECT_THAT(server.get("/metrics").body, HasSubstr("yinxin_things_total 3"));
}

TEST(Server, is_not_ready_while_the_database_does_not_answer) {
    observe::Health health;
    observe::Metrics metrics;
    std::atomic<bool> is_away = false;
    Router router;
    add_operations_routes(router, health, metrics, [&is_away]() -> flow::Task<Result<void>> {
        if (is_away) co_return Error(ErrorCode::storage_unavailable, "no primary");
        co_return ok();
    });
    const TestServer server(TestServer::fast_options(), std::move(router));
    EXPECT_EQ(server.get("/readyz").status, 200);
    is_away = true;
    const RawResponse away = server.get("/readyz");
    EXPECT_EQ(away.status, 503);
    EXPECT_THAT(away.body, HasSubstr(R"("name":"storage","good":false)"));
    EXPECT_THAT(away.body, HasSubstr("no primary"));
    is_away = false;
    EXPECT_EQ(server.get("/readyz").status, 200);
}

TEST(Server, counts_requests_by_route_and_class) {
    const TestServer server;
    (void)server.get("/hello/a");
    (void)server.get("/hello/b");
    EXPECT_THAT(
        server.metrics.expose(),
        HasSubstr(R"(yinxin_http_requests_total{route="hello",server="public",status="2xx"} 2)"));
}

TEST(Server, the_access_log_names_patterns_and_never_people) {
    ServerOptions options = TestServer::fast_options();
    options.logs_access = true;
    const TestServer server(options);
    testing::internal::CaptureStderr();
    (void)server.get("/hello/canary-path?id=canary-query", "Cookie: a=canary-cookie\r\n");
    (void)server.get("/throw?id=canary-query");
    (void)server.get("/hello/a");
    const std::string log = testing::internal::GetCapturedStderr();
    EXPECT_THAT(log, HasSubstr(R"("route":"/hello/{name}","status":200)"));
    EXPECT_THAT(log, Not(HasSubstr("canary")));
}

TEST(Server, answers_many_at_once) {
    const TestServer server;
    std::vector<std::future<int>> all;
    for (int i = 0; i < 8; ++i) {
        all.push_back(std::async(std::launch::async, [&server] {
            RawClient client(server.port());
            int good = 0;
            for (int n = 0; n < 200; ++n) {
                good += client.ask("GET /hello/a HTTP/1.1\r\nHost: h\r\n\r\n").status == 200;
            }
            return good;
        }));
    }
    for (auto& each : all)
        EXPECT_EQ(each.get(), 200);
}

}  // namespace
}  // namespace yinxin::http
