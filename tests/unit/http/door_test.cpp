// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/door.hpp"

#include "unit/http/support/test_server.hpp"

#include <algorithm>
#include <atomic>
#include <latch>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

crypto::MacKey ticket_key() {
    return {crypto::Suite::international, Secret(std::string(32, 'k'))};
}

/// A server that works on one request of a kind at a time, and handlers that end when told.
class DoorTest : public testing::Test {
  protected:
    void SetUp() override {
        options_.at_once = 1;
        options_.waiting = 8;
        options_.patience = 10s;
    }

    /// @param threads  1: who comes first is read first
    void open(unsigned threads = 1) {
        router_.get("/wait/{name}", "wait", [this](Context& context) { return wait(context); });
        router_.get("/nap/{name}", "nap", [this](Context& context) { return nap(context); });
        router_.get("/hello", "hello", [](Context&) { return plain_text("hello\n"); });
        router_.get("/mine", "mine", [](Context&) { return plain_text("mine\n"); })
            .needs(Access::account);
        router_.post("/form", "form", [this](Context& context) { return wait(context); });
        router_.get("/static", "static", [](Context&) { return plain_text("static\n"); })
            .needs(Access::machine);
        router_.get("/api/v1/wait", "api", [this](Context& context) { return wait(context); })
            .needs(Access::machine);
        Server::Hooks hooks;
        hooks.metrics = &metrics_;
        hooks.admission =
            std::make_shared<AdmissionControl>(options_, threads, ticket_key(), &metrics_);
        runtime_ = std::make_unique<flow::Runtime>(threads);
        server_ = std::make_unique<Server>(
            *runtime_, router_, nullptr, TestServer::fast_options(), std::move(hooks));
        ASSERT_TRUE(server_->start());
    }
    void TearDown() override {
        is_open_ = true;
        if (server_) server_->stop(2s);
        server_.reset();
        runtime_.reset();
    }

    Task<Result<Response>> wait(Context& context) {
        std::string name(context.request.path);
        {
            const std::scoped_lock lock(mutex_);
            began_.push_back(name.substr(name.rfind('/') + 1));
        }
        most_at_once_ = std::max(most_at_once_.load(), ++at_once_);
        while (!is_open_)
            co_await flow::pause(1ms);
        --at_once_;
        co_return plain_text("waited\n");
    }
    /// Long enough that others come meanwhile, on both threads.
    Task<Result<Response>> nap(Context&) {
        const int now = ++at_once_;
        for (int most = most_at_once_; most < now;)
            if (most_at_once_.compare_exchange_weak(most, now)) break;
        co_await flow::pause(1ms);
        --at_once_;
        co_return plain_text("rested\n");
    }
    std::vector<std::string> began() {
        const std::scoped_lock lock(mutex_);
        return began_;
    }
    /// Until the numbers say so: nothing is slept for that a condition can tell.
    void until_exposed(const std::string& line) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (metrics_.expose().find(line) == std::string::npos) {
            ASSERT_LT(std::chrono::steady_clock::now(), end) << line << '\n' << metrics_.expose();
            std::this_thread::yield();
        }
    }
    void until_waiting(std::string_view kind, int count) {
        until_exposed("yinxin_admission_queued{kind=\"" + std::string(kind) + "\"} " +
                      std::to_string(count) + "\n");
    }
    void until_in_flight(std::string_view kind, int count) {
        until_exposed("yinxin_admission_in_flight{kind=\"" + std::string(kind) + "\"} " +
                      std::to_string(count) + "\n");
    }
    static std::string get(std::string_view path, std::string_view headers = "") {
        return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" +
               std::string(headers) + "\r\n";
    }

    AdmissionOptions options_;
    observe::Metrics metrics_;
    Router router_;
    std::unique_ptr<flow::Runtime> runtime_;
    std::unique_ptr<Server> server_;
    std::atomic<bool> is_open_ = false;
    std::atomic<int> at_once_ = 0;
    std::atomic<int> most_at_once_ = 0;
    std::mutex mutex_;
    std::vector<std::string> began_;
};

TEST_F(DoorTest, who_comes_to_a_full_room_waits_and_is_served) {
    open();
    RawClient first(server_->port());
    RawClient second(server_->port());
    first.send(get("/wait/a"));
    until_in_flight("public", 1);
    second.send(get("/wait/b"));
    until_waiting("public", 1);
    is_open_ = true;
    EXPECT_EQ(first.receive().status, 200);
    EXPECT_EQ(second.receive().status, 200);
    EXPECT_EQ(most_at_once_, 1);
    until_waiting("public", 0);
    until_exposed("yinxin_admission_admitted_total{kind=\"public\"} 2\n");
    until_exposed("yinxin_admission_wait_seconds_count{kind=\"public\"} 1\n");
}

TEST_F(DoorTest, beyond_the_end_of_the_queue_it_says_when_to_come_again) {
    options_.waiting = 1;
    open();
    RawClient first(server_->port());
    RawClient second(server_->port());
    first.send(get("/wait/a"));
    until_in_flight("public", 1);
    second.send(get("/wait/b"));
    until_waiting("public", 1);
    RawClient third(server_->port());
    const RawResponse refused = third.ask(get("/wait/c"));
    EXPECT_EQ(refused.status, 503);
    const int retry = std::stoi(refused.header("Retry-After"));
    EXPECT_GE(retry, 4);
    EXPECT_LE(retry, 30);
    EXPECT_THAT(refused.body, HasSubstr("unavailable"));
    until_exposed("yinxin_admission_shed_total{kind=\"public\",reason=\"full\"} 1\n");
    is_open_ = true;
    EXPECT_EQ(second.receive().status, 200);
    EXPECT_EQ(third.ask(get("/hello")).status, 200) << "the connection lives on";
}

TEST_F(DoorTest, nobody_waits_longer_than_the_patience) {
    options_.patience = 200ms;
    open();
    RawClient first(server_->port());
    RawClient second(server_->port());
    first.send(get("/wait/a"));
    until_in_flight("public", 1);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(second.ask(get("/wait/b")).status, 503);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 200ms);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
    until_exposed("yinxin_admission_shed_total{kind=\"public\",reason=\"late\"} 1\n");
}

TEST_F(DoorTest, other_kinds_static_files_and_programs_go_on_meanwhile) {
    open();
    RawClient first(server_->port());
    first.send(get("/wait/a"));
    until_in_flight("public", 1);
    RawClient other(server_->port());
    EXPECT_EQ(other.ask(get("/mine")).status, 200);
    EXPECT_EQ(other.ask(get("/static")).status, 200);
    RawClient program(server_->port());
    program.send(get("/api/v1/wait"));
    until_in_flight("api", 1);
}

TEST_F(DoorTest, who_left_while_waiting_is_not_worked_for) {
    open();
    RawClient first(server_->port());
    first.send(get("/wait/a"));
    until_in_flight("public", 1);
    {
        RawClient second(server_->port());
        second.send(get("/wait/b"));
        until_waiting("public", 1);
    }
    is_open_ = true;
    EXPECT_EQ(first.receive().status, 200);
    until_exposed("yinxin_admission_shed_total{kind=\"public\",reason=\"gone\"} 1\n");
    EXPECT_THAT(began(), ElementsAre("a"));
}

TEST_F(DoorTest, an_older_ticket_goes_first_and_is_used_up) {
    open();
    const WaitingTickets tickets(ticket_key());
    const std::string older = tickets.issue(
        ticket_now() - 30s, static_cast<std::uint8_t>(RequestKind::public_), "address 127.0.0.1");
    const std::string of_another = tickets.issue(
        ticket_now() - 60s, static_cast<std::uint8_t>(RequestKind::public_), "address 127.0.0.2");
    RawClient first(server_->port());
    RawClient without(server_->port());
    RawClient stolen(server_->port());
    RawClient with(server_->port());
    first.send(get("/wait/first"));
    until_in_flight("public", 1);
    without.send(get("/wait/without"));
    until_waiting("public", 1);
    stolen.send(get("/wait/stolen", "Cookie: place=" + of_another + "\r\n"));
    until_waiting("public", 2);
    with.send(get("/wait/with", "Cookie: place=" + older + "\r\n"));
    until_waiting("public", 3);
    is_open_ = true;
    const RawResponse served = with.receive();
    EXPECT_EQ(served.status, 200);
    EXPECT_THAT(served.header("Set-Cookie"), HasSubstr("place=;"));
    EXPECT_EQ(without.receive().status, 200);
    EXPECT_EQ(stolen.receive().status, 200);
    EXPECT_THAT(began(), ElementsAre("first", "with", "without", "stolen"));
}

TEST_F(DoorTest, bodies_have_an_end_together) {
    options_.bodies = 16 * 1024;
    open();
    const auto post = [this](std::size_t size) {
        RawClient client(server_->port());
        client.send("POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                    std::to_string(size) + "\r\n\r\n");
        client.send(std::string(size, 'x'));
        return client.receive().status;
    };
    is_open_ = true;
    EXPECT_EQ(post(60'000), 503);
    EXPECT_EQ(post(8'000), 200);
    EXPECT_EQ(post(8'000), 200) << "room is given back";
    EXPECT_EQ(post(8'000), 200);
}

TEST_F(DoorTest, an_end_in_the_middle_leaves_nobody_hanging) {
    open();
    RawClient first(server_->port());
    RawClient second(server_->port());
    first.send(get("/wait/a"));
    until_in_flight("public", 1);
    second.send(get("/wait/b"));
    until_waiting("public", 1);
    std::thread stopper([this] { server_->stop(50ms); });
    EXPECT_THAT(second.receive().status, testing::AnyOf(0, 503));
    is_open_ = true;
    stopper.join();
}

TEST_F(DoorTest, threads_share_the_slots_and_lose_nobody) {
    options_.at_once = 3;
    options_.waiting = 1000;
    open(2);
    is_open_ = true;
    constexpr int clients = 24;
    constexpr int each = 25;
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i) {
        threads.emplace_back([&, i] {
            RawClient client(server_->port());
            for (int k = 0; k < each; ++k)
                good += client.ask(get("/nap/" + std::to_string(i))).status == 200 ? 1 : 0;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(good, clients * each);
    EXPECT_EQ(most_at_once_, 3);
    until_in_flight("public", 0);
    until_waiting("public", 0);
}

TEST(WaitingTickets, say_since_when_to_whom_they_were_given) {
    const WaitingTickets tickets(ticket_key());
    const TicketTime now = ticket_now();
    const std::string ticket = tickets.issue(now - 5s, 1, "address 10.0.0.1");
    EXPECT_EQ(tickets.read(ticket, 1, "address 10.0.0.1", now), now - 5s);
    EXPECT_FALSE(tickets.read(ticket, 2, "address 10.0.0.1", now)) << "of another kind";
    EXPECT_FALSE(tickets.read(ticket, 1, "address 10.0.0.2", now)) << "of somebody else";
    EXPECT_FALSE(tickets.read(ticket, 1, "address 10.0.0.1", now + 11min)) << "over";
    EXPECT_FALSE(tickets.read(ticket, 1, "address 10.0.0.1", now - 6s)) << "of the future";
    EXPECT_FALSE(tickets.read("", 1, "address 10.0.0.1", now));
    const WaitingTickets others({crypto::Suite::international, Secret(std::string(32, 'o'))});
    EXPECT_FALSE(others.read(ticket, 1, "address 10.0.0.1", now));
    for (std::size_t i = 0; i < ticket.size(); ++i) {
        std::string changed = ticket;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(tickets.read(changed, 1, "address 10.0.0.1", now)) << i;
    }
}

TEST(KnownSessions, remembers_and_is_not_fooled) {
    KnownSessions known;
    EXPECT_FALSE(known.has("token"));
    known.remember("token");
    EXPECT_TRUE(known.has("token"));
    EXPECT_FALSE(known.has("tokeN"));
    EXPECT_FALSE(known.has(""));
}

TEST(RequestKinds, follow_the_route) {
    Route route;
    route.pattern = "/verify";
    EXPECT_EQ(AdmissionControl::kind_of(route), RequestKind::public_);
    route.takes(std::size_t{10} << 20);
    EXPECT_EQ(AdmissionControl::kind_of(route), RequestKind::files);
    route.checks_password();
    EXPECT_EQ(AdmissionControl::kind_of(route), RequestKind::password);
    Route program;
    program.pattern = "/api/v1/calls";
    program.needs(Access::machine);
    EXPECT_EQ(AdmissionControl::kind_of(program), RequestKind::api);
    EXPECT_TRUE(AdmissionControl::covers(program));
    program.pattern = "/static/app.css";
    EXPECT_FALSE(AdmissionControl::covers(program));
}

}  // namespace
}  // namespace yinxin::http
