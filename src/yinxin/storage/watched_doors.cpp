// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/watched_doors.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::WatchedDoor;

constexpr std::chrono::hours minutes_kept{1};
constexpr std::chrono::hours subjects_kept{48};
constexpr std::chrono::hours hours_kept{400 * 24};

std::int64_t minute_of(Instant at) {
    return std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()).count();
}
std::int64_t hour_of(Instant at) {
    return std::chrono::floor<std::chrono::hours>(at.time_since_epoch()).count();
}

}  // namespace

Result<void> add_door_counts(Transaction& transaction,
                             WatchedDoor door,
                             const domain::DoorCounts& counts,
                             Instant now) {
    if (const std::int64_t pressing = domain::pressing(door, counts); pressing > 0) {
        YX_CHECK(
            transaction.execute(sql::watched_door::add_minute, door, minute_of(now), pressing));
    }
    YX_CHECK(transaction.execute(sql::watched_door::add_hour,
                                 door,
                                 hour_of(now),
                                 counts.tries,
                                 counts.misses,
                                 counts.refusals,
                                 counts.asked,
                                 counts.met,
                                 std::int64_t{0}));
    return ok();
}

Result<void> count_door_alarm(Transaction& transaction, WatchedDoor door, Instant now) {
    constexpr std::int64_t none = 0;
    YX_CHECK(transaction.execute(sql::watched_door::add_hour,
                                 door,
                                 hour_of(now),
                                 none,
                                 none,
                                 none,
                                 none,
                                 none,
                                 std::int64_t{1}));
    return ok();
}

Result<std::vector<DoorPressing>> sum_pressing(Reader& reader, Instant now) {
    return reader.all<DoorPressing>(sql::watched_door::sum_pressing,
                                    minute_of(now - domain::pressure_span) + 1);
}

Result<std::vector<DoorPressure>> list_door_pressure(Reader& reader) {
    return reader.all<DoorPressure>(sql::watched_door::list_pressure);
}

Result<void> set_door_pressure(Transaction& transaction,
                               WatchedDoor door,
                               unsigned level,
                               Instant now) {
    YX_CHECK(transaction.execute(
        sql::watched_door::set_pressure, door, static_cast<std::int64_t>(level), now));
    return ok();
}

Result<std::vector<DoorHour>> list_door_hours(Reader& reader, Instant from, std::string_view door) {
    return reader.all<DoorHour>(sql::watched_door::list_hours, hour_of(from), door);
}

Result<std::vector<DoorSum>> list_door_sums(Reader& reader, Instant from) {
    return reader.all<DoorSum>(sql::watched_door::list_doors, hour_of(from));
}

Result<void> count_door_subject(Transaction& transaction,
                                WatchedDoor door,
                                DoorSubjectKind kind,
                                std::string_view subject,
                                std::int64_t times,
                                Instant now) {
    YX_CHECK(transaction.execute(
        sql::watched_door::add_subject, door, hour_of(now), kind, subject, times));
    return ok();
}

Result<std::vector<DoorSubject>> list_door_subjects(
    Reader& reader, Instant from, std::string_view door, DoorSubjectKind kind, int most) {
    return reader.all<DoorSubject>(
        sql::watched_door::list_subjects, hour_of(from), door, kind, most);
}

Result<std::int64_t> forget_old_door_counts(Transaction& transaction, Instant now) {
    YX_TRY(const std::int64_t minutes,
           transaction.execute(sql::watched_door::forget_minutes, minute_of(now - minutes_kept)));
    YX_TRY(const std::int64_t subjects,
           transaction.execute(sql::watched_door::forget_subjects, hour_of(now - subjects_kept)));
    YX_TRY(const std::int64_t hours,
           transaction.execute(sql::watched_door::forget_hours, hour_of(now - hours_kept)));
    return minutes + subjects + hours;
}

}  // namespace yinxin::storage
