// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/alarm.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

/// Members stand in the order of sql/alarm/list_open.sql.
struct AlarmRow {
    domain::AlarmId id;
    domain::AlarmKind kind = domain::AlarmKind::job_given_up;
    std::string object;     ///< "proposal:123", "file:<sha256>"
    std::string issuer_id;  ///< empty: of no authority in particular
    std::string detail;     ///< a code or a number, never a person
    Instant raised_at{};
    Instant last_at{};
    std::int64_t times = 1;
};

struct NewAlarm {
    domain::AlarmKind kind = domain::AlarmKind::job_given_up;
    std::string object;
    std::string issuer_id;
    std::string detail;
};
/// Raises it in the transaction of what it tells of; the same again adds to the open one.
Result<void> raise_alarm(Transaction& transaction, const NewAlarm& alarm, Instant now);
/// Whether one with the same detail was ever raised, ended ones included.
Result<bool> was_alarm_raised(Reader& reader,
                              domain::AlarmKind kind,
                              std::string_view object,
                              std::string_view detail);
/// @param issuer_id  empty: of all authorities; else its own and those of no authority.
Result<std::vector<AlarmRow>> list_open_alarms(Reader& reader,
                                               std::string_view issuer_id,
                                               int most);
/// Members stand in the order of sql/alarm/count_open.sql.
struct OpenAlarms {
    domain::AlarmKind kind{};
    std::int64_t open = 0;
};
/// Kinds of which none is open are not in it.
Result<std::vector<OpenAlarms>> count_open_alarms(Reader& reader);
Result<std::optional<AlarmRow>> find_open_alarm(Reader& reader, domain::AlarmId id);
/// @error conflict  somebody was faster.
Result<void> end_alarm(Transaction& transaction,
                       const DataKeys& keys,
                       domain::AlarmId id,
                       domain::StaffId by,
                       std::string_view note,
                       Instant now);

}  // namespace yinxin::storage
