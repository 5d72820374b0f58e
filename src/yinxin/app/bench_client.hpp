// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <string>
#include <string_view>

namespace yinxin::app {

/// One keep-alive HTTP/1.1 connection to this machine, as plain as a load client should be.
class BenchClient {
  public:
    explicit BenchClient(std::uint16_t port) : port_(port) {}
    BenchClient(const BenchClient&) = delete;
    BenchClient& operator=(const BenchClient&) = delete;
    ~BenchClient();

    struct Answer {
        int status = 0;
        std::string location;
        std::string cookie;  ///< "name=value" of the first one set
        std::size_t body_size = 0;
    };
    Result<Answer> get(std::string_view path, std::string_view cookie);
    Result<Answer> post(std::string_view path, std::string_view cookie, std::string_view form);
    /// A POST of any kind. @param headers  whole lines, each with its line end
    Result<Answer> post_body(std::string_view path,
                             std::string_view headers,
                             std::string_view body);
    /// Of the last answer, until the next question.
    [[nodiscard]] std::string_view body() const noexcept { return body_; }

  private:
    Result<Answer> exchange(const std::string& request);
    Result<void> connect();

    std::uint16_t port_;
    int socket_ = -1;
    std::string buffer_;
    std::string_view body_;
};

}  // namespace yinxin::app
