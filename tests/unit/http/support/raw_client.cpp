// SPDX-License-Identifier: Apache-2.0
#include "unit/http/support/raw_client.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yinxin::http {

std::string RawResponse::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (is_same_token(key, name)) return value;
    }
    return "";
}

std::size_t RawResponse::count(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        headers, [name](const auto& each) { return is_same_token(each.first, name); }));
}

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    timeval wait{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        socket_ = -1;
    }
}

RawClient::~RawClient() {
    if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool RawClient::fill() {
    std::array<char, 65536> some{};
    const auto count = ::recv(socket_, some.data(), some.size(), 0);
    if (count <= 0) return false;
    buffer_.append(some.data(), static_cast<std::size_t>(count));
    return true;
}

RawResponse RawClient::receive(bool has_body) {
    RawResponse response;
    std::size_t end = std::string::npos;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return response;
    }
    const std::string head = buffer_.substr(0, end);
    buffer_.erase(0, end + 4);
    response.status = static_cast<int>(parse_integer(head.substr(9, 3)).value_or(0));
    for (const std::string_view line : split(replace_all(head, "\r\n", "\n"), '\n')) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos) continue;
        response.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    const auto length = parse_integer(response.header("Content-Length")).value_or(0);
    if (!has_body || response.status == 304) return response;
    while (buffer_.size() < static_cast<std::size_t>(length) && fill()) {
    }
    response.body = buffer_.substr(0, static_cast<std::size_t>(length));
    buffer_.erase(0, static_cast<std::size_t>(length));
    return response;
}

bool RawClient::is_closed_by_server() {
    if (!buffer_.empty()) return false;
    char byte = 0;
    return ::recv(socket_, &byte, 1, 0) == 0;
}

void RawClient::finish_sending() {
    ::shutdown(socket_, SHUT_WR);
}

RawResponse ask(std::uint16_t port, std::string_view bytes, bool has_body) {
    RawClient client(port);
    return client.ask(bytes, has_body);
}

}  // namespace yinxin::http
