// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/fair_queue.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>

#include <gtest/gtest.h>

namespace yinxin::flow {
namespace {

using namespace std::chrono_literals;

/// Two kinds, a clock that stands until told, and as many askers as a test likes.
struct Room {
    explicit Room(std::size_t waiting = 100, std::size_t at_once = 1000, SteadySpan patience = 2s)
        : shapes{{"three", 3, at_once, waiting, patience}, {"one", 1, at_once, waiting, patience}},
          slots(shapes),
          queue(shapes, slots) {}

    Waiter& asker(std::size_t kind, std::uint64_t subject, SteadySpan waited_before = 0s) {
        Waiter& waiter = askers.emplace_back();
        waiter.kind = kind;
        waiter.subject = subject;
        waiter.since = now - waited_before;
        return waiter;
    }
    FairQueue::Offer ask(std::size_t kind, std::uint64_t subject, SteadySpan waited_before = 0s) {
        return queue.offer(asker(kind, subject, waited_before), now).offer;
    }
    /// Serves the next one: so much time passes, and its slot is free again.
    Waiter* serve(SteadySpan takes = 1ms) {
        Waiter* waiter = queue.next(now);
        if (waiter == nullptr) return nullptr;
        now += takes;
        queue.charge(waiter->kind, takes);
        slots.give_back(waiter->kind);
        return waiter;
    }

    std::vector<KindShape> shapes;
    Slots slots;
    FairQueue queue;
    SteadyTime now{1h};
    std::deque<Waiter> askers;
};

TEST(FairQueue, kinds_share_the_thread_by_their_weights_and_not_by_their_numbers) {
    Room room;
    for (std::uint64_t i = 0; i < 60; ++i)
        ASSERT_EQ(room.ask(0, i), FairQueue::Offer::queued);
    for (std::uint64_t i = 0; i < 100; ++i)
        ASSERT_EQ(room.ask(1, 1000 + i), FairQueue::Offer::queued);
    std::map<std::size_t, int> served;
    for (int i = 0; i < 60; ++i)
        ++served[room.serve()->kind];
    EXPECT_NEAR(served[0], 45, 1);
    EXPECT_NEAR(served[1], 15, 1);
}

TEST(FairQueue, a_kind_whose_work_is_dear_gets_its_share_of_time_and_so_less_turns) {
    Room room;
    for (std::uint64_t i = 0; i < 100; ++i) {
        ASSERT_EQ(room.ask(0, i), FairQueue::Offer::queued);
        ASSERT_EQ(room.ask(1, 1000 + i), FairQueue::Offer::queued);
    }
    std::map<std::size_t, SteadySpan> used;
    for (int i = 0; i < 60; ++i) {
        const SteadyTime before = room.now;
        const bool is_next_dear = room.queue.waiting(0) > 0;
        Waiter* next = room.queue.next(room.now);
        ASSERT_TRUE(is_next_dear && next != nullptr);
        room.now += next->kind == 0 ? 10ms : 1ms;
        room.queue.charge(next->kind, room.now - before);
        room.slots.give_back(next->kind);
        used[next->kind] += room.now - before;
    }
    EXPECT_NEAR(
        std::chrono::duration<double>(used[0]) / std::chrono::duration<double>(used[1]), 3.0, 1.0);
}

TEST(FairQueue, who_sends_a_hundred_does_not_keep_out_who_sends_one) {
    Room room;
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(room.ask(0, 1), FairQueue::Offer::queued);
    room.now += 150ms;
    ASSERT_EQ(room.ask(0, 2), FairQueue::Offer::queued);
    // The greedy one's places lie 100 ms apart: two of them are older than the other's.
    EXPECT_EQ(room.serve()->subject, 1U);
    EXPECT_EQ(room.serve()->subject, 1U);
    EXPECT_EQ(room.serve()->subject, 2U);
    EXPECT_EQ(room.serve()->subject, 1U);
}

TEST(FairQueue, the_older_place_goes_first) {
    Room room;
    ASSERT_EQ(room.ask(0, 1), FairQueue::Offer::queued);
    ASSERT_EQ(room.ask(0, 2, 30s), FairQueue::Offer::queued);
    ASSERT_EQ(room.ask(0, 3, 60s), FairQueue::Offer::queued);
    EXPECT_EQ(room.serve()->subject, 3U);
    EXPECT_EQ(room.serve()->subject, 2U);
    EXPECT_EQ(room.serve()->subject, 1U);
    EXPECT_EQ(room.serve(), nullptr);
}

TEST(FairQueue, many_old_places_of_one_do_not_add_up) {
    Room room;
    for (int i = 0; i < 30; ++i)
        ASSERT_EQ(room.ask(0, 1, 1s), FairQueue::Offer::queued);
    ASSERT_EQ(room.ask(0, 2), FairQueue::Offer::queued);
    int before = 0;
    while (room.serve()->subject != 2)
        ++before;
    // One place each 100 ms of the second he waited, however many tickets he brings.
    EXPECT_LE(before, 11);
}

TEST(FairQueue, what_changes_something_goes_before_what_looks) {
    Room room;
    ASSERT_EQ(room.ask(0, 1), FairQueue::Offer::queued);
    Waiter& form = room.asker(0, 2);
    form.is_urgent = true;
    ASSERT_EQ(room.queue.offer(form, room.now).offer, FairQueue::Offer::queued);
    EXPECT_EQ(room.serve()->subject, 2U);
}

TEST(FairQueue, its_end_is_its_end_and_an_older_place_takes_that_of_the_newest) {
    Room room(3);
    for (std::uint64_t i = 1; i <= 3; ++i) {
        room.now += 1ms;
        ASSERT_EQ(room.ask(0, i), FairQueue::Offer::queued);
    }
    room.now += 1ms;
    EXPECT_EQ(room.ask(0, 4), FairQueue::Offer::full);
    const auto [offer, displaced] = room.queue.offer(room.asker(0, 5, 10s), room.now);
    EXPECT_EQ(offer, FairQueue::Offer::queued);
    ASSERT_NE(displaced, nullptr);
    EXPECT_EQ(displaced->subject, 3U);
    EXPECT_FALSE(displaced->is_queued);
    EXPECT_EQ(room.queue.waiting(0), 3U);
    EXPECT_EQ(room.ask(1, 6), FairQueue::Offer::queued) << "another kind has a queue of its own";
}

TEST(FairQueue, nobody_waits_longer_than_the_patience_of_his_kind) {
    Room room;
    ASSERT_EQ(room.ask(0, 1), FairQueue::Offer::queued);
    room.now += 1s;
    ASSERT_EQ(room.ask(0, 2), FairQueue::Offer::queued);
    EXPECT_TRUE(room.queue.take_late(room.now).empty());
    room.now += 1s;
    const auto late = room.queue.take_late(room.now);
    ASSERT_EQ(late.size(), 1U);
    EXPECT_EQ(late.front()->subject, 1U);
    EXPECT_EQ(room.serve()->subject, 2U);
}

TEST(FairQueue, who_would_wait_too_long_is_told_at_once) {
    Room room(10'000);
    // A hundred milliseconds each: the queue learns it while it serves.
    std::uint64_t subject = 0;
    FairQueue::Offer offer = FairQueue::Offer::queued;
    while (offer == FairQueue::Offer::queued && subject < 1000) {
        for (int i = 0; i < 3; ++i)
            offer = room.ask(0, ++subject);
        ASSERT_NE(room.serve(100ms), nullptr);
        (void)room.queue.take_late(room.now);
    }
    EXPECT_EQ(offer, FairQueue::Offer::too_long);
    EXPECT_LE(room.queue.waiting(0), 30U);
    EXPECT_GE(room.queue.waiting(0), 3U);
}

TEST(FairQueue, a_queue_that_stands_gets_shorter) {
    Room room(10'000);
    std::uint64_t subject = 0;
    const auto step = [&] {
        for (int i = 0; i < 5; ++i)
            (void)room.ask(0, ++subject);
        ASSERT_NE(room.serve(10ms), nullptr);
        (void)room.queue.take_late(room.now);
    };
    for (int i = 0; i < 1000; ++i)
        step();
    // Ten seconds of five times too much: newcomers wait a quarter of the patience at most.
    EXPECT_LE(room.queue.expected_wait(0), 600ms);
    EXPECT_GE(room.queue.expected_wait(0), 100ms);
}

TEST(FairQueue, no_more_at_once_than_there_are_slots_and_other_kinds_go_on) {
    Room room(100, 2);
    for (std::uint64_t i = 1; i <= 3; ++i)
        ASSERT_EQ(room.ask(0, i), FairQueue::Offer::queued);
    ASSERT_EQ(room.ask(1, 4), FairQueue::Offer::queued);
    EXPECT_EQ(room.queue.next(room.now)->subject, 1U);
    EXPECT_EQ(room.queue.next(room.now)->subject, 2U);
    EXPECT_EQ(room.queue.next(room.now)->kind, 1U);
    EXPECT_EQ(room.queue.next(room.now), nullptr);
    EXPECT_TRUE(room.slots.give_back(0)) << "somebody may be waiting for just this one";
    EXPECT_EQ(room.queue.next(room.now)->subject, 3U);
}

TEST(FairQueue, who_leaves_is_not_served) {
    Room room;
    Waiter& first = room.asker(0, 1);
    ASSERT_EQ(room.queue.offer(first, room.now).offer, FairQueue::Offer::queued);
    ASSERT_EQ(room.ask(0, 2), FairQueue::Offer::queued);
    room.queue.leave(first);
    room.queue.leave(first);
    EXPECT_EQ(room.serve()->subject, 2U);
    EXPECT_TRUE(room.queue.is_empty());
}

TEST(FairQueue, a_kind_that_was_quiet_has_saved_nothing_up) {
    Room room;
    for (std::uint64_t i = 0; i < 100; ++i)
        ASSERT_EQ(room.ask(0, i), FairQueue::Offer::queued);
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(room.serve()->kind, 0U);
    for (std::uint64_t i = 0; i < 40; ++i)
        ASSERT_EQ(room.ask(1, 1000 + i), FairQueue::Offer::queued);
    int of_the_newcomer = 0;
    for (int i = 0; i < 20; ++i)
        of_the_newcomer += room.serve()->kind == 1 ? 1 : 0;
    EXPECT_NEAR(of_the_newcomer, 5, 1);
}

TEST(FairQueue, forgets_subjects_rather_than_growing) {
    Room room(10);
    for (std::uint64_t i = 0; i < 4 * FairQueue::most_subjects; ++i) {
        (void)room.ask(0, i);
        (void)room.serve();
        room.askers.clear();
    }
    EXPECT_LE(room.queue.remembered_subjects(), FairQueue::most_subjects);
    EXPECT_EQ(room.ask(0, 1), FairQueue::Offer::queued);
}

TEST(FairQueue, everybody_leaves_when_a_thread_ends) {
    Room room;
    ASSERT_EQ(room.ask(0, 1), FairQueue::Offer::queued);
    ASSERT_EQ(room.ask(1, 2), FairQueue::Offer::queued);
    EXPECT_EQ(room.queue.take_all().size(), 2U);
    EXPECT_TRUE(room.queue.is_empty());
}

}  // namespace
}  // namespace yinxin::flow
