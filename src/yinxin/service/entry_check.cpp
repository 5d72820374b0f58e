// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/entry_check.hpp"

#include "yinxin/service/throttle.hpp"

namespace yinxin::service {
namespace {

using domain::WatchedDoor;

std::string owner_of(WatchedDoor door, std::string_view browser) {
    return "door:" + std::string(domain::key(door)) + ':' + std::string(browser);
}

void count(Services& services, WatchedDoor door, std::int64_t domain::DoorCounts::* what) {
    domain::DoorCounts counts;
    counts.*what = 1;
    services.doors->count(door, counts);
}

}  // namespace

Task<std::optional<HumanChallenge>> entry_challenge(Services& services,
                                                    WatchedDoor door,
                                                    std::string browser) {
    const unsigned level = co_await door_pressure(services, door);
    if (level == 0) co_return std::nullopt;
    co_return new_human_challenge(
        services.keys, owner_of(door, browser), domain::work_bits(level), services.clock.now());
}

Task<Result<void>> check_entry(Services& services,
                               WatchedDoor door,
                               std::string browser,
                               HumanAnswer answer,
                               std::string address) {
    if (co_await door_pressure(services, door) == 0) co_return ok();
    const Instant now = services.clock.now();
    const auto proof = check_human(services.keys, owner_of(door, browser), answer, now);
    if (!proof) {
        count(services, door, &domain::DoorCounts::asked);
        co_return proof.error();
    }
    auto use = [&services, answer, address, proof = *proof, now](
                   storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(use_human_challenge(transaction, answer.challenge, now));
        if (proof == HumanProof::work) return ok();
        return take_allowance(transaction,
                              services.keys,
                              "entry/question",
                              counted_address(address),
                              {entry_questions_per_hour, std::chrono::hours(1)},
                              now);
    };
    auto used = co_await services.store.write(use);
    count(services, door, used ? &domain::DoorCounts::met : &domain::DoorCounts::asked);
    co_return used;
}

}  // namespace yinxin::service
