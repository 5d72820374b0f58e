// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/postgres_bell.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/storage/postgres_connection.hpp"

#include <array>

#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace yinxin::storage {
namespace {

/// Between two tries to reach a server that does not answer.
constexpr int rest_ms = 1'000;
/// A connection that hears nothing for so long is asked whether it lives.
constexpr int quiet_ms = 30'000;

/// An event that was not taken ends every wait for it at once.
void take_event(int event) {
    std::uint64_t count = 0;
    (void)!read(event, &count, sizeof count);
}

}  // namespace

PostgresBell::PostgresBell(PostgresAddress address)
    : address_(std::move(address)), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (wake_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

PostgresBell::~PostgresBell() {
    is_ending_ = true;
    wake();
    if (thread_.joinable()) thread_.join();
    close(wake_);
}

void PostgresBell::wake() {
    const std::uint64_t one = 1;
    // A counter that is full wakes just as well.
    (void)!write(wake_, &one, sizeof one);
}

void PostgresBell::ring() {
    if (!is_rung_.exchange(true)) wake();
}

void PostgresBell::on_ring(std::function<void()> heard) {
    {
        const std::lock_guard lock(mutex_);
        heard_ = std::move(heard);
    }
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void PostgresBell::tell() {
    const std::lock_guard lock(mutex_);
    if (heard_) heard_();
}

void PostgresBell::run() {
    while (!is_ending_) {
        listen();
        if (is_ending_) return;
        pollfd descriptor{wake_, POLLIN, 0};
        poll(&descriptor, 1, rest_ms);
        take_event(wake_);
    }
}

/// Until the connection breaks or the end comes.
void PostgresBell::listen() {
    // A listener changes nothing, but NOTIFY is refused in a transaction that may not write.
    auto connection = PostgresConnection::open(address_, PostgresConnection::Role::writes);
    if (!connection || !(*connection)->run_script("LISTEN yinxin_work")) return;
    tell();                // for what was rung while nobody listened
    if (is_rung_) wake();  // and for what the last connection did not take
    while (!is_ending_) {
        std::array descriptors{pollfd{(*connection)->socket(), POLLIN, 0},
                               pollfd{wake_, POLLIN, 0}};
        const int ready = poll(descriptors.data(), descriptors.size(), quiet_ms);
        take_event(wake_);
        if (is_ending_) return;
        if (is_rung_.exchange(false) && !(*connection)->run_script("NOTIFY yinxin_work")) {
            is_rung_ = true;  // told after the next connection
            return;
        }
        if (ready == 0 && !(*connection)->run_script("SELECT 1")) return;
        const auto senders = (*connection)->take_notifications();
        if (!senders) return;
        const int own = (*connection)->backend();
        const bool is_other =
            std::any_of(senders->begin(), senders->end(), [&](int pid) { return pid != own; });
        if (is_other) tell();
    }
}

}  // namespace yinxin::storage
