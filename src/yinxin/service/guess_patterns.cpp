// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/guess_patterns.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/throttle.hpp"
#include "yinxin/storage/alarms.hpp"

namespace yinxin::service {
namespace {

using storage::DoorSubjectKind;
using storage::Transaction;

constexpr std::size_t short_length = 10;

/// "login|" and what follows: counts of different doors never meet.
std::string at_door(const DoorSign& sign, std::string_view subject) {
    return std::string(domain::key(sign.door)) + '|' + std::string(subject);
}

struct Pattern {
    std::string_view name;  ///< the alarm's detail
    DoorSubjectKind kind;
    std::string_view subject;
};

Result<void> raise(Transaction& transaction,
                   const storage::DataKeys& keys,
                   const DoorSign& sign,
                   const Pattern& pattern,
                   Instant now) {
    storage::NewAlarm alarm;
    alarm.kind = domain::AlarmKind::guessing;
    alarm.object = "door:" + std::string(domain::key(sign.door)) + ':' +
                   std::string(domain::key(pattern.kind)) + ':' +
                   short_form(keys, pattern.kind, pattern.subject);
    alarm.detail = pattern.name;
    YX_CHECK(storage::raise_alarm(transaction, alarm, now));
    return storage::count_door_alarm(transaction, sign.door, now);
}

/// Counts them and raises the alarm when the count is reached by these, so once in a window.
Result<void> count_towards(Transaction& transaction,
                           const storage::DataKeys& keys,
                           const DoorSign& sign,
                           const Pattern& pattern,
                           std::int64_t times,
                           std::int64_t needed,
                           Instant now) {
    YX_TRY(const std::int64_t hits,
           count_use(transaction,
                     keys,
                     "pattern/" + std::string(pattern.name),
                     at_door(sign, pattern.subject),
                     pattern_window,
                     now,
                     times));
    if (hits < needed || hits - times >= needed) return ok();
    return raise(transaction, keys, sign, pattern, now);
}

}  // namespace

std::string short_form(const storage::DataKeys& keys,
                       DoorSubjectKind kind,
                       std::string_view subject) {
    const std::string label = "watched-door/" + std::string(domain::key(kind));
    return to_hex(keys.index.of(label, subject)).substr(0, short_length);
}

Result<void> keep_sign(Transaction& transaction,
                       const storage::DataKeys& keys,
                       const DoorSign& sign,
                       std::int64_t times,
                       Instant now) {
    YX_CHECK(storage::count_door_subject(transaction,
                                         sign.door,
                                         DoorSubjectKind::address,
                                         short_form(keys, DoorSubjectKind::address, sign.address),
                                         times,
                                         now));
    if (sign.is_miss) {
        const Pattern misses{"many_misses", DoorSubjectKind::address, sign.address};
        YX_CHECK(count_towards(transaction, keys, sign, misses, times, many_misses, now));
    }
    if (sign.target.empty()) return ok();
    YX_CHECK(storage::count_door_subject(transaction,
                                         sign.door,
                                         DoorSubjectKind::target,
                                         short_form(keys, DoorSubjectKind::target, sign.target),
                                         times,
                                         now));
    // Only the first sign of a pair within its hour makes another target, or another address.
    YX_TRY(const std::int64_t together,
           count_use(transaction,
                     keys,
                     "pattern/pair",
                     at_door(sign, sign.address + '|' + sign.target),
                     pattern_window,
                     now,
                     times));
    if (together != times) return ok();
    const Pattern spread{"many_targets", DoorSubjectKind::address, sign.address};
    YX_CHECK(count_towards(transaction, keys, sign, spread, 1, many_targets, now));
    const Pattern closing_in{"many_addresses", DoorSubjectKind::target, sign.target};
    return count_towards(transaction, keys, sign, closing_in, 1, many_addresses, now);
}

}  // namespace yinxin::service
