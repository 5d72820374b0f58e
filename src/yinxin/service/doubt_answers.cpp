// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/doubt_answers.hpp"

#include "yinxin/service/certificates.hpp"
#include "yinxin/service/doubt_directory.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/staff.hpp"

namespace yinxin::service {
namespace {

using domain::DoubtId;
using domain::DoubtState;
using domain::EventKind;
using domain::OfficeAct;
using domain::StaffActor;
using storage::CertificateRecord;
using storage::DoubtCase;
using storage::Reader;
using storage::Transaction;

/// @error forbidden, not_found
Result<DoubtCase> load(Reader& reader, const StaffActor& actor, DoubtId id) {
    YX_CHECK(require(actor, OfficeAct::see_doubts));
    YX_TRY(auto doubt, storage::find_doubt(reader, id));
    if (!doubt) return Error(ErrorCode::not_found, "doubt");
    YX_CHECK(require_scope(actor, doubt->issuer_id));
    return *std::move(doubt);
}

Result<CertificateRecord> load_version(Reader& reader,
                                       const Services& services,
                                       const DoubtCase& doubt) {
    YX_TRY(
        auto record,
        storage::find_certificate(reader, services.keys, doubt.holder, doubt.line, doubt.version));
    if (!record) return Error(ErrorCode::not_found, "version of a doubt");
    return *std::move(record);
}

Result<DoubtLine> line_of(Reader& reader,
                          const Services& services,
                          DoubtCase doubt,
                          CivilDay today) {
    YX_TRY(CertificateRecord record, load_version(reader, services, doubt));
    DoubtLine line;
    line.name = std::move(record.face.name);
    line.qualification = std::move(record.face.qualification);
    YX_TRY(line.taker, storage::staff_name(reader, services.keys, doubt.taker()));
    line.is_overdue = doubt.is_overdue(today);
    line.doubt = std::move(doubt);
    return line;
}

Result<DoubtQueue> read_queue(Reader& reader,
                              const Services& services,
                              const StaffActor& actor,
                              const storage::DoubtFilter& filter,
                              int page,
                              Instant now) {
    DoubtQueue queue;
    YX_TRY(auto doubts,
           storage::list_doubt_queue(reader,
                                     actor.issuer_id,
                                     actor.id,
                                     filter,
                                     civil_day(now),
                                     doubts_on_a_page + 1,
                                     page * doubts_on_a_page));
    queue.has_more = doubts.size() > doubts_on_a_page;
    if (queue.has_more) doubts.pop_back();
    for (DoubtCase& doubt : doubts) {
        YX_TRY(DoubtLine line, line_of(reader, services, std::move(doubt), civil_day(now)));
        queue.lines.push_back(std::move(line));
    }
    if (actor.issuer_id.empty()) return queue;
    YX_TRY(DirectoryInForce in_force, load_doubt_directory(reader, actor.issuer_id, now));
    queue.desks = std::move(in_force.directory.desks);
    YX_TRY(queue.own_desks, storage::list_own_desks(reader, actor.id, actor.issuer_id));
    return queue;
}

Result<DoubtSheet> read_sheet(
    Reader& reader, const Services& services, const StaffActor& actor, DoubtId id, Instant now) {
    YX_TRY(DoubtCase doubt, load(reader, actor, id));
    DoubtSheet sheet;
    YX_TRY(sheet.doubted, load_version(reader, services, doubt));
    YX_TRY(sheet.versions, storage::list_versions(reader, services.keys, doubt.holder, doubt.line));
    YX_TRY(sheet.taker, storage::staff_name(reader, services.keys, doubt.taker()));
    YX_TRY(const DirectoryInForce in_force, load_doubt_directory(reader, doubt.issuer_id, now));
    const auto* desk = domain::find_desk_by_name(in_force.directory, doubt.desk);
    if (desk != nullptr) sheet.desk = desk->name;
    sheet.is_overdue = doubt.is_overdue(civil_day(now));
    const bool answers = actor.may(OfficeAct::answer_doubts);
    const bool is_own = doubt.taker() == actor.id;
    sheet.may_take = answers && domain::awaits_answer(doubt.state) && !is_own;
    sheet.may_answer = answers && is_own && doubt.state == DoubtState::taken;
    sheet.may_revise = answers && doubt.state == DoubtState::accepted;
    sheet.may_correct = actor.may(OfficeAct::prepare_change) && doubt.state == DoubtState::accepted;
    YX_TRY(sheet.story, read_doubt_story(reader, services, std::move(doubt)));
    return sheet;
}

/// Tells whoever reported it that there is something to read; the message says nothing of what.
Result<void> tell_reporter(Transaction& transaction,
                           const Services& services,
                           const DoubtCase& doubt,
                           const char* message,
                           Instant now) {
    YX_TRY(const auto report,
           storage::load_doubt_report(transaction, services.keys, doubt.holder, doubt.id));
    const auto account = storage::find_account(transaction, report.account);
    if (!account && account.error().code() == ErrorCode::not_found) return ok();
    if (!account) return Error(account.error());
    YX_TRY(const auto identity, storage::open_identity(services.keys, *account));
    YX_TRY(const Language language, message_language(transaction, report.account));
    return queue_message(
        transaction, services, identity.mobile, Message{message, {}, language}, now);
}

Result<void> audit_step(Transaction& transaction,
                        const StaffActor& actor,
                        const DoubtCase& doubt,
                        std::string step,
                        Instant now) {
    return audit_staff(transaction,
                       EventKind::data_doubt_answered,
                       actor,
                       "doubt:" + doubt.id.str(),
                       now,
                       {{"certificate", doubt.line.str()}, {"step", std::move(step)}});
}

/// The doubt that this person has in hand.
Result<DoubtCase> load_own(Reader& reader, const StaffActor& actor, DoubtId id) {
    YX_CHECK(require(actor, OfficeAct::answer_doubts));
    YX_TRY(DoubtCase doubt, load(reader, actor, id));
    if (!domain::is_unsettled(doubt.state)) return Error(ErrorCode::doubt_closed);
    // What was accepted may be revised by any correspondent; the taker may be away by then.
    const bool is_in_hand = doubt.state == DoubtState::accepted || doubt.taker() == actor.id;
    if (!is_in_hand) return Error(ErrorCode::conflict, "a colleague has it");
    return doubt;
}

Result<void> write_message(Transaction& transaction,
                           const Services& services,
                           const StaffActor& actor,
                           const DoubtCase& doubt,
                           domain::DoubtMessageKind kind,
                           const std::string& text,
                           Instant now) {
    storage::DoubtMessage message;
    message.kind = kind;
    message.author = actor.id.value;
    message.text = text;
    message.written_at = now;
    YX_CHECK(storage::add_doubt_message(transaction, services.keys, doubt, message));
    const bool asks = kind == domain::DoubtMessageKind::question;
    return tell_reporter(
        transaction, services, doubt, asks ? "doubt_asked" : "doubt_answered", now);
}

}  // namespace

Task<Result<DoubtQueue>> list_doubt_queue(Services& services,
                                          StaffActor actor,
                                          storage::DoubtFilter filter,
                                          int page) {
    YX_CO_CHECK(require(actor, OfficeAct::see_doubts));
    const Instant now = services.clock.now();
    auto read = [&services, actor, filter, page, now](Reader& reader) {
        return read_queue(reader, services, actor, filter, page, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<DoubtSheet>> find_doubt_sheet(Services& services, StaffActor actor, DoubtId id) {
    const Instant now = services.clock.now();
    auto read = [&services, actor, id, now](Reader& reader) {
        return read_sheet(reader, services, actor, id, now);
    };
    co_return co_await services.store.read(read);
}

Task<Result<std::string>> draw_doubted(Services& services, StaffActor actor, DoubtId id) {
    auto read = [&services, actor, id](Reader& reader) -> Result<CertificateRecord> {
        YX_TRY(const DoubtCase doubt, load(reader, actor, id));
        return load_version(reader, services, doubt);
    };
    YX_CO_TRY(const CertificateRecord record, co_await services.store.read(read));
    YX_CO_TRY(Bytes photo, co_await fetch_photo(services, record.face.photo_sha256));
    auto draw = [&services, face = record.face, photo = std::move(photo)]() mutable {
        const documents::Face page =
            issuing::compose_preview(face, letterhead_of(services), std::move(photo));
        return documents::draw_svg(
            page, services.stationery, documents::SvgOptions{documents::SvgSize::whole, {}, {}});
    };
    co_return co_await flow::on_pool(services.cpu, std::move(draw));
}

Task<Result<DoubtAttachment>> load_doubt_attachment(Services& services,
                                                    StaffActor actor,
                                                    DoubtId id,
                                                    domain::DoubtFileId file) {
    YX_CO_TRY(const DoubtSheet sheet, co_await find_doubt_sheet(services, actor, id));
    const storage::DoubtFile* found = sheet.story.find_file(file);
    if (found == nullptr) co_return Error(ErrorCode::not_found, "attachment");
    YX_CO_TRY(Bytes content,
              co_await flow::on_pool(pool_of_files(services), [&services, file = *found] {
                  return storage::load_doubt_file(services.blobs, services.keys, file);
              }));
    co_return DoubtAttachment{*found, std::move(content)};
}

Task<Result<void>> take_doubt(Services& services,
                              StaffActor actor,
                              DoubtId id,
                              domain::StaffId over) {
    const Instant now = services.clock.now();
    auto write = [actor, id, over, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(require(actor, OfficeAct::answer_doubts));
        YX_TRY(const DoubtCase doubt, load(transaction, actor, id));
        if (!domain::may_become(doubt.state, DoubtState::taken)) {
            return Error(ErrorCode::doubt_closed);
        }
        if (doubt.taker() == actor.id) return ok();
        if (doubt.taker() != over) return Error(ErrorCode::conflict, "a colleague was faster");
        YX_CHECK(storage::take_doubt(transaction, id, actor.id, now));
        return audit_step(transaction, actor, doubt, over.is_set() ? "taken_over" : "taken", now);
    };
    co_return co_await services.store.write(write);
}

Task<Result<void>> ask_holder(Services& services, StaffActor actor, DoubtId id, std::string text) {
    auto parsed = domain::parse_doubt_text(text);
    if (!parsed) co_return std::move(parsed).error().with("field", "question");
    const std::string question = *std::move(parsed);
    const Instant now = services.clock.now();
    auto write = [&services, actor, id, question, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const DoubtCase doubt, load_own(transaction, actor, id));
        if (doubt.state != DoubtState::taken) return Error(ErrorCode::doubt_closed);
        // Asked again before the reply: the clock has stood since the first question.
        if (!doubt.asked_at) YX_CHECK(storage::set_doubt_asked(transaction, id, now));
        YX_CHECK(write_message(transaction,
                               services,
                               actor,
                               doubt,
                               domain::DoubtMessageKind::question,
                               question,
                               now));
        return audit_step(transaction, actor, doubt, "asked", now);
    };
    co_return co_await services.store.write(write);
}

Task<Result<void>> answer_doubt(
    Services& services, StaffActor actor, DoubtId id, DoubtState state, std::string text) {
    auto parsed = domain::parse_doubt_text(text);
    if (!parsed) co_return std::move(parsed).error().with("field", "answer");
    const std::string answer = *std::move(parsed);
    const Instant now = services.clock.now();
    auto write =
        [&services, actor, id, state, answer, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const DoubtCase doubt, load_own(transaction, actor, id));
        if (!domain::may_become(doubt.state, state)) return Error(ErrorCode::doubt_closed);
        YX_CHECK(storage::answer_doubt(transaction, doubt, state, actor.id, now));
        YX_CHECK(write_message(
            transaction, services, actor, doubt, domain::DoubtMessageKind::answer, answer, now));
        return audit_step(transaction, actor, doubt, std::string(domain::key(state)), now);
    };
    co_return co_await services.store.write(write);
}

Result<DoubtStory> find_doubt_to_correct(Reader& reader,
                                         const Services& services,
                                         storage::LineKey key,
                                         DoubtId id) {
    YX_TRY(auto doubt, storage::find_doubt(reader, id));
    const bool is_it = doubt && doubt->holder == key.holder && doubt->line == key.line &&
                       doubt->state == DoubtState::accepted;
    if (!is_it) return Error(ErrorCode::not_found, "accepted doubt");
    return read_doubt_story(reader, services, *std::move(doubt));
}

Result<void> mark_doubt_corrected(Transaction& transaction,
                                  HolderId holder,
                                  DoubtId id,
                                  Instant now) {
    YX_TRY(const bool is_changed, storage::set_doubt_corrected(transaction, holder, id, now));
    if (!is_changed) return ok();
    domain::AuditEvent event;
    event.at = now;
    event.kind = EventKind::data_doubt_answered;
    event.object = "doubt:" + id.str();
    event.facts = {{"step", "corrected"}};
    return storage::append_audit(transaction, event);
}

Result<DoubtsWaiting> count_doubts(Reader& reader, const StaffActor& actor, Instant now) {
    DoubtsWaiting waiting;
    if (actor.may(OfficeAct::answer_doubts)) {
        bool has_desks = false;
        if (!actor.issuer_id.empty()) {
            YX_TRY(const auto desks, storage::list_own_desks(reader, actor.id, actor.issuer_id));
            has_desks = !desks.empty();
        }
        YX_TRY(const auto counts,
               storage::count_waiting_doubts(
                   reader, actor.issuer_id, actor.id, has_desks, civil_day(now)));
        waiting.to_answer = counts.waiting;
        waiting.overdue = counts.overdue;
    }
    if (actor.may(OfficeAct::prepare_change)) {
        YX_TRY(waiting.to_correct, storage::count_doubts_to_correct(reader, actor.issuer_id));
    }
    return waiting;
}

}  // namespace yinxin::service
