// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/answer_reader.hpp"

#include <gtest/gtest.h>

namespace yinxin::load {
namespace {

/// Feeds so many bytes at a time; true when the answer is whole.
bool feed(AnswerReader& reader, std::string_view text, std::size_t at_once) {
    for (std::size_t at = 0; at < text.size(); at += at_once) {
        const auto fed = reader.feed(text.substr(at, at_once));
        EXPECT_TRUE(fed);
        if (!fed || *fed) return fed && *fed;
    }
    return false;
}

TEST(AnswerReader, reads_a_body_by_its_length_however_it_arrives) {
    constexpr std::string_view text =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=1\r\nSET-COOKIE: b=2\r\n\r\nhello";
    for (const std::size_t at_once : {1U, 3U, 1000U}) {
        AnswerReader reader;
        ASSERT_TRUE(feed(reader, text, at_once));
        EXPECT_TRUE(reader.keeps_alive());
        const Answer answer = reader.take();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello");
        EXPECT_EQ(answer.header("set-cookie"), "a=1");
        EXPECT_EQ(answer.headers.size(), 3U);
        EXPECT_EQ(answer.header("location"), "");
    }
}

TEST(AnswerReader, reads_chunks) {
    constexpr std::string_view text =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n";
    for (const std::size_t at_once : {1U, 7U, 1000U}) {
        AnswerReader reader;
        ASSERT_TRUE(feed(reader, text, at_once));
        EXPECT_EQ(reader.take().body, "hello0123456789");
    }
}

TEST(AnswerReader, an_answer_without_a_length_ends_with_the_connection) {
    AnswerReader reader;
    EXPECT_FALSE(feed(reader, "HTTP/1.0 200 OK\r\n\r\nhel", 100));
    EXPECT_FALSE(feed(reader, "lo", 100));
    ASSERT_TRUE(reader.finish());
    EXPECT_FALSE(reader.keeps_alive());
    EXPECT_EQ(reader.take().body, "hello");
}

TEST(AnswerReader, no_body_after_304_and_none_after_204) {
    for (const char* status : {"304 Not Modified", "204 No Content"}) {
        AnswerReader reader;
        ASSERT_TRUE(feed(reader, std::string("HTTP/1.1 ") + status + "\r\nX: y\r\n\r\n", 1000));
        EXPECT_TRUE(reader.keeps_alive());
    }
}

TEST(AnswerReader, an_answer_before_the_answer_is_passed_over) {
    AnswerReader reader;
    ASSERT_TRUE(feed(reader,
                     "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 303 See Other\r\nLocation: /x\r\n"
                     "Content-Length: 0\r\nConnection: close\r\n\r\n",
                     1000));
    EXPECT_FALSE(reader.keeps_alive());
    const Answer answer = reader.take();
    EXPECT_TRUE(answer.is_redirect());
    EXPECT_EQ(answer.header("location"), "/x");
}

TEST(AnswerReader, refuses_what_is_no_http_or_too_much) {
    for (const std::string& text :
         {std::string("SSH-2.0-OpenSSH_9.2\r\nnothing here\r\n\r\n"),
          std::string("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"),
          std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
          std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n"),
          "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x')}) {
        AnswerReader reader;
        EXPECT_FALSE(reader.feed(text)) << text.substr(0, 60);
    }
}

TEST(AnswerReader, an_end_in_the_middle_is_no_answer) {
    AnswerReader reader;
    EXPECT_FALSE(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", 1000));
    EXPECT_FALSE(reader.finish());
}

}  // namespace
}  // namespace yinxin::load
