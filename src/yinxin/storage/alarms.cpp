// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/alarms.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> raise_alarm(Transaction& transaction, const NewAlarm& alarm, Instant now) {
    YX_CHECK(transaction.execute(sql::alarm::raise,
                                 make_id<domain::AlarmId>(),
                                 alarm.kind,
                                 alarm.object,
                                 alarm.issuer_id,
                                 alarm.detail,
                                 now));
    return ok();
}

Result<bool> was_alarm_raised(Reader& reader,
                              domain::AlarmKind kind,
                              std::string_view object,
                              std::string_view detail) {
    YX_TRY(const int raised, reader.one<int>(sql::alarm::was_raised, kind, object, detail));
    return raised != 0;
}

Result<std::vector<AlarmRow>> list_open_alarms(Reader& reader,
                                               std::string_view issuer_id,
                                               int most) {
    return reader.all<AlarmRow>(sql::alarm::list_open, issuer_id, most);
}

Result<std::optional<AlarmRow>> find_open_alarm(Reader& reader, domain::AlarmId id) {
    return reader.maybe<AlarmRow>(sql::alarm::find_open, id);
}

Result<void> end_alarm(Transaction& transaction,
                       const DataKeys& keys,
                       domain::AlarmId id,
                       domain::StaffId by,
                       std::string_view note,
                       Instant now) {
    const Bytes sealed = keys.columns.seal(personal_columns::alarm_note(id.value), note);
    YX_TRY(const std::int64_t ended, transaction.execute(sql::alarm::end, id, by, now, sealed));
    if (ended == 0) return Error(ErrorCode::conflict, "the alarm is over already");
    return ok();
}

Result<std::vector<OpenAlarms>> count_open_alarms(Reader& reader) {
    return reader.all<OpenAlarms>(sql::alarm::count_open);
}

}  // namespace yinxin::storage
