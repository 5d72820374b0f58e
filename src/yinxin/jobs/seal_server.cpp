// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_server.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/jobs/seal_wire.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yinxin::jobs {
namespace {

void note(const char* event, const Error& error) {
    log::warning(event, {{"error", dotted_name(error.code())}, {"detail", error.detail()}});
}

}  // namespace

Result<std::unique_ptr<SealServer>> SealServer::start(const SealDoor& desk,
                                                      const Clock& clock,
                                                      Plan plan) {
    YX_TRY(Socket listening, listen_at(plan.socket));
    Socket bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!bell.is_open()) return Error(ErrorCode::file_io, "eventfd");
    return std::unique_ptr<SealServer>(
        new SealServer(desk, clock, std::move(plan), std::move(listening), std::move(bell)));
}

SealServer::SealServer(
    const SealDoor& desk, const Clock& clock, Plan plan, Socket listening, Socket bell)
    : desk_(desk),
      clock_(clock),
      plan_(std::move(plan)),
      listening_(std::move(listening)),
      bell_(std::move(bell)) {
    for (unsigned i = 0; i < plan_.at_once; ++i) {
        threads_.emplace_back([this] { run(); });
    }
}

void SealServer::stop() {
    if (stopping_.exchange(true)) return;
    // Never read, so that it goes on ringing for every thread.
    const std::uint64_t once = 1;
    (void)!::write(bell_.get(), &once, sizeof once);
    for (std::thread& thread : threads_)
        thread.join();
    std::error_code ignored;
    std::filesystem::remove(plan_.socket, ignored);
}

void SealServer::run() {
    while (!stopping_) {
        std::array<pollfd, 2> asked{pollfd{listening_.get(), POLLIN, 0},
                                    pollfd{bell_.get(), POLLIN, 0}};
        if (::poll(asked.data(), asked.size(), -1) < 0 && errno != EINTR) return;
        if (stopping_) return;
        const Socket socket(
            ::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket.is_open()) continue;  // another thread was faster
        try {
            serve(socket);
        } catch (const std::exception& bug) {
            // An outermost loop: a bug in one request must not end the signer.
            log::error("signer.bug", {{"what", std::string_view(bug.what())}});
        }
    }
}

bool SealServer::may_ask(const Socket& socket) const {
    const auto user = peer_of(socket);
    return user && std::ranges::find(plan_.users, *user) != plan_.users.end();
}

void SealServer::serve(const Socket& socket) const {
    using std::chrono::steady_clock;
    if (!may_ask(socket)) {
        log::warning("signer.stranger");
        return;
    }
    const auto frame = read_frame(socket, longest_request, steady_clock::now() + plan_.patience);
    if (!frame) {
        note("signer.request_lost", frame.error());
        return;
    }
    const auto intents = read_seal_request(*frame);
    if (!intents) {
        note("signer.request_refused", intents.error());
        return;
    }
    const SealAnswers answers = desk_.seal(*intents, clock_.now());
    if (!answers) note("signer.failed", answers.error());
    const auto told =
        write_frame(socket, write_seal_answer(answers), steady_clock::now() + plan_.patience);
    // What was sealed is not handed out; the caller records another intent and asks again.
    if (!told) note("signer.answer_lost", told.error());
}

}  // namespace yinxin::jobs
