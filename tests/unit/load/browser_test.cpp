// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/browser.hpp"

#include "yinxin/flow/runtime.hpp"

#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yinxin::load {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Answers one request after the other with what the test laid down, and remembers what was asked.
/// An empty answer closes the connection instead.
class Stub {
  public:
    explicit Stub(std::vector<std::string> answers) : answers_(std::move(answers)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        (void)::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size);
        (void)::listen(listener_, 8);
        (void)::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~Stub() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    Stub(const Stub&) = delete;
    Stub& operator=(const Stub&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    std::vector<std::string> asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }

  private:
    void serve() {
        std::size_t next = 0;
        while (next < answers_.size()) {
            const int peer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (peer < 0) return;
            while (next < answers_.size() && take_request(peer)) {
                const std::string& answer = answers_[next++];
                if (answer.empty()) break;
                (void)::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
            }
            ::close(peer);
        }
    }
    /// The requests of these tests come in one piece.
    bool take_request(int peer) {
        std::array<char, 65536> buffer{};
        const ssize_t count = ::recv(peer, buffer.data(), buffer.size(), 0);
        if (count <= 0) return false;
        const std::lock_guard lock(mutex_);
        asked_.emplace_back(buffer.data(), static_cast<std::size_t>(count));
        return true;
    }

    std::vector<std::string> answers_;
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

std::string answer(int status, std::string_view headers, std::string_view body) {
    return fmt::format(
        "HTTP/1.1 {} X\r\n{}Content-Length: {}\r\n\r\n{}", status, headers, body.size(), body);
}

class BrowserTest : public testing::Test {
  protected:
    /// Opens one page after the other as one person.
    std::vector<Result<Page>> open(const std::string& urls, const std::vector<std::string>& paths) {
        const auto target = Target::open(urls, {});
        EXPECT_TRUE(target);
        Crowd crowd{*target, tally_, nullptr, manners_, std::mt19937(1)};
        std::vector<Result<Page>> pages;
        Browser browser(crowd, LoadClock::now());
        for (const std::string& path : paths)
            pages.push_back(flow::block_on(runtime_, browser.open(Step::home, path)));
        // What the browser holds belongs to the runtime's thread.
        return pages;
    }

    flow::Runtime runtime_{1};
    Manners manners_{
        std::chrono::milliseconds(0), std::chrono::seconds(5), std::chrono::seconds(10)};
    Tally tally_{LoadClock::now(), std::chrono::seconds(10)};
};

TEST_F(BrowserTest, comes_back_when_told_to_with_the_cookie_of_its_place) {
    const Stub stub({answer(503, "Retry-After: 1\r\nSet-Cookie: place=17; Path=/\r\n", "wait"),
                     answer(200, "", "in")});
    const auto pages = open(stub.url(), {"/certificates"});
    ASSERT_TRUE(pages.front()) << pages.front().error().detail();
    EXPECT_EQ(pages.front()->html(), "in");
    ASSERT_EQ(stub.asked().size(), 2U);
    EXPECT_THAT(stub.asked()[1], HasSubstr("GET /certificates "));
    EXPECT_THAT(stub.asked()[1], HasSubstr("Cookie: place=17\r\n"));
    EXPECT_EQ(tally_.waits(), 1U);
    EXPECT_EQ(tally_.failed_count(), 0U);
    // The wait is part of what the visitor felt.
    EXPECT_GE(tally_.of(Step::home).latency.min(), 1'000'000U);
}

TEST_F(BrowserTest, gives_up_when_put_off_for_longer_than_its_patience) {
    const Stub stub({answer(503, "Retry-After: 60\r\n", "")});
    const auto pages = open(stub.url(), {"/"});
    ASSERT_FALSE(pages.front());
    EXPECT_EQ(tally_.failures().at("home: put off for too long"), 1U);
}

TEST_F(BrowserTest, a_refusal_without_a_time_to_come_back_is_a_failure) {
    const Stub stub({answer(503, "", "")});
    EXPECT_FALSE(open(stub.url(), {"/"}).front());
    EXPECT_EQ(tally_.failures().at("home: status 503"), 1U);
    EXPECT_EQ(tally_.waits(), 0U);
}

TEST_F(BrowserTest, follows_redirects_and_says_where_it_got_to) {
    const Stub stub({answer(303, "Location: /notice?next=%2F\r\nSet-Cookie: a=1\r\n", ""),
                     answer(200, "Set-Cookie: a=; Max-Age=0\r\n", "notice"),
                     answer(200, "", "")});
    const auto pages = open(stub.url(), {"/certificates", "/faq"});
    ASSERT_TRUE(pages[0]);
    EXPECT_EQ(pages[0]->path, "/notice?next=%2F");
    EXPECT_EQ(tally_.of(Step::notice).latency.count(), 1U);
    EXPECT_THAT(stub.asked()[1], HasSubstr("Cookie: a=1\r\n"));
    EXPECT_THAT(stub.asked()[2], testing::Not(HasSubstr("Cookie:")));
}

TEST_F(BrowserTest, a_kept_connection_that_was_closed_is_opened_again) {
    const Stub stub({answer(200, "", "one"), "", answer(200, "", "two")});
    const auto pages = open(stub.url(), {"/a", "/b"});
    ASSERT_TRUE(pages[1]) << pages[1].error().detail();
    EXPECT_EQ(pages[1]->html(), "two");
    EXPECT_EQ(tally_.failed_count(), 0U);
}

TEST_F(BrowserTest, a_node_that_is_gone_is_passed_over) {
    std::string gone;
    {
        const Stub stub({});
        gone = stub.url();
    }
    const Stub stub({answer(200, "", "here")});
    const auto pages = open(gone + "," + stub.url(), {"/"});
    ASSERT_TRUE(pages.front()) << pages.front().error().detail();
    EXPECT_EQ(pages.front()->html(), "here");
}

TEST_F(BrowserTest, says_what_failed) {
    const Stub stub({answer(500, "", ""), ""});
    const auto pages = open(stub.url(), {"/a"});
    EXPECT_FALSE(pages.front());
    EXPECT_FALSE(open(stub.url(), {"/b"}).front());
    EXPECT_EQ(tally_.failures().at("home: status 500"), 1U);
    EXPECT_EQ(tally_.failures().at("home: connection lost"), 1U);
}

TEST(Target, takes_nodes_in_turn_and_refuses_what_is_no_node) {
    const auto target = Target::open("http://127.0.0.1:8080,https://[::1]:8443/", {});
    ASSERT_TRUE(target) << target.error().detail();
    ASSERT_EQ(target->size(), 2U);
    EXPECT_EQ(target->node(2).header, "127.0.0.1:8080");
    EXPECT_EQ(target->node(3).host, "::1");
    EXPECT_TRUE(target->node(3).is_secure);
    for (const char* wrong : {"",
                              "127.0.0.1:8080",
                              "ftp://a",
                              "http://",
                              "http://a/b",
                              "http://a:0",
                              "http://u@a",
                              "http://a:99999"}) {
        EXPECT_FALSE(Target::open(wrong, {})) << wrong;
    }
}

}  // namespace
}  // namespace yinxin::load
