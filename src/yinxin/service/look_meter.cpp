// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/look_meter.hpp"

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
    const LookMeter::Looks looks = services.looks->take();
    if (looks.empty()) return std::int64_t{0};
    const auto written =
        services.store.write_now([&looks](storage::Transaction& t) { return write(t, looks); });
    if (!written) {
        services.looks->put_back(looks);
        return written.error();
    }
    return static_cast<std::int64_t>(looks.size());
}

}  // namespace yinxin::service
