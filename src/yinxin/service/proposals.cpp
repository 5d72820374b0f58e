// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/proposals.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/domain/certificate_change.hpp"
#include "yinxin/service/packed_fields.hpp"
#include "yinxin/service/proposal_effects.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/alarms.hpp"
#include "yinxin/storage/staff.hpp"

#include <algorithm>
#include <array>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::OfficeAct;
using domain::ProposalId;
using domain::ProposalKind;
using domain::ProposalState;
using domain::StaffActor;
using storage::Proposal;
using storage::Reader;
using storage::Transaction;

/// Design section 6: a stop nobody confirmed is escalated within a day.
constexpr std::chrono::hours stop_waits{24};
constexpr int most_escalated = 100;

std::string object_of(ProposalId id) {
    return "proposal:" + id.str();
}

std::map<std::string, std::string> audit_facts(const Proposal& proposal) {
    return {{"kind", std::string(domain::key(proposal.kind))}, {"about", proposal.object}};
}

bool may_see(const StaffActor& actor, const Proposal& proposal) {
    const bool is_his_kind = actor.may(domain::act_to_propose(proposal.kind)) ||
                             actor.may(domain::act_to_decide(proposal.kind));
    return is_his_kind && actor.covers(proposal.issuer_id);
}

Result<ProposalView> view_of(Reader& reader,
                             const Services& services,
                             const StaffActor& actor,
                             Proposal proposal) {
    ProposalView view;
    YX_TRY(view.facts, unpack_facts(proposal.facts));
    YX_TRY(view.maker, storage::staff_name(reader, services.keys, proposal.maker));
    YX_TRY(view.decider, storage::staff_name(reader, services.keys, proposal.decider));
    view.is_own = proposal.maker == actor.id;
    view.may_decide = proposal.state == ProposalState::open && !view.is_own &&
                      actor.may(domain::act_to_decide(proposal.kind));
    view.proposal = std::move(proposal);
    return view;
}

Result<std::vector<ProposalView>> views_of(Reader& reader,
                                           const Services& services,
                                           const StaffActor& actor,
                                           std::vector<Proposal> proposals) {
    std::vector<ProposalView> views;
    for (Proposal& proposal : proposals) {
        if (!may_see(actor, proposal)) continue;
        YX_TRY(ProposalView view, view_of(reader, services, actor, std::move(proposal)));
        views.push_back(std::move(view));
    }
    return views;
}

/// @error not_found  unknown, or not for this actor's eyes.
Result<Proposal> load(Reader& reader,
                      const Services& services,
                      const StaffActor& actor,
                      ProposalId id) {
    YX_TRY(auto proposal, storage::find_proposal(reader, services.keys, id));
    if (!proposal || !may_see(actor, *proposal)) return Error(ErrorCode::not_found, "proposal");
    return *std::move(proposal);
}

Result<void> put_into_effect(Transaction& transaction,
                             const Services& services,
                             const Proposal& proposal,
                             domain::StaffId decider,
                             Instant now) {
    YX_TRY(const ProposalFacts facts, unpack_facts(proposal.facts));
    YX_CHECK(take_effect(transaction, services, {proposal, facts, decider, now}));
    YX_CHECK(storage::mark_proposal_applied(transaction, proposal.id, now));
    return audit_staff(transaction,
                       EventKind::proposal_applied,
                       decider,
                       object_of(proposal.id),
                       now,
                       audit_facts(proposal));
}

Result<void> keep_decision(Transaction& transaction,
                           const Services& services,
                           const StaffActor& actor,
                           const Proposal& proposal,
                           ProposalState decision,
                           const std::string& note,
                           Instant now) {
    YX_CHECK(storage::decide_proposal(
        transaction, services.keys, proposal.id, decision, actor.id, note, now));
    const EventKind kind = decision == ProposalState::approved ? EventKind::proposal_approved
                                                               : EventKind::proposal_refused;
    return audit_staff(
        transaction, kind, actor, object_of(proposal.id), now, audit_facts(proposal));
}

Result<void> keep_failure(Transaction& transaction,
                          const Proposal& proposal,
                          domain::StaffId decider,
                          const Error& error,
                          Instant now) {
    YX_CHECK(storage::mark_proposal_failed(transaction, proposal.id, error.code(), now));
    auto facts = audit_facts(proposal);
    facts.emplace("reason", dotted_name(error.code()));
    YX_CHECK(storage::raise_alarm(transaction,
                                  {domain::AlarmKind::proposal_failed,
                                   object_of(proposal.id),
                                   proposal.issuer_id,
                                   std::string(dotted_name(error.code()))},
                                  now));
    return audit_staff(transaction,
                       EventKind::proposal_failed,
                       decider,
                       object_of(proposal.id),
                       now,
                       std::move(facts));
}

/// What is wrong with the proposal itself, and will stay wrong; not what may heal (a full disk).
bool is_final(const Error& error) {
    switch (error.code()) {
        case ErrorCode::storage_unavailable:
        case ErrorCode::unavailable:
        case ErrorCode::timed_out:
        case ErrorCode::file_io:
        case ErrorCode::key_unavailable:
        case ErrorCode::proposal_not_open:
            return false;
        default:
            return true;
    }
}

Result<ProposalId> enter(Transaction& transaction,
                         const Services& services,
                         const StaffActor& actor,
                         const ProposalWish& wish,
                         Instant now) {
    storage::NewProposal proposal;
    auto reason = domain::parse_reason(wish.reason);
    if (!reason) return std::move(reason).error().with("field", "reason");
    proposal.reason = *std::move(reason);
    auto decision_no = domain::parse_decision_no(wish.decision_no);
    if (!decision_no) return std::move(decision_no).error().with("field", "decision_no");
    proposal.decision_no = *std::move(decision_no);
    if (proposal.decision_no.empty() && domain::needs_decision_no(wish.kind)) {
        return Error(ErrorCode::office_decision_no_invalid, "none").with("field", "decision_no");
    }
    proposal.kind = wish.kind;
    proposal.issuer_id = wish.issuer_id;
    proposal.object = wish.object;
    proposal.object_tag = wish.object_tag;
    proposal.facts = pack_facts(wish.facts);
    proposal.attachment = wish.attachment;
    proposal.maker = actor.id;
    proposal.made_at = now;
    proposal.effective_at = wish.effective_at;
    YX_TRY(const ProposalId id, storage::insert_proposal(transaction, services.keys, proposal));
    YX_CHECK(audit_staff(transaction,
                         EventKind::proposal_made,
                         actor,
                         object_of(id),
                         now,
                         {{"kind", std::string(domain::key(wish.kind))}, {"about", wish.object}}));
    return id;
}

struct Judgement {
    StaffActor actor;
    ProposalId id;
    Decision decision = Decision::refuse;
    std::string note;
    Instant now{};
};

/// @return the state after; an Error of the effect leaves everything as it was.
Result<ProposalState> judge(Transaction& transaction,
                            const Services& services,
                            const Judgement& judgement) {
    const StaffActor& actor = judgement.actor;
    YX_TRY(const Proposal proposal, load(transaction, services, actor, judgement.id));
    YX_CHECK(require(actor, domain::act_to_decide(proposal.kind)));
    if (proposal.maker == actor.id) return Error(ErrorCode::staff_same_person);
    const bool approves = judgement.decision == Decision::approve;
    const auto decided = approves ? ProposalState::approved : ProposalState::refused;
    YX_CHECK(keep_decision(
        transaction, services, actor, proposal, decided, judgement.note, judgement.now));
    if (!approves) {
        YX_CHECK(
            take_back(transaction,
                      services,
                      {proposal, ProposalState::refused, actor.id, judgement.note, judgement.now}));
        return ProposalState::refused;
    }
    if (proposal.effective_at && *proposal.effective_at > judgement.now) {
        return ProposalState::approved;
    }
    YX_CHECK(put_into_effect(transaction, services, proposal, actor.id, judgement.now));
    return ProposalState::applied;
}

/// The decision stands, but what it was about has changed.
Result<ProposalState> judge_failed(Transaction& transaction,
                                   const Services& services,
                                   const Judgement& judgement,
                                   const Error& error) {
    YX_TRY(const Proposal proposal, load(transaction, services, judgement.actor, judgement.id));
    YX_CHECK(keep_decision(transaction,
                           services,
                           judgement.actor,
                           proposal,
                           ProposalState::approved,
                           judgement.note,
                           judgement.now));
    YX_CHECK(keep_failure(transaction, proposal, judgement.actor.id, error, judgement.now));
    YX_CHECK(take_back(transaction,
                       services,
                       {proposal, ProposalState::failed, judgement.actor.id, "", judgement.now}));
    return ProposalState::failed;
}

bool concerns_the_decider(const Error& error) {
    constexpr std::array codes{ErrorCode::staff_same_person,
                               ErrorCode::proposal_not_open,
                               ErrorCode::not_found,
                               ErrorCode::forbidden};
    return std::ranges::find(codes, error.code()) != codes.end();
}

}  // namespace

std::string pack_facts(const ProposalFacts& facts) {
    std::vector<std::string> fields;
    for (const auto& [name, value] : facts) {
        fields.push_back(name);
        fields.push_back(value);
    }
    return pack_fields(fields);
}

Result<ProposalFacts> unpack_facts(std::string_view packed) {
    YX_TRY(std::vector<std::string> fields, unpack_fields(packed));
    if (fields.size() % 2 != 0) return Error(ErrorCode::malformed, "facts of a proposal");
    ProposalFacts facts;
    for (std::size_t i = 0; i < fields.size(); i += 2) {
        facts.emplace(std::move(fields[i]), std::move(fields[i + 1]));
    }
    return facts;
}

Result<ProposalId> propose(Transaction& transaction,
                           const Services& services,
                           const StaffActor& actor,
                           const ProposalWish& wish,
                           Instant now) {
    YX_CHECK(require(actor, domain::act_to_propose(wish.kind)));
    YX_CHECK(require_scope(actor, wish.issuer_id));
    return enter(transaction, services, actor, wish, now);
}

Result<void> propose_stop(Transaction& transaction,
                          const Services& services,
                          const StaffActor& actor,
                          const ProposalWish& wish,
                          Instant now) {
    YX_CHECK(enter(transaction, services, actor, wish, now));
    return ok();
}

Task<Result<ProposalState>> decide(
    Services& services, StaffActor actor, ProposalId id, Decision decision, std::string note) {
    Judgement judgement{actor, id, decision, {}, services.clock.now()};
    if (decision == Decision::refuse || !trim(note).empty()) {
        auto parsed = domain::parse_reason(note);
        if (!parsed) co_return std::move(parsed).error().with("field", "note");
        judgement.note = *std::move(parsed);
    }
    auto run = [&services, judgement](Transaction& transaction) {
        return judge(transaction, services, judgement);
    };
    auto decided = co_await services.store.write(run);
    if (decided) co_return *decided;
    const Error& error = decided.error();
    if (decision == Decision::refuse || concerns_the_decider(error) || !is_final(error)) {
        co_return error;
    }
    log::warning("proposal.failed", {{"code", dotted_name(error.code())}, {"id", id.value}});
    auto fail = [&services, judgement, error](Transaction& transaction) {
        return judge_failed(transaction, services, judgement, error);
    };
    co_return co_await services.store.write(fail);
}

Task<Result<void>> withdraw(Services& services, StaffActor actor, ProposalId id) {
    const Instant now = services.clock.now();
    auto run = [&services, actor, id, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const Proposal proposal, load(transaction, services, actor, id));
        // A stop cannot be taken back alone: restoring takes two.
        if (proposal.kind == ProposalKind::confirm_stop) return Error(ErrorCode::forbidden);
        YX_CHECK(storage::withdraw_proposal(transaction, id, actor.id));
        YX_CHECK(take_back(
            transaction, services, {proposal, ProposalState::withdrawn, actor.id, "", now}));
        return audit_staff(transaction,
                           EventKind::proposal_withdrawn,
                           actor,
                           object_of(id),
                           now,
                           audit_facts(proposal));
    };
    co_return co_await services.store.write(run);
}

Task<Result<ProposalView>> find_proposal(Services& services, StaffActor actor, ProposalId id) {
    auto read = [&services, actor, id](Reader& reader) -> Result<ProposalView> {
        YX_TRY(Proposal proposal, load(reader, services, actor, id));
        return view_of(reader, services, actor, std::move(proposal));
    };
    co_return co_await services.store.read(read);
}

Task<Result<ProposalList>> list_proposals(Services& services, StaffActor actor, Instant before) {
    auto read = [&services, actor, before](Reader& reader) -> Result<ProposalList> {
        const auto in_state = [&](ProposalState state) -> Result<std::vector<ProposalView>> {
            YX_TRY(auto rows,
                   storage::list_proposals(
                       reader, services.keys, state, actor.issuer_id, most_proposals_shown));
            return views_of(reader, services, actor, std::move(rows));
        };
        ProposalList list;
        YX_TRY(list.open, in_state(ProposalState::open));
        YX_TRY(list.approved, in_state(ProposalState::approved));
        YX_TRY(auto ended,
               storage::list_ended_proposals(
                   reader, services.keys, actor.issuer_id, before, most_proposals_shown));
        YX_TRY(list.ended, views_of(reader, services, actor, std::move(ended)));
        return list;
    };
    co_return co_await services.store.read(read);
}

Result<std::vector<ProposalView>> proposals_about(Reader& reader,
                                                  const Services& services,
                                                  const StaffActor& actor,
                                                  std::string_view object) {
    YX_TRY(auto rows,
           storage::list_proposals_about(reader, services.keys, object, most_proposals_shown));
    return views_of(reader, services, actor, std::move(rows));
}

Task<Result<Bytes>> load_attachment(Services& services, StaffActor actor, ProposalId id) {
    auto read = [&services, actor, id](Reader& reader) -> Result<Proposal> {
        return load(reader, services, actor, id);
    };
    const auto proposal = co_await services.store.read(read);
    if (!proposal) co_return proposal.error();
    if (!proposal->attachment) co_return Error(ErrorCode::not_found, "no attachment");
    co_return co_await flow::on_pool(
        pool_of_files(services),
        [&services, name = proposal->attachment->sha256] { return services.blobs.get(name); });
}

Result<std::int64_t> apply_due_proposals(const Services& services, Instant now, int most) {
    YX_TRY(const std::vector<Proposal> due, services.store.read_now([&](Reader& reader) {
        return storage::list_due_proposals(reader, services.keys, now, most);
    }));
    std::int64_t handled = 0;
    for (const Proposal& proposal : due) {
        const auto applied = services.store.write_now([&](Transaction& transaction) {
            return put_into_effect(transaction, services, proposal, proposal.decider, now);
        });
        if (!applied && !is_final(applied.error())) return applied.error();
        if (!applied) {
            log::error("proposal.failed",
                       {{"code", dotted_name(applied.error().code())}, {"id", proposal.id.value}});
            YX_CHECK(services.store.write_now([&](Transaction& transaction) {
                return keep_failure(transaction, proposal, proposal.decider, applied.error(), now);
            }));
        }
        ++handled;
    }
    return handled;
}

Result<std::int64_t> escalate_stops(Transaction& transaction,
                                    const Services& services,
                                    Instant now) {
    YX_TRY(const auto stops,
           storage::list_unconfirmed_stops(
               transaction, services.keys, now - stop_waits, most_escalated));
    for (const Proposal& stop : stops) {
        YX_CHECK(storage::mark_proposal_escalated(transaction, stop.id, now));
        log::error("stop.unconfirmed", {{"id", stop.id.value}});
        YX_CHECK(storage::raise_alarm(
            transaction,
            {domain::AlarmKind::stop_unconfirmed, object_of(stop.id), stop.issuer_id, stop.object},
            now));
        domain::AuditEvent event;
        event.at = now;
        event.kind = EventKind::stop_escalated;
        event.object = object_of(stop.id);
        event.facts = audit_facts(stop);
        YX_CHECK(storage::append_audit(transaction, event));
    }
    return static_cast<std::int64_t>(stops.size());
}

}  // namespace yinxin::service
