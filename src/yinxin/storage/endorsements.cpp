// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/endorsements.hpp"

#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<std::vector<EndorsementRow>> list_endorsements(Reader& reader,
                                                      HolderId holder,
                                                      LineId line) {
    return reader.all<EndorsementRow>(sql::endorsement::list_for_line, holder, line);
}

Result<std::vector<EndorsementRow>> list_endorsements(Reader& reader, HolderId holder) {
    return reader.all<EndorsementRow>(sql::endorsement::list_for_holder, holder);
}

Result<std::optional<EndorsementRow>> find_endorsement(Reader& reader,
                                                       HolderId holder,
                                                       EndorsementId id) {
    return reader.maybe<EndorsementRow>(sql::endorsement::find, holder, id);
}

std::vector<domain::PastApplication> past_applications(const std::vector<EndorsementRow>& rows) {
    std::vector<domain::PastApplication> past;
    past.reserve(rows.size());
    for (const EndorsementRow& row : rows) {
        past.push_back({row.applied_on, row.slot, row.state, row.valid_until});
    }
    return past;
}

Result<void> insert_endorsement(Transaction& transaction, const NewEndorsement& e) {
    YX_CHECK(transaction.execute(sql::endorsement::insert,
                                 e.holder,
                                 e.id,
                                 e.line,
                                 e.version,
                                 e.account,
                                 e.slot,
                                 e.applied_at,
                                 format_day(civil_day(e.applied_at)),
                                 format_day(e.window_ends_on),
                                 e.valid_until,
                                 e.terms.days,
                                 e.terms.scenario,
                                 e.terms.recipient,
                                 e.repeat_no,
                                 e.copy));
    return ok();
}

Result<void> end_endorsement(Transaction& transaction, const EndorsementEnd& end) {
    YX_TRY(
        const std::int64_t ended,
        transaction.execute(
            sql::endorsement::end, end.holder, end.id, end.state, end.reason, end.at, end.former));
    // One that is ready, or failed, takes nothing from anybody: the triggers tell of neither.
    const bool is_taken = end.state == domain::EndorsementState::withdrawn ||
                          end.state == domain::EndorsementState::ended_by_office;
    if (ended == 0 || !is_taken) return ok();
    YX_CHECK(transaction.execute(sql::copy::end_files, end.holder, end.copy, end.at));
    return tell_change(transaction,
                       {.kind = ChangeKind::endorsement,
                        .at = end.at,
                        .holder = end.holder,
                        .line = end.line,
                        .copy = end.copy,
                        .batch = {},
                        .state = std::string(domain::key(end.state)),
                        .former = std::string(domain::key(end.former))});
}

}  // namespace yinxin::storage
