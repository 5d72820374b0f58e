// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

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
///
/// The script runs on the server's thread, which goes on after a client gave up: it may only touch
/// what outlives the server, or what stands when stop() is called. What arrived is kept here, so
/// that no script need write into a test. An exception of a script fails the test, not the process.
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
    /// How many whole requests arrived.
    [[nodiscard]] int requests() const;
    [[nodiscard]] std::vector<ArrivedRequest> arrived() const;
    void follow(Script script);
    /// Ends the thread; a script that runs is finished. Idempotent.
    void stop();

  private:
    void run();
    void serve(int connection);

    [[nodiscard]] std::optional<std::string> answer_to(const ArrivedRequest& request);

    int listener_;
    mutable std::mutex mutex_;  ///< of what arrived
    std::vector<ArrivedRequest> arrived_;
    std::mutex script_mutex_;  ///< held while the script runs
    Script script_;
    std::vector<int> silent_;
    std::thread thread_;
};

/// A response with this body and "Connection: close".
std::string http_response(int status, BytesView body, const std::string& more_headers = {});

}  // namespace yinxin::test
