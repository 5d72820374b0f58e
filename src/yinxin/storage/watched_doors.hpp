// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/watched_door.hpp"
#include "yinxin/storage/store.hpp"

#include <string>
#include <string_view>
#include <vector>

/// 防滥用: counts at the doors somebody could guess at, without persons (docs/abuse.md).
namespace yinxin::storage {

/// Adds what was counted to its minute and its hour.
Result<void> add_door_counts(Transaction& transaction,
                             domain::WatchedDoor door,
                             const domain::DoorCounts& counts,
                             Instant now);
/// One alarm more at this door, in this hour.
Result<void> count_door_alarm(Transaction& transaction, domain::WatchedDoor door, Instant now);

struct DoorPressing {
    domain::WatchedDoor door{};
    std::int64_t pressing = 0;
};
/// What pressed within domain::pressure_span; doors where nothing did are not in it.
Result<std::vector<DoorPressing>> sum_pressing(Reader& reader, Instant now);

struct DoorPressure {
    domain::WatchedDoor door{};
    std::int64_t level = 0;
    Instant changed_at{};
};
/// Doors that never had any are not in it.
Result<std::vector<DoorPressure>> list_door_pressure(Reader& reader);
Result<void> set_door_pressure(Transaction& transaction,
                               domain::WatchedDoor door,
                               unsigned level,
                               Instant now);

/// Members stand in the order of sql/watched_door/list_hours.sql.
struct DoorHour {
    std::int64_t hour = 0;  ///< since the epoch
    std::int64_t tries = 0;
    std::int64_t misses = 0;
    std::int64_t refusals = 0;
    std::int64_t asked = 0;
    std::int64_t met = 0;
    std::int64_t alarms = 0;
};
/// Hours in which something happened, in order. @param door  its key; "" for all
Result<std::vector<DoorHour>> list_door_hours(Reader& reader, Instant from, std::string_view door);

/// The same of each door.
struct DoorSum {
    domain::WatchedDoor door{};
    std::int64_t tries = 0;
    std::int64_t misses = 0;
    std::int64_t refusals = 0;
    std::int64_t asked = 0;
    std::int64_t met = 0;
    std::int64_t alarms = 0;
};
Result<std::vector<DoorSum>> list_door_sums(Reader& reader, Instant from);

enum class DoorSubjectKind {
    address,  ///< from where it comes
    target,   ///< whom or what it is aimed at
};
Result<void> count_door_subject(Transaction& transaction,
                                domain::WatchedDoor door,
                                DoorSubjectKind kind,
                                std::string_view subject,
                                std::int64_t times,
                                Instant now);
struct DoorSubject {
    domain::WatchedDoor door{};
    std::string subject;  ///< short form of a keyed hash
    std::int64_t hits = 0;
};
/// The most counted first. @param door  its key; "" for all
Result<std::vector<DoorSubject>> list_door_subjects(
    Reader& reader, Instant from, std::string_view door, DoorSubjectKind kind, int most);

/// Minutes are kept for an hour, hashes for two days, sums for 400 days. @return how many rows.
Result<std::int64_t> forget_old_door_counts(Transaction& transaction, Instant now);

}  // namespace yinxin::storage

template <>
struct yinxin::domain::KeyTable<yinxin::storage::DoorSubjectKind> {
    static constexpr std::array<Keyed<storage::DoorSubjectKind>, 2> rows{{
        {storage::DoorSubjectKind::address, "address"},
        {storage::DoorSubjectKind::target, "target"},
    }};
};
