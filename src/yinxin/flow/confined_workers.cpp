// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/confined_workers.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/flow/descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <signal.h>
#include <spawn.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace yinxin::flow {
namespace {

using Clock = std::chrono::steady_clock;

Error lost(const char* step) {
    return Error(ErrorCode::unavailable, std::string("confined worker: ") + step);
}

/// Nothing of the request's doing: it may be made again.
Error none_to_be_had(const char* step) {
    return lost(step).retry_in(std::chrono::seconds(1));
}

/// Two ends of one connection; the first is not inherited by any program.
Result<std::array<Descriptor, 2>> make_pair(int kind) {
    int ends[2];
    if (::socketpair(AF_UNIX, kind | SOCK_CLOEXEC, 0, ends) != 0) {
        return none_to_be_had("socketpair");
    }
    return std::array<Descriptor, 2>{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Waits until `fd` can be read or written. @error timed_out
Result<void> wait_for(int fd, short what, Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0) return Error(ErrorCode::timed_out, "confined worker");
        pollfd waiting{fd, what, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
        if (ready > 0) return ok();
        if (ready < 0 && errno != EINTR) return lost("poll");
    }
}

Result<void> send_all(int fd, BytesView bytes, Clock::time_point deadline) {
    while (!bytes.empty()) {
        YX_CHECK(wait_for(fd, POLLOUT, deadline));
        const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (sent < 0) return lost("it left while the file was handed over");
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    ::shutdown(fd, SHUT_WR);
    return ok();
}

Result<Bytes> receive_all(int fd, std::size_t most, Clock::time_point deadline) {
    Bytes answer;
    std::array<std::uint8_t, 65536> chunk;
    for (;;) {
        YX_CHECK(wait_for(fd, POLLIN, deadline));
        const ssize_t count = ::recv(fd, chunk.data(), chunk.size(), MSG_DONTWAIT);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (!answer.empty() && answer.front() == confined_no_worker) {
            return none_to_be_had("no process");
        }
        if (count < 0) return lost("recv");
        if (count == 0) break;
        answer.insert(answer.end(), chunk.begin(), chunk.begin() + count);
        if (answer.size() > most) return lost("it answered too much");
    }
    // A worker that dies says nothing at all; an answer is never empty.
    if (answer.empty()) return lost("it died");
    answer.erase(answer.begin());
    return answer;
}

}  // namespace

struct ConfinedWorkers::State {
    std::vector<std::string> command;
    Confinement confinement;
    std::mutex mutex;
    pid_t parent = -1;   ///< guarded by mutex
    Descriptor control;  ///< guarded by mutex; messages carry one request's socket each

    Result<void> spawn();
    Result<void> hand_over(const Descriptor& request);
    [[nodiscard]] bool has_parent_ended();
    void stop();
};

/// Starts the parent of the workers with the socket as its standard input and nothing else: every
/// other descriptor of this process closes on exec, and the environment stays here.
Result<void> ConfinedWorkers::State::spawn() {
    YX_TRY(auto ends, make_pair(SOCK_SEQPACKET));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1].get(), 0);
    std::vector<char*> arguments;
    for (std::string& word : command) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    char* const environment[] = {nullptr};
    const int failed =
        ::posix_spawn(&parent, arguments[0], &actions, nullptr, arguments.data(), environment);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) return none_to_be_had("cannot be started");
    control = std::move(ends[0]);
    return ok();
}

Result<void> ConfinedWorkers::State::hand_over(const Descriptor& request) {
    char byte = 0;
    iovec data{&byte, 1};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> room{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = room.data();
    message.msg_controllen = room.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    const int fd = request.get();
    std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
    const std::scoped_lock lock(mutex);
    if (::sendmsg(control.get(), &message, MSG_NOSIGNAL) == 1) return ok();
    log::error("confined_workers.restarted", {});
    stop();
    YX_CHECK(spawn());
    if (::sendmsg(control.get(), &message, MSG_NOSIGNAL) == 1) return ok();
    return none_to_be_had("cannot be reached");
}

/// A request cannot end it; something on this machine did. Its end of the socket closes before
/// those of the requests it held, so that who has lost one sees it here.
bool ConfinedWorkers::State::has_parent_ended() {
    const std::scoped_lock lock(mutex);
    pollfd end{control.get(), 0, 0};
    return ::poll(&end, 1, 0) > 0 && (end.revents & POLLHUP) != 0;
}

void ConfinedWorkers::State::stop() {
    control = Descriptor();
    if (parent <= 0) return;
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    parent = -1;
}

ConfinedWorkers::ConfinedWorkers(std::unique_ptr<State> state) : state_(std::move(state)) {}

ConfinedWorkers::~ConfinedWorkers() {
    state_->stop();
}

Result<std::unique_ptr<ConfinedWorkers>> ConfinedWorkers::start(std::vector<std::string> command,
                                                                Confinement confinement) {
    auto state = std::make_unique<State>();
    state->command = std::move(command);
    state->confinement = confinement;
    YX_CHECK(state->spawn());
    return std::unique_ptr<ConfinedWorkers>(new ConfinedWorkers(std::move(state)));
}

Result<Bytes> ConfinedWorkers::ask(BytesView request) {
    const Confinement& confinement = state_->confinement;
    if (request.size() > confinement.request_bytes) return Error(ErrorCode::too_large, "request");
    // The worker ends itself at its time; a second more, and it is given up.
    const auto deadline = Clock::now() + confinement.time + std::chrono::seconds(1);
    YX_TRY(auto ends, make_pair(SOCK_STREAM));
    YX_CHECK(state_->hand_over(ends[1]));
    ends[1] = Descriptor();
    const Result<void> sent = send_all(ends[0].get(), request, deadline);
    if (!sent && sent.error().code() == ErrorCode::timed_out) return sent.error();
    // Whoever left before he had everything may have said why.
    const auto started = Clock::now();
    Result<Bytes> answer = receive_all(ends[0].get(), confinement.answer_bytes, deadline);
    // The kernel's own clocks end a worker, a little before ours says so.
    const bool is_late =
        Clock::now() - started >= std::chrono::milliseconds(confinement.time) * 9 / 10;
    if (!answer && is_late) return Error(ErrorCode::timed_out, "confined worker");
    if (!answer && state_->has_parent_ended()) return none_to_be_had("the parent ended");
    return answer;
}

}  // namespace yinxin::flow
