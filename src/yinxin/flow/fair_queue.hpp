// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

/// A bounded waiting room in front of one thread, fair between kinds of work and, within a kind,
/// between those who ask (docs/peak.md). Plain data: time is a parameter, and nothing is woken
/// here.
namespace yinxin::flow {

using SteadyTime = std::chrono::steady_clock::time_point;
using SteadySpan = std::chrono::steady_clock::duration;

/// One kind of work and its share. Every number is a bound: none has a default.
struct KindShape {
    std::string name;     ///< metrics label
    unsigned weight;      ///< share of the thread beside the other kinds that wait
    std::size_t at_once;  ///< of this kind being worked on, in all queues that share the Slots
    std::size_t waiting;  ///< of this kind in one queue
    SteadySpan patience;  ///< longest wait
};

/// What is being worked on, per kind, in all queues of a process. Thread-safe.
class Slots {
  public:
    explicit Slots(const std::vector<KindShape>& kinds);
    /// False: as many as may be at once are.
    [[nodiscard]] bool try_take(std::size_t kind) noexcept;
    /// @return true if the kind was at its limit: others may be waiting for just this.
    bool give_back(std::size_t kind) noexcept;
    [[nodiscard]] std::size_t taken(std::size_t kind) const noexcept;

  private:
    struct Count {
        std::atomic<std::size_t> taken = 0;
        std::size_t limit = 0;
    };
    std::vector<Count> counts_;
};

/// Somebody who waits. The caller owns it and keeps it where it is until it has left the queue.
struct Waiter {
    std::size_t kind = 0;
    std::uint64_t subject = 0;  ///< address or account, hashed
    SteadyTime since;           ///< since when its place counts: a ticket's time, else its arrival
    bool is_urgent = false;     ///< goes before everybody who came less than a patience earlier

    // The queue's own:
    SteadyTime arrived;
    SteadyTime rank;
    std::uint64_t number = 0;
    bool is_queued = false;
    std::list<Waiter*>::iterator by_age;
};

/// The order: kinds take turns by the time they used of the thread, divided by their weights.
/// Within a kind the lowest rank goes first. A rank is the time since when the place counts, but
/// at least one `spacing` after the last rank of the same subject: whoever sends a hundred requests
/// has one at its own time and the others later, however old his tickets are.
///
/// Used from one thread.
class FairQueue {
  public:
    /// One place per subject in so much time; faster ones stand behind those of others.
    static constexpr SteadySpan spacing = std::chrono::milliseconds(100);
    /// Ranks run at most so far ahead of the clock: a punishment that ends.
    static constexpr SteadySpan horizon = std::chrono::seconds(10);
    /// Subjects whose last rank is remembered; beyond, those that are over are forgotten, and then
    /// all of them.
    static constexpr std::size_t most_subjects = 8192;

    /// @param slots  must outlive the queue.
    FairQueue(std::vector<KindShape> kinds, Slots& slots);

    enum class Offer {
        queued,
        full,      ///< nobody with a later place could be sent away
        too_long,  ///< it would wait longer than is useful
    };
    struct Offered {
        Offer offer;
        Waiter* displaced = nullptr;  ///< had the latest place and left for this one
    };
    /// Lets somebody wait.
    [[nodiscard]] Offered offer(Waiter& waiter, SteadyTime now);

    /// Who is next, out of the queue and with its slot taken; null: nobody who may.
    [[nodiscard]] Waiter* next(SteadyTime now);
    /// What the work of a kind took of the thread.
    void charge(std::size_t kind, SteadySpan used) noexcept;
    /// Those who waited longer than their kind's patience, out of the queue.
    [[nodiscard]] std::vector<Waiter*> take_late(SteadyTime now);
    /// Everybody, out of the queue: for the end of a thread.
    [[nodiscard]] std::vector<Waiter*> take_all();
    /// Leaves before its turn; no effect if it is not queued.
    void leave(Waiter& waiter);

    [[nodiscard]] std::size_t remembered_subjects() const noexcept { return last_ranks_.size(); }
    [[nodiscard]] bool is_empty() const noexcept { return total_ == 0; }
    [[nodiscard]] std::size_t waiting(std::size_t kind) const noexcept;
    [[nodiscard]] const KindShape& shape(std::size_t kind) const noexcept;
    /// How long somebody who comes now would wait, as it went lately.
    [[nodiscard]] SteadySpan expected_wait(std::size_t kind) const noexcept;

  private:
    struct Earlier {
        bool operator()(const Waiter* left, const Waiter* right) const noexcept {
            return left->rank != right->rank ? left->rank < right->rank
                                             : left->number < right->number;
        }
    };
    struct Kind {
        KindShape shape;
        std::set<Waiter*, Earlier> by_rank;
        std::list<Waiter*> by_age;  ///< arrival order: the front is late first
        double used = 0;            ///< seconds of the thread over weight
        double gap = 0;             ///< seconds between two that leave while others wait, smoothed
        SteadyTime last_left;
        SteadyTime busy_since;  ///< since when somebody always waits
    };

    void take_out(Kind& kind, Waiter& waiter);
    [[nodiscard]] SteadyTime rank_of(const Waiter& waiter, const Kind& kind, SteadyTime now);
    [[nodiscard]] SteadySpan allowed(const Kind& kind, SteadyTime now) const;

    std::vector<Kind> kinds_;
    Slots& slots_;
    std::unordered_map<std::uint64_t, SteadyTime> last_ranks_;
    std::size_t total_ = 0;
    std::uint64_t next_number_ = 0;
    double floor_ = 0;  ///< `used` of who went last: a kind that comes back starts there
};

}  // namespace yinxin::flow
