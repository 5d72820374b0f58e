// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_client.hpp"

#include "yinxin/base/text.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yinxin::app {
namespace {

std::string_view header_value(std::string_view head, std::string_view name) {
    const std::string lower = to_lower_ascii(head);
    const std::string wanted = "\r\n" + std::string(name) + ": ";
    const auto at = lower.find(wanted);
    if (at == std::string::npos) return {};
    const auto from = at + wanted.size();
    return head.substr(from, head.find("\r\n", from) - from);
}

}  // namespace

BenchClient::~BenchClient() {
    if (socket_ >= 0) ::close(socket_);
}

Result<void> BenchClient::connect() {
    if (socket_ >= 0) return ok();
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return Error(ErrorCode::unavailable, "connect");
    }
    return ok();
}

Result<BenchClient::Answer> BenchClient::exchange(const std::string& request) {
    YX_CHECK(connect());
    for (std::string_view rest = request; !rest.empty();) {
        const ssize_t sent = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return Error(ErrorCode::unavailable, "send");
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    buffer_.clear();
    std::size_t need = std::string::npos;
    Answer answer;
    char chunk[65536];
    while (buffer_.size() < need) {
        const ssize_t count = ::recv(socket_, chunk, sizeof chunk, 0);
        if (count <= 0) return Error(ErrorCode::unavailable, "recv");
        buffer_.append(chunk, static_cast<std::size_t>(count));
        const auto end = buffer_.find("\r\n\r\n");
        if (need != std::string::npos || end == std::string::npos) continue;
        const std::string_view head = std::string_view(buffer_).substr(0, end + 2);
        answer.status = static_cast<int>(parse_integer(head.substr(9, 3)).value_or(0));
        answer.location = header_value(head, "location");
        const std::string_view cookie = header_value(head, "set-cookie");
        answer.cookie = cookie.substr(0, cookie.find(';'));
        answer.body_size = static_cast<std::size_t>(
            parse_integer(header_value(head, "content-length")).value_or(0));
        need = end + 4 + answer.body_size;
    }
    body_ = std::string_view(buffer_).substr(need - answer.body_size);
    return answer;
}

Result<BenchClient::Answer> BenchClient::get(std::string_view path, std::string_view cookie) {
    return exchange(fmt::format(
        "GET {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {}\r\n\r\n", path, port_, cookie));
}

Result<BenchClient::Answer> BenchClient::post(std::string_view path,
                                              std::string_view cookie,
                                              std::string_view form) {
    return exchange(fmt::format(
        "POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
        path,
        port_,
        cookie,
        form.size(),
        form));
}

Result<BenchClient::Answer> BenchClient::post_body(std::string_view path,
                                                   std::string_view headers,
                                                   std::string_view body) {
    return exchange(
        fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}Content-Length: {}\r\n\r\n{}",
                    path,
                    port_,
                    headers,
                    body.size(),
                    body));
}

}  // namespace yinxin::app
