// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/seal_door.hpp"
#include "yinxin/jobs/seal_socket.hpp"

#include <atomic>
#include <thread>

namespace yinxin::jobs {

/// Offers a seal desk to other processes of this machine: what `yinxin signer` does.
///
/// Each of a fixed number of threads takes a connection, reads one request, asks the desk with the
/// server's own clock, answers and closes. Whoever is another user, sends anything but a request,
/// sends too much or too slowly is cut off, and nobody else notices.
class SealServer {
  public:
    struct Plan {
        std::filesystem::path socket;
        std::vector<uid_t> users;                   ///< who may ask
        std::chrono::milliseconds patience{2'000};  ///< to send a request, and to take the answer
        unsigned at_once = 16;                      ///< requests served together; others wait
    };
    /// The desk and the clock outlive the server.
    /// @error conflict, config.invalid, file.io  as listen_at
    [[nodiscard]] static Result<std::unique_ptr<SealServer>> start(const SealDoor& desk,
                                                                   const Clock& clock,
                                                                   Plan plan);
    SealServer(const SealServer&) = delete;
    SealServer& operator=(const SealServer&) = delete;
    ~SealServer() { stop(); }

    /// Takes no more requests, finishes those at hand and removes the socket.
    void stop();

  private:
    SealServer(const SealDoor& desk, const Clock& clock, Plan plan, Socket listening, Socket bell);
    void run();
    void serve(const Socket& socket) const;
    [[nodiscard]] bool may_ask(const Socket& socket) const;

    const SealDoor& desk_;
    const Clock& clock_;
    Plan plan_;
    Socket listening_;
    Socket bell_;  ///< an eventfd that wakes every thread for the end
    std::atomic<bool> stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace yinxin::jobs
