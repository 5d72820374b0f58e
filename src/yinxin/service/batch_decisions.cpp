// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/batch_decisions.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/imports.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::BatchState;
using domain::EventKind;
using domain::ProposalKind;
using domain::StaffActor;
using storage::BatchRow;
using storage::BatchStep;
using storage::Reader;
using storage::Transaction;

constexpr std::string_view object_prefix = "batch:";

/// Everything about a step that is the same for all of them.
Result<void> keep_step(Transaction& transaction,
                       const Services& services,
                       const Effect& effect,
                       BatchId batch,
                       BatchStep kind,
                       EventKind event) {
    storage::NewBatchStep step;
    step.batch = batch;
    step.kind = kind;
    step.at = effect.now;
    step.staff = effect.decider;
    step.proposal = effect.proposal.id;
    step.reason = effect.proposal.reason;
    YX_CHECK(storage::insert_batch_step(transaction, services.keys, step));
    return audit_staff(transaction,
                       event,
                       effect.decider,
                       effect.proposal.object,
                       effect.now,
                       {{"proposal", effect.proposal.id.str()}});
}

Result<BatchRow> load_batch(Reader& reader, std::string_view object) {
    YX_TRY(const BatchId id, batch_of(object));
    YX_TRY(auto batch, storage::find_batch(reader, id));
    if (!batch) return Error(ErrorCode::not_found, "batch");
    return *std::move(batch);
}

/// A time among the facts of a proposal; none where there is none.
Result<std::optional<Instant>> release_time(const ProposalFacts& facts) {
    const auto found = facts.find("release_at");
    if (found == facts.end() || found->second.empty()) return std::optional<Instant>();
    const auto at = parse_instant(found->second);
    if (!at) return Error(ErrorCode::malformed, "release_at of a proposal");
    return std::optional(*at);
}

Result<void> issue(Transaction& transaction, const Services& services, const Effect& effect) {
    YX_TRY(const BatchRow batch, load_batch(transaction, effect.proposal.object));
    YX_TRY(const auto import, storage::find_import_of_batch(transaction, batch.id));
    const bool is_as_submitted = batch.state == BatchState::checking && import &&
                                 storage::import_tag(*import) == effect.proposal.object_tag;
    if (!is_as_submitted) return Error(ErrorCode::proposal_outdated);
    if (services.approver == nullptr) return Error(ErrorCode::key_unavailable, "approval");
    YX_TRY(const auto release_at, release_time(effect.facts));
    const Instant out_at = std::max(release_at.value_or(effect.now), effect.now);
    YX_CHECK(
        storage::begin_issuing(transaction, batch.id, release_at, civil_day(out_at), effect.now));
    return keep_step(
        transaction, services, effect, batch.id, BatchStep::approved, EventKind::batch_approved);
}

/// The batch, if it stands as it did when the proposal was made.
Result<BatchRow> unchanged_batch(Reader& reader, const Effect& effect) {
    YX_TRY(BatchRow batch, load_batch(reader, effect.proposal.object));
    if (storage::batch_tag(batch) != effect.proposal.object_tag) {
        return Error(ErrorCode::proposal_outdated);
    }
    return batch;
}

Result<void> reschedule(Transaction& transaction, const Services& services, const Effect& effect) {
    YX_TRY(const BatchRow batch, unchanged_batch(transaction, effect));
    if (!domain::may_reschedule(batch.state)) return Error(ErrorCode::batch_state_wrong);
    YX_TRY(const auto release_at, release_time(effect.facts));
    YX_CHECK(storage::set_release_time(transaction, batch.id, release_at, effect.now));
    return keep_step(transaction,
                     services,
                     effect,
                     batch.id,
                     BatchStep::rescheduled,
                     EventKind::batch_rescheduled);
}

Result<void> recall(Transaction& transaction, const Services& services, const Effect& effect) {
    YX_TRY(const BatchRow batch, unchanged_batch(transaction, effect));
    if (!domain::may_recall(storage::standing_of(batch))) {
        return Error(ErrorCode::batch_state_wrong);
    }
    YX_CHECK(
        storage::move_batch(transaction, batch.id, batch.state, BatchState::recalled, effect.now));
    if (batch.released_at) {
        YX_CHECK(storage::begin_notice(transaction, batch.id, storage::BatchNotice::recalled));
    }
    return keep_step(
        transaction, services, effect, batch.id, BatchStep::recalled, EventKind::batch_recalled);
}

Result<void> restore(Transaction& transaction, const Services& services, const Effect& effect) {
    YX_TRY(const BatchRow batch, unchanged_batch(transaction, effect));
    if (!domain::may_restore(batch.state)) return Error(ErrorCode::batch_state_wrong);
    const BatchState next = domain::state_after_restore(storage::standing_of(batch));
    YX_CHECK(storage::move_batch(transaction, batch.id, batch.state, next, effect.now));
    // Who was told of a recall is told of its end; of a stop nobody was told.
    if (batch.state == BatchState::recalled && batch.released_at) {
        YX_CHECK(storage::begin_notice(transaction, batch.id, storage::BatchNotice::restored));
    }
    return keep_step(
        transaction, services, effect, batch.id, BatchStep::restored, EventKind::batch_restored);
}

Result<void> may_become_so(const BatchRow& batch, const BatchWish& wish, Instant now) {
    bool may = false;
    switch (wish.kind) {
        case ProposalKind::release_batch:
            may = domain::may_reschedule(batch.state);
            break;
        case ProposalKind::recall_batch:
            may = domain::may_recall(storage::standing_of(batch));
            break;
        case ProposalKind::restore_batch:
            may = domain::may_restore(batch.state);
            break;
        default:
            return Error(ErrorCode::unsupported, "not about a batch");
    }
    if (!may) return Error(ErrorCode::batch_state_wrong, "batch " + batch.id.str());
    if (!wish.release_at) return ok();
    const auto checked = domain::check_release_time(*wish.release_at, now);
    if (!checked) return Error(checked.error()).with("field", "release_at");
    return ok();
}

/// Asks a second person to look at a stop, unless an earlier one still waits for that.
Result<domain::ProposalId> ask_to_confirm(Transaction& transaction,
                                          const Services& services,
                                          const StaffActor& actor,
                                          const BatchRow& batch,
                                          const std::string& reason,
                                          Instant now) {
    constexpr int latest = 50;
    YX_TRY(const auto earlier,
           storage::list_proposals_about(transaction, services.keys, object_of(batch.id), latest));
    for (const storage::Proposal& proposal : earlier) {
        const bool waits = proposal.kind == ProposalKind::confirm_stop &&
                           proposal.state == domain::ProposalState::open;
        if (waits) return proposal.id;
    }
    ProposalWish wish;
    wish.kind = ProposalKind::confirm_stop;
    wish.issuer_id = batch.issuer_id;
    wish.object = object_of(batch.id);
    wish.object_tag = std::string(domain::key(BatchState::stopped));
    wish.facts = {{"title", batch_title(services, batch)}};
    wish.reason = reason;
    return propose(transaction, services, actor, wish, now);
}

}  // namespace

std::string object_of(BatchId batch) {
    return std::string(object_prefix) + batch.str();
}

Result<BatchId> batch_of(std::string_view object) {
    if (!object.starts_with(object_prefix)) return Error(ErrorCode::malformed, "batch object");
    const auto id = parse_integer(object.substr(object_prefix.size()));
    if (!id || *id <= 0) return Error(ErrorCode::malformed, "batch object");
    return BatchId{*id};
}

std::string batch_title(const Services& services, const BatchRow& batch) {
    const auto* edition =
        services.reference->catalogue.find_edition(batch.qualification_id, batch.exam_year);
    const std::string name = edition == nullptr ? batch.qualification_id : edition->name.zh;
    return std::to_string(batch.exam_year) + "年 " + name + "（" +
           std::to_string(batch.certificate_count) + "份）";
}

Result<BatchRow> find_in_scope(Reader& reader, const StaffActor& actor, BatchId id) {
    YX_TRY(auto batch, storage::find_batch(reader, id));
    if (!batch) return Error(ErrorCode::not_found, "batch " + id.str());
    YX_CHECK(require_scope(actor, batch->issuer_id));
    return *std::move(batch);
}

Result<domain::ProposalId> enter_batch_wish(Transaction& transaction,
                                            const Services& services,
                                            const StaffActor& actor,
                                            BatchId id,
                                            const BatchWish& wish,
                                            Instant now) {
    YX_CHECK(require(actor, domain::act_to_propose(wish.kind)));
    YX_TRY(const BatchRow batch, find_in_scope(transaction, actor, id));
    YX_CHECK(may_become_so(batch, wish, now));
    ProposalWish proposal;
    proposal.kind = wish.kind;
    proposal.issuer_id = batch.issuer_id;
    proposal.object = object_of(id);
    proposal.object_tag = storage::batch_tag(batch);
    proposal.facts = {{"title", batch_title(services, batch)}};
    if (wish.release_at) proposal.facts.emplace("release_at", format_civil(*wish.release_at));
    proposal.reason = wish.reason;
    proposal.decision_no = wish.decision_no;
    proposal.attachment = wish.attachment;
    return propose(transaction, services, actor, proposal, now);
}

Task<Result<domain::ProposalId>> propose_for_batch(Services& services,
                                                   StaffActor actor,
                                                   BatchId batch,
                                                   BatchWish wish) {
    const Instant now = services.clock.now();
    auto enter = [&services, actor, batch, wish, now](Transaction& transaction) {
        return enter_batch_wish(transaction, services, actor, batch, wish, now);
    };
    co_return co_await services.store.write(enter);
}

Result<domain::ProposalId> enter_batch_stop(Transaction& transaction,
                                            const Services& services,
                                            const StaffActor& actor,
                                            BatchId id,
                                            std::string_view typed_reason,
                                            Instant now) {
    YX_CHECK(require(actor, domain::OfficeAct::stop_at_once));
    auto parsed = domain::parse_reason(typed_reason);
    if (!parsed) return std::move(parsed).error().with("field", "reason");
    const std::string reason = *std::move(parsed);
    YX_TRY(const BatchRow batch, find_in_scope(transaction, actor, id));
    if (!domain::may_stop(batch.state)) {
        return Error(ErrorCode::batch_state_wrong, "batch " + id.str());
    }
    YX_CHECK(storage::move_batch(transaction, id, batch.state, BatchState::stopped, now));
    YX_TRY(const domain::ProposalId proposal,
           ask_to_confirm(transaction, services, actor, batch, reason, now));
    storage::NewBatchStep step;
    step.batch = id;
    step.kind = BatchStep::stopped;
    step.at = now;
    step.staff = actor.id;
    step.proposal = proposal;
    step.reason = reason;
    YX_CHECK(storage::insert_batch_step(transaction, services.keys, step));
    YX_CHECK(audit_staff(transaction,
                         EventKind::batch_stopped,
                         actor,
                         object_of(id),
                         now,
                         {{"former", std::string(domain::key(batch.state))}}));
    return proposal;
}

Task<Result<void>> stop_batch(Services& services,
                              StaffActor actor,
                              BatchId batch,
                              std::string reason) {
    const Instant now = services.clock.now();
    auto run = [&services, actor, batch, reason, now](Transaction& transaction) {
        return enter_batch_stop(transaction, services, actor, batch, reason, now);
    };
    const auto stopped = co_await services.store.write(run);
    if (!stopped) co_return stopped.error();
    log::warning("batch.stopped", {{"batch", batch.value}});
    co_return ok();
}

Result<void> decide_batch(Transaction& transaction,
                          const Services& services,
                          const Effect& effect) {
    switch (effect.proposal.kind) {
        case ProposalKind::issue_batch:
            return issue(transaction, services, effect);
        case ProposalKind::release_batch:
            return reschedule(transaction, services, effect);
        case ProposalKind::recall_batch:
            return recall(transaction, services, effect);
        case ProposalKind::restore_batch:
            return restore(transaction, services, effect);
        default:
            return Error(ErrorCode::unsupported, "not about a batch");
    }
}

Result<void> send_batch_back(Transaction& transaction,
                             const Services& services,
                             const storage::Proposal& proposal,
                             BatchStep how,
                             domain::StaffId by,
                             std::string note,
                             Instant now) {
    YX_TRY(const BatchId id, batch_of(proposal.object));
    YX_TRY(const auto batch, storage::find_batch(transaction, id));
    if (!batch || batch->state != BatchState::checking) return ok();
    YX_CHECK(storage::move_batch(transaction, id, BatchState::checking, BatchState::refused, now));
    storage::NewBatchStep step;
    step.batch = id;
    step.kind = how;
    step.at = now;
    step.staff = by;
    step.proposal = proposal.id;
    step.reason = std::move(note);
    YX_CHECK(storage::insert_batch_step(transaction, services.keys, step));
    return audit_staff(transaction,
                       EventKind::batch_refused,
                       by,
                       proposal.object,
                       now,
                       {{"how", std::string(domain::key(how))}});
}

}  // namespace yinxin::service
