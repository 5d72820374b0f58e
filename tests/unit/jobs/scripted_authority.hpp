// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace yinxin::test {

/// A request as it arrived.
struct ArrivedRequest {
    std::string head;  ///< request line and headers
    Bytes body;
};

/// An HTTP server on the loopback address that answers what a test tells it to, one exchange a
/// connection.
class ScriptedAuthority {
  public:
    /// The bytes of a whole HTTP response; none: the connection stays open and silent until the
    /// server goes.
    using Script = std::function<std::optional<std::string>(const ArrivedRequest&)>;

    explicit ScriptedAuthority(Script script);
    ScriptedAuthority(const ScriptedAuthority&) = delete;
    ScriptedAuthority& operator=(const ScriptedAuthority&) = delete;
    ~ScriptedAuthority();

    [[nodiscard]] std::string url() const;
    [[nodiscard]] int requests() const { return requests_.load(); }
    void follow(Script script);

  private:
    void run();
    void serve(int connection);

    int listener_;
    std::mutex mutex_;
    Script script_;
    std::atomic<int> requests_{0};
    std::vector<int> silent_;
    std::thread thread_;
};

/// A response with this body and "Connection: close".
std::string http_response(int status, BytesView body, const std::string& more_headers = {});

}  // namespace yinxin::test
