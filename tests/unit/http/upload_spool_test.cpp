// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/upload_spool.hpp"

#include "support/scratch_directory.hpp"
#include "unit/http/support/test_server.hpp"

#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::string form_with(std::string_view content) {
    return "--XX\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"
           "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\n" +
           std::string(content) +
           "\r\n--XX\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n"
           "\r\n--XX--\r\n";
}

std::string head_for(std::size_t length, std::string_view more = "") {
    return "POST /spool HTTP/1.1\r\nHost: localhost\r\n"
           "Content-Type: multipart/form-data; boundary=XX\r\nContent-Length: " +
           std::to_string(length) + "\r\n" + std::string(more) + "\r\n";
}

class UploadSpoolTest : public ::testing::Test {
  protected:
    std::unique_ptr<TestServer> serve(Gate gate = {}) {
        Router router;
        router.post("/spool", "spool", echo_form).takes(8 * 1024 * 1024).spools_uploads();
        Server::Hooks hooks;
        hooks.gate = std::move(gate);
        hooks.spool = &room_;
        return std::make_unique<TestServer>(
            TestServer::fast_options(), std::move(router), std::move(hooks));
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(scratch_.path()), fs::directory_iterator()));
    }
    /// What goes with a request may go a moment after its answer was read.
    bool becomes_empty() const {
        for (int i = 0; i < 500 && files() > 0; ++i)
            std::this_thread::sleep_for(10ms);
        return files() == 0;
    }

    test::ScratchDirectory scratch_;
    flow::Pool pool_{flow::Pool::Shape{"spool", 1, flow::Pool::QueueLimit(64)}};
    SpoolRoom room_{{scratch_.path(), crypto::Suite::international}, pool_};
};

TEST_F(UploadSpoolTest, a_large_file_goes_to_the_disk_and_not_into_memory) {
    const auto server = serve();
    const std::string body = form_with(std::string(5'000'000, 'x'));
    const RawResponse answer = ask(server->port(), head_for(body.size()) + body);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "note=hello;file@f.csv:0 spooled:5000000none@:0");
    EXPECT_TRUE(becomes_empty()) << "nobody said keep()";
}

TEST_F(UploadSpoolTest, an_upload_that_is_broken_off_leaves_nothing) {
    const auto server = serve();
    const std::string body = form_with(std::string(5'000'000, 'x'));
    {
        RawClient client(server->port());
        client.send(head_for(body.size()) + body.substr(0, 3'000'000));
        for (int i = 0; i < 500 && files() == 0; ++i)
            std::this_thread::sleep_for(10ms);
        EXPECT_EQ(files(), 1U);
    }
    EXPECT_TRUE(becomes_empty());
}

TEST_F(UploadSpoolTest, a_form_that_turns_out_broken_leaves_nothing) {
    const auto server = serve();
    std::string body = form_with(std::string(2'000'000, 'x'));
    body.replace(body.size() - 6, 6, "--XXno");
    EXPECT_EQ(ask(server->port(), head_for(body.size()) + body).status, 400);
    EXPECT_TRUE(becomes_empty());
}

TEST_F(UploadSpoolTest, beyond_the_limit_is_refused_before_it_is_sent) {
    const auto server = serve();
    RawClient client(server->port());
    client.send(head_for(9 * 1024 * 1024, "Expect: 100-continue\r\n"));
    EXPECT_EQ(client.receive().status, 413);
    EXPECT_EQ(files(), 0U);
}

TEST_F(UploadSpoolTest, a_slow_upload_ends_with_its_deadline_and_leaves_nothing) {
    const auto server = serve();
    RawClient client(server->port());
    client.send(head_for(1'000'000) + form_with(std::string(1000, 'x')).substr(0, 900));
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_TRUE(becomes_empty());
}

TEST_F(UploadSpoolTest, the_gate_is_asked_before_a_byte_is_taken_and_again_with_the_form) {
    std::atomic<int> before = 0;
    std::atomic<int> after = 0;
    const auto server = serve([&](Context& context) -> Task<Result<std::optional<Response>>> {
        ++(context.has_body ? after : before);
        if (context.request.has_header("X-Stranger")) co_return plain_text("no\n", 403);
        co_return std::nullopt;
    });
    RawClient client(server->port());
    client.send(head_for(1'000'000, "X-Stranger: yes\r\n"));
    EXPECT_EQ(client.receive().status, 403);
    EXPECT_EQ(files(), 0U);
    EXPECT_EQ(after, 0);
    const std::string body = form_with("a;b");
    EXPECT_EQ(ask(server->port(), head_for(body.size()) + body).status, 200);
    EXPECT_EQ(before, 2);
    EXPECT_EQ(after, 1);
}

TEST_F(UploadSpoolTest, a_disk_that_refuses_is_said_so) {
    const auto server = serve();
    fs::permissions(scratch_.path(), fs::perms::none);
    fs::remove(scratch_.path());
    const std::string body = form_with(std::string(1'000'000, 'x'));
    EXPECT_EQ(ask(server->port(), head_for(body.size()) + body).status, 500);
    fs::create_directory(scratch_.path());
}

}  // namespace
}  // namespace yinxin::http
