// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/watched_doors.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/guess_patterns.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/alarms.hpp"

#include <algorithm>
#include <utility>

namespace yinxin::service {
namespace {

using domain::WatchedDoor;
using storage::Reader;
using storage::Transaction;
using Levels = std::array<unsigned, domain::watched_doors>;

constexpr std::chrono::seconds between_rounds{2};

constexpr std::size_t place_of(WatchedDoor door) noexcept {
    return static_cast<std::size_t>(door);
}

/// Tries within five minutes over all addresses at which a door begins to ask; 0: never.
std::int64_t threshold_of(const config::Pressure& pressure, WatchedDoor door) {
    switch (door) {
        case WatchedDoor::login:
            return static_cast<std::int64_t>(pressure.login);
        case WatchedDoor::login_code:
            return static_cast<std::int64_t>(pressure.login_code);
        case WatchedDoor::registration:
            return static_cast<std::int64_t>(pressure.registration);
        case WatchedDoor::recover:
            return static_cast<std::int64_t>(pressure.recover);
        case WatchedDoor::match:
            return static_cast<std::int64_t>(pressure.match);
        case WatchedDoor::code:
        case WatchedDoor::bind:
        case WatchedDoor::copy_code:
        case WatchedDoor::use_code:
        case WatchedDoor::staff_login:
        case WatchedDoor::api_key:
            return 0;
    }
    return 0;
}

/// Judges one door and keeps what changed. @return its level now
Result<unsigned> judge(Transaction& transaction,
                       WatchedDoor door,
                       std::int64_t pressed,
                       std::int64_t threshold,
                       const storage::DoorPressure& known,
                       Instant now) {
    const auto level = static_cast<unsigned>(known.level);
    const unsigned next = domain::next_pressure(level, pressed, threshold, now - known.changed_at);
    if (next == level) return next;
    YX_CHECK(storage::set_door_pressure(transaction, door, next, now));
    if (level == 0) {
        storage::NewAlarm alarm;
        alarm.kind = domain::AlarmKind::guessing;
        alarm.object = "door:" + std::string(domain::key(door));
        alarm.detail = "pressure";
        YX_CHECK(storage::raise_alarm(transaction, alarm, now));
        YX_CHECK(storage::count_door_alarm(transaction, door, now));
    }
    return next;
}

Result<Levels> bring(Transaction& transaction,
                     const Services& services,
                     const DoorMeter::Waiting& waiting,
                     Instant now) {
    // The doors' own rows first and in their order: of several nodes one brings the signs of a door
    // at a time.
    for (const auto& [door, key] : domain::all_keyed<WatchedDoor>()) {
        const domain::DoorCounts& counts = waiting.counts.at(place_of(door));
        if (counts.is_empty()) continue;
        YX_CHECK(storage::add_door_counts(transaction, door, counts, now));
    }
    for (const auto& [sign, times] : waiting.signs) {
        YX_CHECK(keep_sign(transaction, services.keys, sign, times, now));
    }
    std::array<std::int64_t, domain::watched_doors> pressed{};
    YX_TRY(const auto sums, storage::sum_pressing(transaction, now));
    for (const storage::DoorPressing& sum : sums) {
        pressed.at(place_of(sum.door)) = sum.pressing;
    }
    std::array<storage::DoorPressure, domain::watched_doors> known{};
    YX_TRY(const auto rows, storage::list_door_pressure(transaction));
    for (const storage::DoorPressure& row : rows) {
        known.at(place_of(row.door)) = row;
    }
    Levels levels{};
    for (const auto& [door, key] : domain::all_keyed<WatchedDoor>()) {
        const std::size_t place = place_of(door);
        YX_TRY(levels.at(place),
               judge(transaction,
                     door,
                     pressed.at(place),
                     threshold_of(services.settings.pressure, door),
                     known.at(place),
                     now));
    }
    return levels;
}

/// What was taken out is in the database, or waits again.
Result<void> settle(const Services& services,
                    const DoorMeter::Waiting& waiting,
                    const Result<Levels>& levels) {
    if (!levels) {
        services.doors->put_back(waiting);
        return levels.error();
    }
    if (waiting.dropped_signs > 0) {
        log::warning("door.signs_dropped", {{"signs", waiting.dropped_signs}});
    }
    services.doors->set_levels(*levels);
    return ok();
}

std::vector<storage::DoorHour> with_quiet_hours(const std::vector<storage::DoorHour>& counted,
                                                Instant from,
                                                Instant until) {
    const auto hour_of = [](Instant at) {
        return std::chrono::floor<std::chrono::hours>(at.time_since_epoch()).count();
    };
    std::vector<storage::DoorHour> hours;
    auto next = counted.begin();
    for (std::int64_t hour = hour_of(from); hour <= hour_of(until); ++hour) {
        storage::DoorHour line;
        line.hour = hour;
        if (next != counted.end() && next->hour == hour) line = *next++;
        hours.push_back(line);
    }
    return hours;
}

Result<DoorReport> read_report(Reader& reader, std::string door, Instant from, Instant now) {
    DoorReport report;
    report.door = std::move(door);
    report.from = from;
    YX_TRY(const auto sums, storage::list_door_sums(reader, from));
    YX_TRY(const auto pressure, storage::list_door_pressure(reader));
    for (const auto& [one, key] : domain::all_keyed<WatchedDoor>()) {
        DoorReport::Door line;
        line.sum.door = one;
        const auto sum = std::ranges::find(sums, one, &storage::DoorSum::door);
        if (sum != sums.end()) line.sum = *sum;
        const auto level = std::ranges::find(pressure, one, &storage::DoorPressure::door);
        if (level != pressure.end()) line.level = static_cast<unsigned>(level->level);
        report.doors.push_back(line);
    }
    YX_TRY(const auto hours, storage::list_door_hours(reader, from, report.door));
    report.hours = with_quiet_hours(hours, from, now);
    using storage::DoorSubjectKind;
    YX_TRY(report.addresses,
           storage::list_door_subjects(
               reader, from, report.door, DoorSubjectKind::address, most_door_subjects));
    YX_TRY(report.targets,
           storage::list_door_subjects(
               reader, from, report.door, DoorSubjectKind::target, most_door_subjects));
    return report;
}

}  // namespace

void DoorMeter::count(WatchedDoor door, const domain::DoorCounts& counts) {
    const std::scoped_lock lock(mutex_);
    waiting_.counts.at(place_of(door)) += counts;
}

void DoorMeter::count(const domain::DoorCounts& counts, DoorSign sign) {
    if (sign.target.size() > longest_sign_target) {
        sign.target = to_hex(crypto::sha256(as_bytes(sign.target)));
    }
    const std::scoped_lock lock(mutex_);
    waiting_.counts.at(place_of(sign.door)) += counts;
    add_sign(sign, 1);
}

void DoorMeter::add_sign(const DoorSign& sign, std::int64_t times) {
    const auto known = waiting_.signs.find(sign);
    if (known != waiting_.signs.end()) {
        known->second += times;
    } else if (waiting_.kept.at(place_of(sign.door)) < most_waiting_signs) {
        waiting_.signs.emplace(sign, times);
        ++waiting_.kept.at(place_of(sign.door));
    } else {
        waiting_.dropped_signs += times;
    }
}

unsigned DoorMeter::level(WatchedDoor door) const {
    const std::scoped_lock lock(mutex_);
    return levels_.at(place_of(door));
}

bool DoorMeter::has_waiting() const {
    const std::scoped_lock lock(mutex_);
    return !std::ranges::all_of(waiting_.counts, &domain::DoorCounts::is_empty);
}

DoorMeter::Waiting DoorMeter::take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(waiting_, Waiting{});
}

void DoorMeter::put_back(const Waiting& waiting) {
    const std::scoped_lock lock(mutex_);
    for (std::size_t place = 0; place < waiting.counts.size(); ++place) {
        waiting_.counts.at(place) += waiting.counts.at(place);
    }
    for (const auto& [sign, times] : waiting.signs)
        add_sign(sign, times);
    waiting_.dropped_signs += waiting.dropped_signs;
}

bool DoorMeter::claim_round(Instant now) {
    const std::scoped_lock lock(mutex_);
    if (now < next_round_) return false;
    next_round_ = now + between_rounds;
    return true;
}

void DoorMeter::set_levels(const Levels& levels) {
    const std::scoped_lock lock(mutex_);
    levels_ = levels;
}

DoorOutcome outcome_of(const Error& error) noexcept {
    switch (error.code()) {
        case ErrorCode::too_many_requests:
        case ErrorCode::password_disabled:
            return DoorOutcome::refused;
        case ErrorCode::unavailable:
        case ErrorCode::internal:
        case ErrorCode::messages_unavailable:
        case ErrorCode::mobile_invalid:
        case ErrorCode::invalid_input:
            return DoorOutcome::fine;
        default:
            return DoorOutcome::miss;
    }
}

void watch(const Services& services, const DoorVisit& visit) {
    if (services.doors == nullptr) return;
    const bool is_miss = visit.outcome == DoorOutcome::miss;
    domain::DoorCounts counts;
    counts.tries = 1;
    counts.misses = is_miss ? 1 : 0;
    counts.refusals = visit.outcome == DoorOutcome::refused ? 1 : 0;
    if (visit.outcome == DoorOutcome::fine && !visit.is_always_a_sign) {
        services.doors->count(visit.door, counts);
        return;
    }
    services.doors->count(counts,
                          {visit.door, is_miss, counted_address(visit.address), visit.target});
}

Task<Result<void>> bring_door_counts(Services& services) {
    const Instant now = services.clock.now();
    const DoorMeter::Waiting waiting = services.doors->take();
    auto run = [&services, waiting, now](Transaction& transaction) {
        return bring(transaction, services, waiting, now);
    };
    const auto levels = co_await services.store.write(run);
    co_return settle(services, waiting, levels);
}

Result<std::int64_t> bring_waiting_counts(const Services& services) {
    DoorMeter* const doors = services.doors;
    if (doors == nullptr || !doors->has_waiting()) return 0;
    if (!doors->claim_round(services.clock.now())) return 0;
    return bring_last_counts(services);
}

Result<std::int64_t> bring_last_counts(const Services& services) {
    const Instant now = services.clock.now();
    if (services.doors == nullptr || !services.doors->has_waiting()) return 0;
    const DoorMeter::Waiting waiting = services.doors->take();
    const auto levels = services.store.write_now(
        [&](Transaction& transaction) { return bring(transaction, services, waiting, now); });
    YX_CHECK(settle(services, waiting, levels));
    return 1;
}

Task<unsigned> door_pressure(Services& services, WatchedDoor door) {
    if (services.doors == nullptr) co_return 0;
    if (services.doors->claim_round(services.clock.now())) {
        const auto brought = co_await bring_door_counts(services);
        if (!brought) log::warning("door.not_judged", {{"error", brought.error().describe()}});
    }
    co_return services.doors->level(door);
}

Task<Result<DoorReport>> read_door_report(Services& services,
                                          domain::StaffActor actor,
                                          std::string door,
                                          std::chrono::hours span) {
    YX_CO_CHECK(require(actor, domain::OfficeAct::watch_doors));
    if (!domain::parse_key<WatchedDoor>(door)) door.clear();
    if (services.doors != nullptr) YX_CO_CHECK(co_await bring_door_counts(services));
    const Instant now = services.clock.now();
    span = std::clamp(span, std::chrono::hours(1), longest_door_report);
    const Instant from = now - span + std::chrono::hours(1);
    auto read = [door, from, now](Reader& reader) { return read_report(reader, door, from, now); };
    co_return co_await services.store.read(read);
}

}  // namespace yinxin::service
