// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "unit/http/support/raw_client.hpp"

#include "yinxin/flow/deadline.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/http/server.hpp"
#include "yinxin/observe/metrics.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace yinxin::http {

/// A handler whose end the test decides.
class Latch {
  public:
    Task<Result<Response>> operator()(Context&) {
        ++entered;
        while (!is_open)
            co_await flow::pause(std::chrono::milliseconds(2));
        co_return plain_text("late\n");
    }
    std::atomic<int> entered = 0;
    std::atomic<bool> is_open = false;
};

/// Example page handlers, as page authors write them.
inline Task<Result<Response>> say_hello(Context& context) {
    std::string name(context.parameter("name"));
    co_return plain_text("hello " + name + '\n');
}

inline Task<Result<Response>> echo_form(Context& context) {
    std::string text;
    for (const auto& [name, value] : context.request.form)
        text += name + '=' + value + ';';
    for (const Upload& upload : context.request.uploads) {
        text += upload.field + '@' + upload.file_name + ':' + std::to_string(upload.content.size());
        if (upload.spooled && upload.spooled->spool()) {
            text += " spooled:" + std::to_string(upload.spooled->spool()->file().size);
        }
    }
    if (!context.request.body.empty()) text += "body:" + context.request.body;
    co_return plain_text(std::move(text));
}

inline Task<Result<Response>> find_nothing(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("number"));
    if (number == 13) co_return Error(ErrorCode::endorsement_limit_reached, "for the test");
    co_return Error(ErrorCode::not_found, "for the test");
}

inline Response throw_up(Context&) {
    throw std::runtime_error("secret-of-the-bug");
}

inline Response tell_client(Context& context) {
    const Request& request = context.request;
    return plain_text(request.client_address + ' ' + (request.is_secure ? "secure" : "plain") +
                      ' ' + std::string(tag(context.language)) + '\n');
}

inline Response big_file(Context&) {
    static const auto content = std::make_shared<const std::string>(3'000'000, 'x');
    return file(content, "application/pdf", "big.pdf");
}

inline Router make_test_router(std::shared_ptr<Latch> latch = nullptr) {
    Router router;
    router.get("/hello/{name}", "hello", say_hello);
    router.get("/client", "client", tell_client);
    router.get("/numbers/{number}", "numbers", find_nothing);
    router.get("/throw", "throw", throw_up);
    router.get("/big", "big", big_file);
    router.post("/form", "form", echo_form);
    router.post("/upload", "upload", echo_form).takes(1024 * 1024);
    if (latch) {
        router.get("/wait", "wait", [latch](Context& context) { return (*latch)(context); });
    }
    return router;
}

/// A server on a free port of the loopback address, with short deadlines.
struct TestServer {
    explicit TestServer(ServerOptions asked = fast_options(),
                        Router routes = make_test_router(),
                        Server::Hooks hooks = {})
        : router(std::move(routes)), server(runtime, router, nullptr, std::move(asked), [&] {
              hooks.metrics = &metrics;
              return hooks;
          }()) {
        const auto started = server.start();
        if (!started) throw std::runtime_error(started.error().describe());
    }
    ~TestServer() { server.stop(std::chrono::seconds(2)); }

    static ServerOptions fast_options() {
        using namespace std::chrono_literals;
        ServerOptions options;
        options.limits.header_deadline = 400ms;
        options.limits.body_deadline = 400ms;
        options.limits.idle_deadline = 2s;
        options.limits.write_deadline = 2s;
        options.logs_access = false;
        return options;
    }
    [[nodiscard]] std::uint16_t port() const { return server.port(); }
    [[nodiscard]] RawResponse get(std::string_view path, std::string_view headers = "") const {
        return ask(port(),
                   "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" +
                       std::string(headers) + "\r\n");
    }

    observe::Metrics metrics;
    flow::Runtime runtime{2};
    Router router;
    Server server;
};

}  // namespace yinxin::http
