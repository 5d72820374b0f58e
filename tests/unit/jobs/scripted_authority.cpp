// SPDX-License-Identifier: Apache-2.0
#include "unit/jobs/scripted_authority.hpp"

#include <exception>
#include <stdexcept>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yinxin::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::size_t content_length(const std::string& head) {
    const std::string name = "Content-Length: ";
    const auto at = head.find(name);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

/// None: the client went before its request was whole.
std::optional<ArrivedRequest> receive(int connection) {
    std::string all;
    char buffer[4096];
    for (;;) {
        const auto end = all.find("\r\n\r\n");
        if (end != std::string::npos) {
            const std::string head = all.substr(0, end + 2);
            if (all.size() >= end + 4 + content_length(head)) {
                const auto body = as_bytes(all).subspan(end + 4);
                return ArrivedRequest{head, Bytes(body.begin(), body.end())};
            }
        }
        const ssize_t got = ::recv(connection, buffer, sizeof(buffer), 0);
        if (got <= 0) return std::nullopt;
        all.append(buffer, static_cast<std::size_t>(got));
    }
}

}  // namespace

ScriptedAuthority::ScriptedAuthority(Script script)
    : listener_(::socket(AF_INET, SOCK_STREAM, 0)), script_(std::move(script)) {
    const sockaddr_in address = loopback(0);
    if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
        ::listen(listener_, 16) != 0) {
        ::close(listener_);
        throw std::runtime_error("listen");
    }
    thread_ = std::thread([this] { run(); });
}

ScriptedAuthority::~ScriptedAuthority() {
    stop();
    ::close(listener_);
    for (const int connection : silent_)
        ::close(connection);
}

std::string ScriptedAuthority::url() const {
    sockaddr_in address{};
    socklen_t length = sizeof(address);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    return "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/tsa";
}

void ScriptedAuthority::stop() {
    if (!thread_.joinable()) return;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
}

int ScriptedAuthority::requests() const {
    const std::scoped_lock lock(mutex_);
    return static_cast<int>(arrived_.size());
}

std::vector<ArrivedRequest> ScriptedAuthority::arrived() const {
    const std::scoped_lock lock(mutex_);
    return arrived_;
}

void ScriptedAuthority::follow(Script script) {
    const std::scoped_lock lock(script_mutex_);
    script_ = std::move(script);
}

void ScriptedAuthority::run() {
    for (;;) {
        const int connection = ::accept(listener_, nullptr, nullptr);
        if (connection < 0) return;
        serve(connection);
    }
}

void ScriptedAuthority::serve(int connection) {
    const std::optional<ArrivedRequest> request = receive(connection);
    if (!request) {
        ::close(connection);
        return;
    }
    {
        const std::scoped_lock lock(mutex_);
        arrived_.push_back(*request);
    }
    const std::optional<std::string> response = answer_to(*request);
    if (!response) {
        silent_.push_back(connection);
        return;
    }
    std::string_view rest = *response;
    while (!rest.empty()) {
        const ssize_t sent = ::send(connection, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    ::close(connection);
}

std::optional<std::string> ScriptedAuthority::answer_to(const ArrivedRequest& request) {
    const std::scoped_lock lock(script_mutex_);
    try {
        return script_(request);
    } catch (const std::exception& thrown) {
        // It would leave the thread and end the process with all its tests.
        ADD_FAILURE() << "the script threw: " << thrown.what();
        return http_response(500, {});
    }
}

std::string http_response(int status, BytesView body, const std::string& more_headers) {
    return "HTTP/1.1 " + std::to_string(status) +
           " Word\r\nContent-Type: application/timestamp-reply\r\nConnection: close\r\n"
           "Content-Length: " +
           std::to_string(body.size()) + "\r\n" + more_headers + "\r\n" +
           std::string(as_text(body));
}

}  // namespace yinxin::test
