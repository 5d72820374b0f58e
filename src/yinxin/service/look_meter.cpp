// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/look_meter.hpp"

#include "yinxin/storage/outbox_store.hpp"
#include "yinxin/storage/statistics.hpp"

#include <utility>

namespace yinxin::service {
namespace {

LookMeter::Place place_of(const Look& look) {
    return {look.copy.holder.value, look.copy.copy.value, look.door, epoch_of(look.at) / 60};
}

Result<void> write(storage::Transaction& transaction, const LookMeter::Looks& looks) {
    for (const auto& [place, counted] : looks) {
        const Look& look = counted.look;
        YX_CHECK(storage::count_copy_check(
            transaction, look.copy, domain::key(look.door), look.at, counted.n));
        YX_CHECK(storage::count_event(transaction,
                                      domain::Measure::verifications,
                                      look.counted,
                                      civil_day(look.at),
                                      counted.n));
    }
    return ok();
}

/// The first of them, taken out: as many as one transaction writes. Places are in the order of
/// their holders.
LookMeter::Looks next_portion(LookMeter::Looks& looks, bool is_spread) {
    LookMeter::Looks portion;
    const std::int64_t holder = std::get<0>(looks.begin()->first);
    while (!looks.empty() && portion.size() < LookMeter::most_at_once &&
           (!is_spread || std::get<0>(looks.begin()->first) == holder)) {
        portion.insert(looks.extract(looks.begin()));
    }
    return portion;
}

}  // namespace

bool LookMeter::count(const Look& look) {
    const std::scoped_lock lock(mutex_);
    const Place place = place_of(look);
    const auto found = waiting_.find(place);
    if (found != waiting_.end()) {
        ++found->second.n;
        return true;
    }
    if (waiting_.size() >= most_places) return false;
    waiting_.emplace(place, Counted{look, 1});
    return true;
}

LookMeter::Looks LookMeter::take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(waiting_, {});
}

void LookMeter::put_back(const Looks& looks) {
    const std::scoped_lock lock(mutex_);
    for (const auto& [place, counted] : looks) {
        const auto [at, is_new] = waiting_.emplace(place, counted);
        if (!is_new) at->second.n += counted.n;
    }
}

Result<std::int64_t> bring_looks(Services& services) {
    if (services.looks == nullptr) return std::int64_t{0};
    LookMeter::Looks looks = services.looks->take();
    const bool is_spread = storage::outbox_of(services.store) != nullptr;
    std::int64_t brought = 0;
    while (!looks.empty()) {
        const LookMeter::Looks portion = next_portion(looks, is_spread);
        const auto written = services.store.write_now(
            [&portion](storage::Transaction& transaction) { return write(transaction, portion); });
        if (!written) {
            services.looks->put_back(portion);
            services.looks->put_back(looks);
            return written.error();
        }
        brought += std::ssize(portion);
    }
    return brought;
}

}  // namespace yinxin::service
