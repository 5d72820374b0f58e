// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/paper_register.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/paper_event/list.sql.
struct SealedEvent {
    int seq = 0;
    domain::PaperStep kind = domain::PaperStep::printed;
    domain::PaperState before = domain::PaperState::none;
    domain::PaperState state = domain::PaperState::printed;
    std::string serial;
    domain::PaperCollector collector = domain::PaperCollector::nobody;
    Bytes note;
    domain::StaffId staff;
    Instant at{};
};

}  // namespace

Result<std::vector<PaperListing>> list_paper(Reader& reader,
                                             std::string_view issuer_id,
                                             const PaperFilter& filter,
                                             CivilDay today,
                                             int most,
                                             int skip) {
    const std::string day = format_day(today);
    const std::string soon = format_day(today + paper_deadline_soon);
    const Statement& statement = filter.order == "deadline"
                                     ? sql::paper_certificate::list_by_deadline
                                 : filter.order == "serial" ? sql::paper_certificate::list_by_serial
                                                            : sql::paper_certificate::list_newest;
    return reader.all<PaperListing>(
        statement, issuer_id, filter.state, filter.item_id, day, filter.deadline, soon, most, skip);
}

Result<std::optional<PaperTarget>> find_paper_target(Reader& reader, LineKey key) {
    return reader.maybe<PaperTarget>(sql::paper_certificate::find_target, key.holder, key.line);
}

Result<std::optional<LineKey>> find_line_by_paper_serial(Reader& reader,
                                                         std::string_view issuer_id,
                                                         std::string_view serial) {
    return reader.maybe<LineKey>(sql::paper_certificate::find_by_serial, issuer_id, serial);
}

Result<void> add_paper_event(Transaction& transaction,
                             const DataKeys& keys,
                             LineKey key,
                             const PaperEvent& event) {
    YX_TRY(const std::int64_t seq,
           transaction.one<std::int64_t>(sql::paper_event::next_seq, key.holder, key.line));
    YX_CHECK(
        transaction.execute(sql::paper_event::insert,
                            key.holder,
                            key.line,
                            seq,
                            event.kind,
                            event.before,
                            event.state,
                            event.serial,
                            event.collector,
                            keys.columns.seal(personal_columns::paper_note(key.holder), event.note),
                            event.staff,
                            event.at));
    return ok();
}

Result<std::vector<PaperEvent>> list_paper_events(Reader& reader,
                                                  const DataKeys& keys,
                                                  LineKey key) {
    YX_TRY(const auto sealed,
           reader.all<SealedEvent>(sql::paper_event::list, key.holder, key.line));
    std::vector<PaperEvent> events;
    for (const SealedEvent& one : sealed) {
        YX_TRY(std::string note,
               keys.columns.open_text(personal_columns::paper_note(key.holder), one.note));
        events.push_back({one.seq,
                          one.kind,
                          one.before,
                          one.state,
                          one.serial,
                          one.collector,
                          std::move(note),
                          one.staff,
                          one.at});
    }
    return events;
}

}  // namespace yinxin::storage
