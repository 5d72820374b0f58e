// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/door.hpp"

#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <poll.h>

namespace yinxin::http {
namespace {

namespace asio = boost::asio;
using flow::SteadySpan;
using flow::SteadyTime;

/// What a pass serves before it reads again. Longer gains nothing: reading a request costs about a
/// fiftieth of this.
constexpr SteadySpan slice = std::chrono::microseconds(500);
/// Serving takes at least four fifths of a thread that has somebody waiting …
constexpr int serving_share = 4;
/// … but new connections and what operators ask wait no longer than this.
constexpr SteadySpan longest_slice = std::chrono::milliseconds(20);
/// One pass of the event loop may read far more than this, if that many ask: then it serves in
/// between.
constexpr SteadySpan longest_reading = longest_slice / serving_share;

SteadyTime steady_now() {
    return std::chrono::steady_clock::now();
}

/// Its client closed the connection, or at least the half it asks on.
bool is_gone(int socket) {
    if (socket < 0) return false;
    pollfd end{socket, POLLRDHUP, 0};
    return ::poll(&end, 1, 0) > 0 && (end.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

}  // namespace

Door::Door(std::shared_ptr<AdmissionControl> control, asio::io_context& context)
    : control_(std::move(control)), context_(context), queue_(control_->shapes_, control_->slots_) {
    control_->doors_.push_back(this);
}

void Door::note(RequestKind kind, DoorAnswer answer) {
    const auto& numbers = control_->numbers_.at(static_cast<std::size_t>(kind));
    if (answer == DoorAnswer::admitted) {
        if (numbers.admitted) numbers.admitted->add();
        if (numbers.in_flight) numbers.in_flight->add();
    } else if (const auto& shed = numbers.shed.at(static_cast<std::size_t>(answer))) {
        shed->add();
    }
}

void Door::count_waiting(std::size_t kind, int change) {
    waiting_.at(kind) += static_cast<std::size_t>(change);
    if (const auto& queued = control_->numbers_.at(kind).queued) queued->add(change);
}

bool Door::try_enter(RequestKind kind, SteadyTime now) {
    if (!is_turn_posted_) {
        pass_began_ = now;
        begin_turn();
    }
    if (!queue_.is_empty() || now - pass_began_ >= slice) return false;
    if (!control_->slots_.try_take(static_cast<std::size_t>(kind))) return false;
    note(kind, DoorAnswer::admitted);
    return true;
}

flow::Task<DoorAnswer> Door::wait(Asker& asker, SteadyTime now) {
    if (is_turn_posted_ && now - std::max(turn_ended_, pass_began_) >= longest_reading) {
        serve();
        now = steady_now();
    }
    asker.kind = static_cast<std::size_t>(asker.request_kind);
    const TicketTime clock = ticket_now();
    // Those with a ticket stand behind each other, not behind who came to the same address later.
    asker.subject = asker.who.ticket ? ~asker.who.hash : asker.who.hash;
    asker.since = asker.who.ticket ? now - (clock - *asker.who.ticket) : now;
    const auto [offer, displaced] = queue_.offer(asker, now);
    if (displaced != nullptr) {
        send_away(static_cast<Asker&>(*displaced), DoorAnswer::displaced);
    }
    if (offer != flow::FairQueue::Offer::queued) {
        const DoorAnswer why =
            offer == flow::FairQueue::Offer::full ? DoorAnswer::full : DoorAnswer::too_long;
        note(asker.request_kind, why);
        co_return why;
    }
    count_waiting(asker.kind, 1);
    begin_turn();
    auto initiate = [&asker](auto handler) {
        asker.resume = [handler = std::move(handler)]() mutable { std::move(handler)(); };
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(std::move(initiate),
                                                                          asio::use_awaitable);
    co_return asker.answer;
}

void Door::leave(RequestKind kind) {
    const auto number = static_cast<std::size_t>(kind);
    if (const auto& in_flight = control_->numbers_.at(number).in_flight) in_flight->add(-1);
    if (control_->slots_.give_back(number)) control_->wake_others(number, this);
    if (!queue_.is_empty()) begin_turn();
}

void Door::begin_turn() {
    if (is_turn_posted_) return;
    is_turn_posted_ = true;
    asio::post(context_, [self = shared_from_this()] { self->turn(); });
}

void Door::turn() {
    is_turn_posted_ = false;
    serve();
}

void Door::serve() {
    if (is_serving_) return;
    is_serving_ = true;
    SteadyTime now = steady_now();
    tick(now);
    const SteadySpan elsewhere = is_backlogged_ ? now - turn_ended_ : SteadySpan::zero();
    const SteadyTime until = now + std::clamp(elsewhere * serving_share, slice, longest_slice);
    is_backlogged_ = false;
    while (!queue_.is_empty()) {
        auto* asker = static_cast<Asker*>(queue_.next(now));
        // The rest waits for slots; whoever gives one back begins a turn.
        if (asker == nullptr) break;
        const std::size_t kind = asker->kind;
        const SteadyTime before = now;
        run(*asker, now);
        now = steady_now();
        queue_.charge(kind, now - before);
        if (now >= until && !queue_.is_empty()) {
            is_backlogged_ = true;
            begin_turn();
            break;
        }
    }
    turn_ended_ = now;
    is_serving_ = false;
}

void Door::run(Asker& asker, SteadyTime now) {
    count_waiting(asker.kind, -1);
    asker.answer = is_gone(asker.socket) ? DoorAnswer::gone : DoorAnswer::admitted;
    note(asker.request_kind, asker.answer);
    if (asker.answer == DoorAnswer::admitted) {
        if (const auto& waited = control_->numbers_.at(asker.kind).waited) {
            waited->observe(std::chrono::duration<double>(now - asker.arrived).count());
        }
    } else if (control_->slots_.give_back(asker.kind)) {
        control_->wake_others(asker.kind, this);
    }
    // The asker goes with its coroutine, which may end in here.
    auto resume = std::move(asker.resume);
    resume();
}

void Door::send_away(Asker& asker, DoorAnswer why) {
    count_waiting(asker.kind, -1);
    asker.answer = why;
    note(asker.request_kind, why);
    // Not inside this turn: that it writes an answer is no serving.
    asio::post(context_, std::move(asker.resume));
}

void Door::tick(SteadyTime now) {
    for (flow::Waiter* waiter : queue_.take_late(now))
        send_away(static_cast<Asker&>(*waiter), DoorAnswer::late);
}

void Door::close() {
    for (flow::Waiter* waiter : queue_.take_all())
        send_away(static_cast<Asker&>(*waiter), DoorAnswer::stopping);
}

void Door::wake_for(std::size_t kind) {
    if (waiting_.at(kind).load() == 0) return;
    asio::post(context_, [self = shared_from_this()] { self->begin_turn(); });
}

}  // namespace yinxin::http
