// SPDX-License-Identifier: Apache-2.0
#include "unit/http/support/test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

using testing::HasSubstr;

constexpr std::string_view simple = "GET /hello/a HTTP/1.1\r\nHost: h\r\n\r\n";

TEST(Framing, answers_a_request_and_keeps_the_connection) {
    const TestServer server;
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        const RawResponse response = client.ask(simple);
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, "hello a\n");
        EXPECT_THAT(response.header("Date"), testing::EndsWith(" GMT"));
        EXPECT_EQ(response.header("Connection"), "");
    }
}

TEST(Framing, answers_pipelined_requests_in_their_order) {
    const TestServer server;
    RawClient client(server.port());
    client.send(
        "GET /hello/1 HTTP/1.1\r\nHost: h\r\n\r\n"
        "POST /form HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 3\r\n\r\na=b"
        "GET /hello/3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(client.receive().body, "hello 1\n");
    EXPECT_EQ(client.receive().body, "a=b;");
    const RawResponse last = client.receive();
    EXPECT_EQ(last.body, "hello 3\n");
    EXPECT_EQ(last.header("Connection"), "close");
    EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Framing, understands_requests_that_come_byte_by_byte) {
    const TestServer server;
    RawClient client(server.port());
    for (const char byte : simple)
        client.send(std::string_view(&byte, 1));
    EXPECT_EQ(client.receive().body, "hello a\n");
}

TEST(Framing, speaks_http_1_0) {
    const TestServer server;
    RawClient client(server.port());
    const RawResponse response = client.ask("GET /hello/a HTTP/1.0\r\n\r\n");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("Connection"), "close");
    EXPECT_TRUE(client.is_closed_by_server());
    RawClient keeping(server.port());
    const RawResponse kept = keeping.ask("GET /hello/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(kept.header("Connection"), "keep-alive");
}

TEST(Framing, head_has_the_headers_of_get_and_no_body) {
    const TestServer server;
    RawClient client(server.port());
    const RawResponse head = client.ask("HEAD /hello/a HTTP/1.1\r\nHost: h\r\n\r\n", false);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Content-Length"), "8");
    EXPECT_EQ(client.ask(simple).body, "hello a\n");  // nothing stood in between
}

TEST(Framing, reads_chunked_bodies_and_drops_their_trailers) {
    const TestServer server;
    RawClient client(server.port());
    const RawResponse response = client.ask(
        "POST /form HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\na=\r\n3\r\nbcd\r\n0\r\n"
        "Content-Type: text/plain\r\n\r\n");
    EXPECT_EQ(response.body, "a=bcd;");
    EXPECT_EQ(client.ask(simple).status, 200);
}

struct Hostile {
    const char* why;
    std::string bytes;
    int status = 400;
};

TEST(Framing, refuses_what_two_readers_could_read_differently_and_closes) {
    const TestServer server;
    const std::string post = "POST /form HTTP/1.1\r\nHost: h\r\n";
    const std::string get = "GET /hello/a HTTP/1.1\r\n";
    const std::vector<Hostile> all{
        {"both lengths", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\na=b"},
        {"both lengths, other order",
         post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"},
        {"two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\na=bc"},
        {"two equal lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b"},
        {"length list", post + "Content-Length: 3, 3\r\n\r\na=b"},
        {"signed length", post + "Content-Length: +3\r\n\r\na=b"},
        {"hexadecimal length", post + "Content-Length: 0x3\r\n\r\na=b"},
        {"folded header", get + "Host: h\r\nX-A: one\r\n two\r\n\r\n"},
        {"bare line feeds", "GET /hello/a HTTP/1.1\nHost: h\n\n"},
        {"one bare line feed", get + "Host: h\nX-A: b\r\n\r\n"},
        {"bare carriage return", get + "Host: h\r\nX-A: a\rb\r\n\r\n"},
        {"zero byte", get + std::string("Host: h\r\nX-A: a\0b\r\n\r\n", 22)},
        {"space before colon", get + "Host : h\r\n\r\n"},
        {"no host", get + "\r\n"},
        {"two hosts", get + "Host: a\r\nHost: b\r\n\r\n"},
        {"host with path", get + "Host: a/b\r\n\r\n"},
        {"unknown encoding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
        {"obscured encoding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
        {"encoding in 1.0",
         "POST /form HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"broken chunk size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"},
        {"chunk with bare line feed", post + "Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n"},
        {"chunk longer than it says",
         post + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"},
        {"version 2", "GET /hello/a HTTP/2.0\r\nHost: h\r\n\r\n"},
        {"no version", "GET /hello/a\r\nHost: h\r\n\r\n"},
        {"space in target", "GET /hello/a b HTTP/1.1\r\nHost: h\r\n\r\n"},
        {"raw utf-8 in target", "GET /hello/\xE5\x8D\xB0 HTTP/1.1\r\nHost: h\r\n\r\n"},
        {"relative target", "GET hello HTTP/1.1\r\nHost: h\r\n\r\n"},
        {"query twice", "GET /hello/a?x=1&x=2 HTTP/1.1\r\nHost: h\r\n\r\n"},
        {"broken escape in query", "GET /hello/a?x=%zz HTTP/1.1\r\nHost: h\r\n\r\n"},
        {"header without colon", get + "Host: h\r\nnonsense\r\n\r\n"},
        {"TLS hello on a plain port", "\x16\x03\x01\x02\n"},
        {"unknown method", "BREW /hello/a HTTP/1.1\r\nHost: h\r\n\r\n", 405},
        {"unknown expectation", get + "Host: h\r\nExpect: miracles\r\n\r\n", 417},
    };
    for (const Hostile& hostile : all) {
        RawClient client(server.port());
        // A second request hides behind each: it must not be answered.
        client.send(hostile.bytes + "GET /hello/smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
        const RawResponse response = client.receive();
        EXPECT_EQ(response.status, hostile.status) << hostile.why;
        EXPECT_EQ(response.header("Connection"), "close") << hostile.why;
        EXPECT_TRUE(client.is_closed_by_server()) << hostile.why;
    }
}

TEST(Framing, headers_beyond_the_limit_get_431) {
    const TestServer server;
    const std::string start = "GET /hello/a HTTP/1.1\r\nHost: h\r\n";
    const RawResponse long_one =
        ask(server.port(), start + "X-Long: " + std::string(17'000, 'a') + "\r\n\r\n");
    EXPECT_EQ(long_one.status, 431);
    std::string many = start;
    for (int i = 0; i < 120; ++i)
        many += "X-" + std::to_string(i) + ": a\r\n";
    EXPECT_EQ(ask(server.port(), many + "\r\n").status, 431);
    const RawResponse fits =
        ask(server.port(), start + "X-Long: " + std::string(15'000, 'a') + "\r\n\r\n");
    EXPECT_EQ(fits.status, 200);
}

TEST(Framing, an_announced_body_beyond_the_routes_limit_is_refused_before_it_is_read) {
    const TestServer server;
    RawClient client(server.port());
    // Not one byte of the body is sent: the answer cannot be waiting for it.
    const RawResponse response = client.ask(
        "POST /form HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 65537\r\n\r\n");
    EXPECT_EQ(response.status, 413);
    client.finish_sending();
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(
        ask(server.port(), "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n")
            .status,
        413);
}

TEST(Framing, a_client_that_sends_on_still_reads_its_413) {
    const TestServer server;
    RawClient client(server.port());
    client.send("POST /form HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n");
    client.send(std::string(300'000, 'a'));
    EXPECT_EQ(client.receive().status, 413);
}

TEST(Framing, a_chunked_body_beyond_the_limit_is_cut) {
    const TestServer server;
    RawClient client(server.port());
    client.send("POST /form HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 40; ++i)
        client.send("1000\r\n" + std::string(4096, 'a') + "\r\n");
    EXPECT_EQ(client.receive().status, 413);
}

TEST(Framing, one_route_may_take_more_than_another) {
    const TestServer server;
    const std::string body = "a=" + std::string(100'000, 'b');
    const std::string headers =
        " HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: " +
        std::to_string(body.size()) + "\r\n\r\n";
    EXPECT_EQ(ask(server.port(), "POST /upload" + headers + body).body.size(), body.size() + 1);
    EXPECT_EQ(ask(server.port(), "POST /form" + headers + body).status, 413);
}

TEST(Framing, says_100_continue_when_it_will_read_the_body) {
    const TestServer server;
    RawClient client(server.port());
    const RawResponse go_on = client.ask(
        "POST /form HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\n");
    EXPECT_EQ(go_on.status, 100);
    EXPECT_EQ(client.ask("a=b").body, "a=b;");
    // And not when there is nothing to read.
    RawClient bodiless(server.port());
    EXPECT_EQ(
        bodiless.ask("GET /hello/a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n").status,
        200);
}

TEST(Framing, a_refused_page_without_body_keeps_the_connection) {
    const TestServer server;
    RawClient client(server.port());
    EXPECT_EQ(client.ask("GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n").status, 404);
    EXPECT_EQ(client.ask(simple).status, 200);
}

TEST(Framing, absolute_targets_are_understood) {
    const TestServer server;
    const RawResponse response =
        ask(server.port(), "GET http://h/hello/a?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(response.body, "hello a\n");
}

}  // namespace
}  // namespace yinxin::http
