// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/certificate_changes.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/certificate_corrections.hpp"
#include "yinxin/service/holder_notices.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/certificate_changes.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::CertificateStatus;
using domain::EventKind;
using domain::OfficeAct;
using domain::ProposalId;
using domain::ProposalKind;
using domain::ProposalState;
using domain::StaffActor;
using storage::CertificateRecord;
using storage::LineKey;
using storage::Reader;
using storage::Transaction;

constexpr std::string_view object_prefix = "line:";
constexpr int most_stops_looked_at = 200;

LineKey key_of(const CertificateRecord& record) {
    return {record.holder, record.line};
}

EventKind event_of(ProposalKind kind) {
    switch (kind) {
        case ProposalKind::restore_certificate:
            return EventKind::certificate_restored;
        case ProposalKind::revoke_certificate:
            return EventKind::certificate_revoked;
        case ProposalKind::cancel_certificate:
            return EventKind::certificate_cancelled;
        case ProposalKind::correct_certificate:
            return EventKind::certificate_corrected;
        default:
            return EventKind::certificate_suspended;
    }
}

/// What cannot be undone ends the copies as well: their files need not be kept any longer.
bool ends_copies(ProposalKind kind) {
    return kind == ProposalKind::revoke_certificate || kind == ProposalKind::cancel_certificate ||
           kind == ProposalKind::correct_certificate;
}

/// Why a copy ended, as the holder's page words it (message error.<reason>).
std::string_view end_reason(ProposalKind kind) {
    return kind == ProposalKind::correct_certificate ? "certificate.superseded"
                                                     : "certificate.ended";
}

/// One step on its way into the register.
struct Step {
    const CertificateRecord& record;
    ProposalKind kind;
    std::string reason;
    std::string decision_no;
    ProposalId proposal;
    domain::StaffId staff;
    Instant at{};                                ///< in force since
    Instant now{};                               ///< recorded
    std::map<std::string, std::string> facts{};  ///< for the audit
};

Result<void> record_step(Transaction& transaction, const Services& services, const Step& step) {
    const CertificateRecord& record = step.record;
    const CertificateStatus next = *domain::status_after(step.kind);
    YX_CHECK(storage::insert_certificate_change(transaction,
                                                services.keys,
                                                key_of(record),
                                                {record.version,
                                                 step.at,
                                                 record.status,
                                                 next,
                                                 step.reason,
                                                 step.decision_no,
                                                 step.proposal,
                                                 step.staff}));
    if (ends_copies(step.kind)) {
        YX_TRY(const auto ended,
               storage::end_open_endorsements(
                   transaction, key_of(record), end_reason(step.kind), step.now));
        for (const CopyId copy : ended) {
            YX_CHECK(audit_staff(transaction,
                                 EventKind::endorsement_ended_by_office,
                                 step.staff,
                                 "copy:" + copy.str(),
                                 step.now));
        }
    }
    std::map<std::string, std::string> facts = step.facts;
    facts.emplace("version", std::to_string(record.version));
    facts.emplace("from", domain::key(record.status));
    facts.emplace("proposal", step.proposal.str());
    return audit_staff(transaction,
                       event_of(step.kind),
                       step.staff,
                       object_of(key_of(record)),
                       step.now,
                       std::move(facts));
}

/// Before bindings end: those who had the certificate in their list are told.
Result<void> tell(Transaction& transaction, const Services& services, const Step& step) {
    if (!storage::is_released(step.record)) return ok();  // the holder does not know it yet
    return tell_holder(transaction,
                       services,
                       step.record.holder,
                       domain::Notification::certificate_changed,
                       step.now);
}

/// The reason stays sealed in the record of changes; the row itself names the decision only.
Result<void> change_status(Transaction& transaction, const Services& services, const Step& step) {
    YX_CHECK(tell(transaction, services, step));
    YX_CHECK(storage::set_certificate_status(transaction,
                                             key_of(step.record),
                                             *domain::status_after(step.kind),
                                             step.decision_no,
                                             step.at));
    return record_step(transaction, services, step);
}

/// A stop that two people have decided on otherwise needs no confirmation any more. Whoever of the
/// two did not stop it stands as its decider.
Result<void> settle_stops(Transaction& transaction,
                          const Services& services,
                          const Effect& effect) {
    YX_TRY(const auto proposals,
           storage::list_proposals_about(
               transaction, services.keys, effect.proposal.object, most_stops_looked_at));
    for (const storage::Proposal& stop : proposals) {
        if (stop.kind != ProposalKind::confirm_stop || stop.state != ProposalState::open) continue;
        const domain::StaffId second =
            stop.maker == effect.decider ? effect.proposal.maker : effect.decider;
        YX_CHECK(storage::decide_proposal(
            transaction, services.keys, stop.id, ProposalState::approved, second, "", effect.now));
        YX_CHECK(storage::mark_proposal_applied(transaction, stop.id, effect.now));
        YX_CHECK(audit_staff(transaction,
                             EventKind::stop_confirmed,
                             second,
                             "proposal:" + stop.id.str(),
                             effect.now,
                             {{"by", "proposal:" + effect.proposal.id.str()}}));
    }
    return ok();
}

Result<void> check_time(const ChangeWish& wish, Instant now) {
    if (!wish.effective_at) return ok();
    auto time = domain::check_effective_time(*wish.effective_at, now);
    if (!time) return std::move(time).error().with("field", "effective");
    return ok();
}

/// The stop that still waits for its second person, if there is one.
Result<std::optional<ProposalId>> find_open_stop(Reader& reader,
                                                 const Services& services,
                                                 LineKey key) {
    YX_TRY(
        const auto proposals,
        storage::list_proposals_about(reader, services.keys, object_of(key), most_stops_looked_at));
    for (const storage::Proposal& proposal : proposals) {
        const bool waits = proposal.state == ProposalState::open;
        if (waits && proposal.kind == ProposalKind::confirm_stop) return std::optional(proposal.id);
    }
    return std::optional<ProposalId>();
}

/// Nothing may keep a stop from being made: one that still waits to be confirmed serves again.
Result<ProposalId> ask_for_confirmation(Transaction& transaction,
                                        const Services& services,
                                        const StaffActor& actor,
                                        const CertificateRecord& record,
                                        const std::string& reason,
                                        Instant now) {
    YX_TRY(const auto waiting, find_open_stop(transaction, services, key_of(record)));
    if (waiting) return *waiting;
    ProposalWish wish;
    wish.kind = ProposalKind::confirm_stop;
    wish.issuer_id = record.face.issuer_id;
    wish.object = object_of(key_of(record));
    wish.object_tag = std::to_string(record.version) + ":suspended";
    wish.facts = {{"title", title_of(record.face)}};
    wish.reason = reason;
    return propose(transaction, services, actor, wish, now);
}

}  // namespace

std::string object_of(LineKey key) {
    return std::string(object_prefix) + key.str();
}

Result<LineKey> line_of(std::string_view object) {
    if (!object.starts_with(object_prefix)) return Error(ErrorCode::malformed, "not a line");
    object.remove_prefix(object_prefix.size());
    return storage::parse_line_key(object);
}

std::string tag_of(const CertificateRecord& record) {
    return std::to_string(record.version) + ":" + std::string(domain::key(record.status));
}

std::string title_of(const domain::FaceData& face) {
    std::string title = face.qualification.zh;
    if (!face.specialty.zh.empty()) title += " " + face.specialty.zh;
    return title + " " + face.name + " " + face.management_no;
}

Result<CertificateRecord> find_in_scope(Reader& reader,
                                        const Services& services,
                                        const StaffActor& actor,
                                        LineKey key) {
    YX_TRY(auto record, storage::find_certificate(reader, services.keys, key.holder, key.line));
    if (!record) return Error(ErrorCode::not_found, "certificate " + key.str());
    YX_CHECK(require_scope(actor, record->face.issuer_id));
    return *std::move(record);
}

Result<ProposalId> enter_change(Transaction& transaction,
                                const Services& services,
                                const StaffActor& actor,
                                const CertificateRecord& record,
                                ProposalKind kind,
                                const ChangeWish& wish,
                                ProposalFacts facts,
                                Instant now) {
    YX_CHECK(domain::check_change(record.status, kind));
    YX_CHECK(check_time(wish, now));
    facts.emplace("title", title_of(record.face));
    ProposalWish proposal;
    proposal.kind = kind;
    proposal.issuer_id = record.face.issuer_id;
    proposal.object = object_of(key_of(record));
    proposal.object_tag = tag_of(record);
    proposal.facts = std::move(facts);
    proposal.reason = wish.reason;
    proposal.decision_no = wish.decision_no;
    proposal.attachment = wish.attachment;
    proposal.effective_at = wish.effective_at;
    return propose(transaction, services, actor, proposal, now);
}

Task<Result<ProposalId>> propose_change(
    Services& services, StaffActor actor, LineKey key, ProposalKind kind, ChangeWish wish) {
    if (!domain::status_after(kind) || kind == ProposalKind::correct_certificate) {
        co_return Error(ErrorCode::invalid_input, "not a change of status");
    }
    const Instant now = services.clock.now();
    auto run =
        [&services, actor, key, kind, wish, now](Transaction& transaction) -> Result<ProposalId> {
        YX_CHECK(require(actor, domain::act_to_propose(kind)));
        YX_TRY(const CertificateRecord record, find_in_scope(transaction, services, actor, key));
        return enter_change(transaction, services, actor, record, kind, wish, {}, now);
    };
    co_return co_await services.store.write(run);
}

Result<ProposalId> enter_stop(Transaction& transaction,
                              const Services& services,
                              const StaffActor& actor,
                              LineKey key,
                              std::string_view typed_reason,
                              Instant now) {
    YX_CHECK(require(actor, OfficeAct::stop_at_once));
    auto parsed = domain::parse_reason(typed_reason);
    if (!parsed) return std::move(parsed).error().with("field", "reason");
    const std::string reason = *std::move(parsed);
    YX_TRY(const CertificateRecord record, find_in_scope(transaction, services, actor, key));
    YX_CHECK(domain::check_change(record.status, ProposalKind::suspend_certificate));
    YX_TRY(const ProposalId id,
           ask_for_confirmation(transaction, services, actor, record, reason, now));
    Step step{record, ProposalKind::suspend_certificate, reason, "", id, actor.id, now, now};
    step.facts = {{"stop", "yes"}};
    YX_CHECK(change_status(transaction, services, step));
    return id;
}

Task<Result<ProposalId>> stop_certificate(Services& services,
                                          StaffActor actor,
                                          LineKey key,
                                          std::string reason) {
    const Instant now = services.clock.now();
    auto run = [&services, actor, key, reason, now](Transaction& transaction) {
        return enter_stop(transaction, services, actor, key, reason, now);
    };
    co_return co_await services.store.write(run);
}

Result<void> change_certificate(Transaction& transaction,
                                const Services& services,
                                const Effect& effect) {
    const storage::Proposal& proposal = effect.proposal;
    YX_TRY(const LineKey key, line_of(proposal.object));
    YX_TRY(const auto record,
           storage::find_certificate(transaction, services.keys, key.holder, key.line));
    if (!record || tag_of(*record) != proposal.object_tag) {
        return Error(ErrorCode::proposal_outdated, proposal.object);
    }
    YX_CHECK(domain::check_change(record->status, proposal.kind));
    Step step{*record,
              proposal.kind,
              proposal.reason,
              proposal.decision_no,
              proposal.id,
              effect.decider,
              domain::in_force_since(proposal.effective_at, proposal.decided_at, effect.now),
              effect.now};
    if (proposal.kind == ProposalKind::correct_certificate) {
        YX_CHECK(tell(transaction, services, step));
        YX_TRY(const int ended, enter_correction(transaction, services, *record, effect, step.at));
        step.facts = {{"bindings_ended", std::to_string(ended)}};
        return record_step(transaction, services, step);
    }
    YX_CHECK(change_status(transaction, services, step));
    return settle_stops(transaction, services, effect);
}

}  // namespace yinxin::service
