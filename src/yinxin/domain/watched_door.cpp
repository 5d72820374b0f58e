// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/watched_door.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

/// About 33,000 hashes: a second of a phone. At the highest level it is eight.
constexpr unsigned least_work_bits = 15;

unsigned wanted_level(std::int64_t pressed, std::int64_t threshold) noexcept {
    unsigned level = 0;
    for (std::int64_t needed = threshold; level < most_pressure && pressed >= needed; needed *= 2) {
        ++level;
    }
    return level;
}

}  // namespace

DoorCounts& DoorCounts::operator+=(const DoorCounts& other) noexcept {
    tries += other.tries;
    misses += other.misses;
    refusals += other.refusals;
    asked += other.asked;
    met += other.met;
    return *this;
}

bool DoorCounts::is_empty() const noexcept {
    return tries == 0 && misses == 0 && refusals == 0 && asked == 0 && met == 0;
}

std::int64_t pressing(WatchedDoor door, const DoorCounts& counts) noexcept {
    const bool is_costly = door == WatchedDoor::login_code || door == WatchedDoor::registration ||
                           door == WatchedDoor::recover;
    return is_costly ? counts.tries : counts.misses + counts.refusals;
}

unsigned next_pressure(unsigned level,
                       std::int64_t pressed,
                       std::int64_t threshold,
                       std::chrono::seconds lasted) noexcept {
    if (threshold <= 0) return 0;
    const unsigned wanted = wanted_level(pressed, threshold);
    if (wanted >= level) return wanted;
    for (auto rests = lasted / pressure_rest; rests > 0 && level > wanted; --rests) {
        const std::int64_t led_to_it = threshold * (std::int64_t{1} << (level - 1));
        if (pressed * 2 >= led_to_it) break;
        --level;
    }
    return level;
}

unsigned work_bits(unsigned level) noexcept {
    return least_work_bits + std::clamp(level, 1U, most_pressure) - 1;
}

}  // namespace yinxin::domain
