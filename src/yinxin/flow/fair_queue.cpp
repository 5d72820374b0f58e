// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/fair_queue.hpp"

#include <algorithm>

namespace yinxin::flow {
namespace {

double seconds(SteadySpan span) {
    return std::chrono::duration<double>(span).count();
}

SteadySpan span(double seconds) {
    return std::chrono::duration_cast<SteadySpan>(std::chrono::duration<double>(seconds));
}

/// How much of the newest gap between two departures goes into the smoothed one.
constexpr double freshness = 0.125;
/// A queue that never gets empty gives nothing but delay: newcomers may wait this part of their
/// patience only.
constexpr int standing_part = 4;

}  // namespace

Slots::Slots(const std::vector<KindShape>& kinds) : counts_(kinds.size()) {
    for (std::size_t i = 0; i < kinds.size(); ++i)
        counts_[i].limit = kinds[i].at_once;
}

bool Slots::try_take(std::size_t kind) noexcept {
    Count& count = counts_[kind];
    // Never above the limit, not even for a moment: another thread would find no slot just then,
    // though one was given back, and nobody would wake it.
    for (std::size_t taken = count.taken.load(); taken < count.limit;) {
        if (count.taken.compare_exchange_weak(taken, taken + 1)) return true;
    }
    return false;
}

bool Slots::give_back(std::size_t kind) noexcept {
    return counts_[kind].taken.fetch_sub(1) >= counts_[kind].limit;
}

std::size_t Slots::taken(std::size_t kind) const noexcept {
    return counts_[kind].taken.load(std::memory_order_relaxed);
}

FairQueue::FairQueue(std::vector<KindShape> kinds, Slots& slots) : slots_(slots) {
    for (KindShape& shape : kinds)
        kinds_.push_back(Kind{.shape = std::move(shape)});
}

SteadyTime FairQueue::rank_of(const Waiter& waiter, const Kind& kind, SteadyTime now) {
    SteadyTime rank = std::min(waiter.since, now);
    if (last_ranks_.size() >= most_subjects) {
        std::erase_if(last_ranks_, [now](const auto& each) { return each.second <= now; });
        if (last_ranks_.size() >= most_subjects) last_ranks_.clear();
    }
    const auto [last, is_new] = last_ranks_.try_emplace(waiter.subject, rank);
    if (!is_new) rank = std::max(rank, last->second + spacing);
    rank = std::min(rank, now + horizon);
    last->second = std::max(last->second, rank);
    return waiter.is_urgent ? rank - kind.shape.patience : rank;
}

SteadySpan FairQueue::allowed(const Kind& kind, SteadyTime now) const {
    const bool stands = now - kind.busy_since > kind.shape.patience;
    return stands ? kind.shape.patience / standing_part : kind.shape.patience;
}

FairQueue::Offered FairQueue::offer(Waiter& waiter, SteadyTime now) {
    Kind& kind = kinds_[waiter.kind];
    waiter.arrived = now;
    waiter.number = ++next_number_;
    waiter.rank = rank_of(waiter, kind, now);
    Waiter* displaced = nullptr;
    if (!kind.by_rank.empty()) {
        Waiter* last = *kind.by_rank.rbegin();
        const bool is_before = Earlier()(&waiter, last);
        // Who goes before the last waits for a part of the queue only; nobody counts which.
        const bool is_too_long = expected_wait(waiter.kind) > allowed(kind, now);
        const bool is_full = kind.by_rank.size() >= kind.shape.waiting;
        if ((is_full || is_too_long) && !is_before) {
            return {is_full ? Offer::full : Offer::too_long};
        }
        if (is_full || is_too_long) displaced = last;
    } else {
        kind.busy_since = now;
        kind.last_left = now;
        kind.used = std::max(kind.used, floor_);
    }
    if (displaced != nullptr) take_out(kind, *displaced);
    kind.by_rank.insert(&waiter);
    waiter.by_age = kind.by_age.insert(kind.by_age.end(), &waiter);
    waiter.is_queued = true;
    ++total_;
    return {Offer::queued, displaced};
}

Waiter* FairQueue::next(SteadyTime now) {
    // By what they used so far; those whose slots are taken are passed over.
    Kind* chosen = nullptr;
    std::uint64_t passed_over = 0;
    while (chosen == nullptr) {
        std::size_t least = kinds_.size();
        for (std::size_t i = 0; i < kinds_.size(); ++i) {
            if (kinds_[i].by_rank.empty() || (passed_over >> i & 1) != 0) continue;
            if (least == kinds_.size() || kinds_[i].used < kinds_[least].used) least = i;
        }
        if (least == kinds_.size()) return nullptr;
        passed_over |= std::uint64_t{1} << least;
        if (slots_.try_take(least)) chosen = &kinds_[least];
    }
    floor_ = std::max(floor_, chosen->used);
    Waiter* waiter = *chosen->by_rank.begin();
    take_out(*chosen, *waiter);
    const double gap = seconds(now - chosen->last_left);
    chosen->gap = chosen->gap == 0 ? gap : chosen->gap + freshness * (gap - chosen->gap);
    chosen->last_left = now;
    return waiter;
}

void FairQueue::charge(std::size_t kind, SteadySpan used) noexcept {
    kinds_[kind].used += seconds(used) / kinds_[kind].shape.weight;
}

std::vector<Waiter*> FairQueue::take_late(SteadyTime now) {
    std::vector<Waiter*> late;
    for (Kind& kind : kinds_) {
        while (!kind.by_age.empty()) {
            Waiter* oldest = kind.by_age.front();
            if (now - oldest->arrived < kind.shape.patience) break;
            take_out(kind, *oldest);
            late.push_back(oldest);
        }
    }
    return late;
}

std::vector<Waiter*> FairQueue::take_all() {
    std::vector<Waiter*> all;
    for (Kind& kind : kinds_) {
        while (!kind.by_age.empty()) {
            all.push_back(kind.by_age.front());
            take_out(kind, *kind.by_age.front());
        }
    }
    return all;
}

void FairQueue::leave(Waiter& waiter) {
    if (waiter.is_queued) take_out(kinds_[waiter.kind], waiter);
}

void FairQueue::take_out(Kind& kind, Waiter& waiter) {
    kind.by_rank.erase(&waiter);
    kind.by_age.erase(waiter.by_age);
    waiter.is_queued = false;
    --total_;
}

std::size_t FairQueue::waiting(std::size_t kind) const noexcept {
    return kinds_[kind].by_rank.size();
}

const KindShape& FairQueue::shape(std::size_t kind) const noexcept {
    return kinds_[kind].shape;
}

SteadySpan FairQueue::expected_wait(std::size_t kind) const noexcept {
    return span(static_cast<double>(waiting(kind)) * kinds_[kind].gap);
}

}  // namespace yinxin::flow
