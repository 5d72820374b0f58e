// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::http {

/// A response as it came over the wire.
struct RawResponse {
    int status = 0;  ///< 0: the connection ended first
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    [[nodiscard]] std::string header(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
};

/// A client that sends exactly the bytes it is told to. Waits at most ten seconds for anything.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// False once the server has closed.
    bool send(std::string_view bytes);
    /// One response; what follows it stays for the next call.
    RawResponse receive(bool has_body = true);
    /// True if the server closes without sending another byte.
    bool is_closed_by_server();
    void finish_sending();

    RawResponse ask(std::string_view bytes, bool has_body = true) {
        send(bytes);
        return receive(has_body);
    }

  private:
    bool fill();

    int socket_;
    std::string buffer_;
};

/// One exchange on a connection of its own.
RawResponse ask(std::uint16_t port, std::string_view bytes, bool has_body = true);

}  // namespace yinxin::http
