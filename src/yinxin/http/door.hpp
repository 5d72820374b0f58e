// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/flow/task.hpp"
#include "yinxin/http/admission_control.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

namespace yinxin::http {

/// The door of one event thread: requests that were read pass at once while the thread keeps up,
/// else they wait in its fair queue. Everything but wake_for runs on that thread.
///
/// Handlers mostly run from beginning to end without a wait, so "how many at once" says nothing
/// about load: the thread's own time does. A pass of the event loop serves for a slice of time
/// (half a millisecond, or four times what reading and refusing took meanwhile) and then reads
/// again. Reading can so never take more than a fifth of the thread while somebody waits, and what
/// cannot be read stays in the kernel, where it costs nothing.
class Door : public std::enable_shared_from_this<Door> {
  public:
    Door(std::shared_ptr<AdmissionControl> control, boost::asio::io_context& context);

    /// A request that may wait; lives in its coroutine.
    struct Asker : flow::Waiter {
        RequestKind request_kind = RequestKind::public_;
        Subject who;
        int socket = -1;  ///< looked at before its turn: its client may have gone
        DoorAnswer answer = DoorAnswer::stopping;
        std::move_only_function<void()> resume;
    };

    /// Lets a request in without waiting, if that is fair to those who wait. Then leave() follows.
    [[nodiscard]] bool try_enter(RequestKind kind, flow::SteadyTime now);
    /// Waits for its turn. After `admitted` leave() follows.
    [[nodiscard]] flow::Task<DoorAnswer> wait(Asker& asker, flow::SteadyTime now);
    void leave(RequestKind kind);

    /// Sends away who waited too long; called a few times a second.
    void tick(flow::SteadyTime now);
    /// Sends everybody away: the server ends.
    void close();
    /// From any thread: a slot of this kind is free.
    void wake_for(std::size_t kind);

  private:
    void note(RequestKind kind, DoorAnswer answer);
    void begin_turn();
    void turn();
    void serve();
    void run(Asker& asker, flow::SteadyTime now);
    void send_away(Asker& asker, DoorAnswer why);
    void count_waiting(std::size_t kind, int change);

    std::shared_ptr<AdmissionControl> control_;
    boost::asio::io_context& context_;
    flow::FairQueue queue_;
    std::array<std::atomic<std::size_t>, request_kinds> waiting_{};
    bool is_turn_posted_ = false;
    bool is_serving_ = false;
    bool is_backlogged_ = false;  ///< the last turn ended with somebody ready to run
    flow::SteadyTime pass_began_{};
    flow::SteadyTime turn_ended_{};
};

}  // namespace yinxin::http
