// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/paper_register.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/proposal.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/paper_certificates.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::OfficeAct;
using domain::PaperCertificate;
using domain::PaperState;
using domain::PaperStep;
using domain::StaffActor;
using storage::LineKey;
using storage::PaperEvent;
using storage::PaperTarget;
using storage::Reader;
using storage::Transaction;

PaperStep step_of(PaperState state) {
    switch (state) {
        case PaperState::handed_out:
            return PaperStep::handed_out;
        case PaperState::lost:
            return PaperStep::lost;
        case PaperState::damaged:
            return PaperStep::damaged;
        case PaperState::unclaimed:
            return PaperStep::unclaimed;
        case PaperState::none:
        case PaperState::printed:
            return PaperStep::printed;
    }
    return PaperStep::printed;
}

bool changed_state(PaperStep step) {
    return step == PaperStep::handed_out || step == PaperStep::lost || step == PaperStep::damaged ||
           step == PaperStep::unclaimed;
}

/// @error forbidden, not_found
Result<PaperTarget> load_target(Reader& reader, const StaffActor& actor, LineKey key) {
    YX_CHECK(require(actor, OfficeAct::keep_paper_register));
    YX_TRY(const auto target, storage::find_paper_target(reader, key));
    if (!target) return Error(ErrorCode::not_found, "certificate");
    YX_CHECK(require_scope(actor, target->issuer_id));
    return *target;
}

/// Only of a certificate that is in force.
Result<void> check_in_force(const PaperTarget& target) {
    return target.is_in_force() ? Result<void>(ok()) : Error(ErrorCode::certificate_not_valid);
}

Result<PaperCertificate> load_paper(Reader& reader, LineKey key) {
    YX_TRY(auto paper, storage::find_paper_certificate(reader, key.holder, key.line));
    if (!paper) return Error(ErrorCode::conflict, "nothing was printed");
    return *std::move(paper);
}

/// The line, its history and the audit, all or nothing.
Result<void> enter(Transaction& transaction,
                   const Services& services,
                   const StaffActor& actor,
                   LineKey key,
                   const PaperCertificate& paper,
                   PaperEvent event) {
    auto put = storage::put_paper_certificate(transaction, key.holder, key.line, paper, event.at);
    if (!put && put.error().code() == ErrorCode::storage_conflict) {
        return Error(ErrorCode::conflict, "serial number").with("field", "serial");
    }
    if (!put) return put;
    event.state = paper.state;
    event.serial = paper.serial;
    YX_CHECK(storage::add_paper_event(transaction, services.keys, key, event));
    return audit_staff(transaction,
                       domain::EventKind::paper_changed,
                       actor,
                       "certificate:" + key.line.str(),
                       event.at,
                       {{"step", std::string(domain::key(event.kind))},
                        {"state", std::string(domain::key(event.state))}});
}

Result<PaperLine> line_of(Reader& reader,
                          const Services& services,
                          storage::PaperListing listing,
                          CivilDay today) {
    YX_TRY(auto record,
           storage::find_certificate(reader, services.keys, listing.holder, listing.line));
    if (!record) return Error(ErrorCode::not_found, "certificate of a paper");
    PaperLine line;
    line.name = std::move(record->face.name);
    line.qualification = std::move(record->face.qualification);
    line.management_no = std::move(record->face.management_no);
    line.state = listing.state;
    const bool is_over = listing.state == PaperState::printed && !listing.deadline_on.empty() &&
                         listing.deadline_on < format_day(today);
    if (is_over) line.state = PaperState::unclaimed;
    line.listing = std::move(listing);
    return line;
}

Result<PaperSheet> read_sheet(Reader& reader,
                              const Services& services,
                              const StaffActor& actor,
                              LineKey key,
                              CivilDay today) {
    YX_CHECK(load_target(reader, actor, key));
    PaperSheet sheet;
    YX_TRY(auto record, storage::find_certificate(reader, services.keys, key.holder, key.line));
    if (!record) return Error(ErrorCode::not_found, "certificate");
    sheet.certificate = *std::move(record);
    YX_TRY(sheet.paper, storage::find_paper_certificate(reader, key.holder, key.line));
    if (sheet.paper) {
        sheet.stored = sheet.paper->state;
        sheet.state = domain::state_on(*sheet.paper, today);
    }
    YX_TRY(auto events, storage::list_paper_events(reader, services.keys, key));
    sheet.may_undo = !events.empty() && changed_state(events.back().kind);
    std::ranges::reverse(events);
    for (PaperEvent& event : events) {
        YX_TRY(std::string name, storage::staff_name(reader, services.keys, event.staff));
        sheet.history.push_back({std::move(event), std::move(name)});
    }
    return sheet;
}

Result<std::string> read_note(const std::string& typed) {
    if (trim(typed).empty()) return std::string();
    auto note = domain::parse_reason(typed);
    if (!note) return std::move(note).error().with("field", "note");
    return note;
}

PaperEvent new_event(PaperStep kind, PaperState before, const StaffActor& actor, Instant now) {
    PaperEvent event;
    event.kind = kind;
    event.before = before;
    event.staff = actor.id;
    event.at = now;
    return event;
}

}  // namespace

Task<Result<PaperPage>> list_paper(Services& services,
                                   StaffActor actor,
                                   storage::PaperFilter filter,
                                   int page) {
    YX_CO_CHECK(require(actor, OfficeAct::keep_paper_register));
    const CivilDay today = civil_day(services.clock.now());
    auto read = [&services, actor, filter, page, today](Reader& reader) -> Result<PaperPage> {
        YX_TRY(auto listings,
               storage::list_paper(reader,
                                   actor.issuer_id,
                                   filter,
                                   today,
                                   papers_on_a_page + 1,
                                   page * papers_on_a_page));
        PaperPage shown;
        shown.has_more = listings.size() > papers_on_a_page;
        if (shown.has_more) listings.pop_back();
        for (storage::PaperListing& listing : listings) {
            YX_TRY(PaperLine line, line_of(reader, services, std::move(listing), today));
            shown.lines.push_back(std::move(line));
        }
        return shown;
    };
    co_return co_await services.store.read(read);
}

Task<Result<LineKey>> find_paper_line(Services& services, StaffActor actor, std::string number) {
    YX_CO_CHECK(require(actor, OfficeAct::keep_paper_register));
    YX_CO_TRY(const std::string plain, domain::parse_management_no(number));
    auto read = [actor, plain](Reader& reader) -> Result<LineKey> {
        YX_TRY(auto key, storage::find_line_by_management_no(reader, plain));
        if (!key) {
            YX_TRY(key, storage::find_line_by_certificate_no(reader, plain));
        }
        if (!key) {
            YX_TRY(key, storage::find_line_by_paper_serial(reader, actor.issuer_id, plain));
        }
        if (!key) return Error(ErrorCode::not_found, "number");
        YX_CHECK(load_target(reader, actor, *key));
        return *key;
    };
    co_return co_await services.store.read(read);
}

Task<Result<PaperSheet>> find_paper_sheet(Services& services, StaffActor actor, LineKey key) {
    const CivilDay today = civil_day(services.clock.now());
    auto read = [&services, actor, key, today](Reader& reader) {
        return read_sheet(reader, services, actor, key, today);
    };
    co_return co_await services.store.read(read);
}

Result<void> enter_printed(Transaction& transaction,
                           const Services& services,
                           const StaffActor& actor,
                           LineKey key,
                           const PaperCertificate& paper,
                           Instant now) {
    YX_TRY(const PaperTarget target, load_target(transaction, actor, key));
    YX_TRY(const auto before, storage::find_paper_certificate(transaction, key.holder, key.line));
    if (before) {
        const PaperState state = domain::state_on(*before, civil_day(now));
        return Error(ErrorCode::paper_not_reissued)
            .with("state", std::string(domain::key(state)))
            .with("serial", before->serial);
    }
    YX_CHECK(check_in_force(target));
    return enter(transaction,
                 services,
                 actor,
                 key,
                 paper,
                 new_event(PaperStep::printed, PaperState::none, actor, now));
}

Task<Result<void>> print_paper(Services& services,
                               StaffActor actor,
                               LineKey key,
                               domain::PaperForm form) {
    const Instant now = services.clock.now();
    auto write = [&services, actor, key, form, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(load_target(transaction, actor, key));
        // Whoever may not print it again is told so, not what is wrong with the form.
        YX_TRY(const auto before,
               storage::find_paper_certificate(transaction, key.holder, key.line));
        PaperCertificate paper;
        if (!before) {
            YX_TRY(paper, domain::read_paper(form, civil_day(now)));
        }
        return enter_printed(transaction, services, actor, key, paper, now);
    };
    co_return co_await services.store.write(write);
}

Task<Result<void>> edit_paper(Services& services,
                              StaffActor actor,
                              LineKey key,
                              domain::PaperForm form) {
    const Instant now = services.clock.now();
    YX_CO_TRY(const PaperCertificate paper, domain::read_paper(form, civil_day(now)));
    auto write = [&services, actor, key, paper, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(load_target(transaction, actor, key));
        YX_TRY(const PaperCertificate before, load_paper(transaction, key));
        if (before.state != PaperState::printed) {
            return Error(ErrorCode::conflict, "it waits no more");
        }
        return enter(transaction,
                     services,
                     actor,
                     key,
                     paper,
                     new_event(PaperStep::edited, before.state, actor, now));
    };
    co_return co_await services.store.write(write);
}

Task<Result<void>> change_paper(Services& services,
                                StaffActor actor,
                                LineKey key,
                                PaperChange change) {
    const bool hands_out = change.to == PaperState::handed_out;
    if (hands_out && change.collector == domain::PaperCollector::nobody) {
        co_return Error(ErrorCode::invalid_input, "collector").with("field", "collector");
    }
    if (!hands_out) change.collector = domain::PaperCollector::nobody;
    YX_CO_TRY(change.note, read_note(change.note));
    const Instant now = services.clock.now();
    auto write = [&services, actor, key, change, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const PaperTarget target, load_target(transaction, actor, key));
        YX_TRY(PaperCertificate paper, load_paper(transaction, key));
        if (!domain::may_become(paper.state, change.to)) {
            return Error(ErrorCode::conflict, "the paper is in another state");
        }
        if (change.to == PaperState::handed_out) YX_CHECK(check_in_force(target));
        PaperEvent event = new_event(step_of(change.to), paper.state, actor, now);
        event.collector = change.collector;
        event.note = change.note;
        paper.state = change.to;
        return enter(transaction, services, actor, key, paper, std::move(event));
    };
    co_return co_await services.store.write(write);
}

Task<Result<void>> undo_paper(Services& services,
                              StaffActor actor,
                              LineKey key,
                              std::string reason) {
    auto parsed = domain::parse_reason(reason);
    if (!parsed) co_return std::move(parsed).error().with("field", "reason");
    const std::string note = *std::move(parsed);
    const Instant now = services.clock.now();
    auto write = [&services, actor, key, note, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(load_target(transaction, actor, key));
        YX_TRY(PaperCertificate paper, load_paper(transaction, key));
        YX_TRY(const auto events, storage::list_paper_events(transaction, services.keys, key));
        if (events.empty() || !changed_state(events.back().kind)) {
            return Error(ErrorCode::conflict, "nothing to take back");
        }
        PaperEvent event = new_event(PaperStep::undone, paper.state, actor, now);
        event.note = note;
        paper.state = events.back().before;
        return enter(transaction, services, actor, key, paper, std::move(event));
    };
    co_return co_await services.store.write(write);
}

}  // namespace yinxin::service
