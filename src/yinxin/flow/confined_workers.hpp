// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Work on bytes of strangers in processes that can do nothing else (design section 3: "inside the
/// sandbox"), so that a crash or a bomb costs one request.
///
/// A single-threaded parent of the workers is started once with nothing open but one socket. For
/// each request it forks a worker, which takes the request's own socket, gives up everything (no
/// files, no network, 512 MiB, a few seconds, a short list of system calls) and answers once.
namespace yinxin::flow {

struct Confinement {
    std::size_t memory = std::size_t{512} * 1024 * 1024;  ///< address space, bytes
    std::chrono::seconds time{5};                         ///< of processor and of wall clock
    std::size_t request_bytes = std::size_t{10} * 1024 * 1024;
    std::size_t answer_bytes = std::size_t{4} * 1024 * 1024;
};

class ConfinedWorkers {
  public:
    /// @param command  the program that calls run_confined, e.g. {"/proc/self/exe", "reader"}.
    /// @error unavailable  it cannot be started.
    [[nodiscard]] static Result<std::unique_ptr<ConfinedWorkers>> start(
        std::vector<std::string> command, Confinement confinement = {});
    ~ConfinedWorkers();
    ConfinedWorkers(const ConfinedWorkers&) = delete;
    ConfinedWorkers& operator=(const ConfinedWorkers&) = delete;

    /// Asks a fresh worker and waits; blocks the calling thread for at most the confinement's time
    /// and a second. Any number of threads may ask at once.
    /// @error timed_out  no answer in time: the worker is dead or dying.
    /// @error unavailable  the worker died; with retry_after: none could be had, whatever was
    /// asked.
    [[nodiscard]] Result<Bytes> ask(BytesView request);

  private:
    struct State;
    explicit ConfinedWorkers(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The program behind ConfinedWorkers: serves the socket on standard input until it is closed.
/// @param work  called in the worker; what it throws ends the worker.
/// @param warm_up  called once before any worker is forked, so that libraries have opened what
///   they open.
/// @return the process's exit code.
int run_confined(const Confinement& confinement,
                 const std::function<Bytes(BytesView)>& work,
                 const std::function<void()>& warm_up);

}  // namespace yinxin::flow
