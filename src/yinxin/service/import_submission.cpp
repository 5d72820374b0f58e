// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_submission.hpp"

#include "yinxin/service/import_repair.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/staff.hpp"

#include <fmt/format.h>

namespace yinxin::service {
namespace {

using domain::ImportId;
using domain::ImportState;
using domain::ProposalKind;
using domain::ProposalState;
using domain::StaffActor;
using storage::ImportRecord;
using storage::Reader;
using storage::Transaction;

std::string object_of(BatchId batch) {
    return "batch:" + batch.str();
}

Result<void> check_rows(const ImportRecord& record) {
    const storage::ImportCounts& counts = record.counts;
    if (counts.faulty > 0) return Error(ErrorCode::import_has_faults, "faulty rows");
    if (counts.good == 0) return Error(ErrorCode::import_empty, "no good row");
    if (counts.without_photo > 0) {
        return Error(ErrorCode::import_has_faults, "rows without photo")
            .with("without_photo", std::to_string(counts.without_photo));
    }
    return ok();
}

Result<void> check_time(std::optional<Instant> release_at, Instant now) {
    if (release_at && (*release_at <= now || *release_at > now + most_release_days)) {
        return Error(ErrorCode::office_time_invalid, "release").with("field", "release_at");
    }
    return ok();
}

/// "一级建造师 2026年度 980人"
std::string title_of(const config::Reference& reference, const ImportRecord& record) {
    const auto* edition =
        reference.catalogue.find_edition(record.qualification_id, record.exam_year);
    if (edition == nullptr) edition = reference.catalogue.newest_edition(record.qualification_id);
    const std::string name = edition != nullptr ? edition->name.zh : record.qualification_id;
    return fmt::format("{} {}年度 {}人", name, record.exam_year, record.counts.good);
}

ProposalWish wish_of(const Services& services,
                     const ImportRecord& record,
                     const SubmitImport& submit,
                     BatchId batch) {
    ProposalWish wish;
    wish.kind = ProposalKind::issue_batch;
    wish.issuer_id = record.issuer_id;
    wish.object = object_of(batch);
    wish.object_tag = storage::import_tag(record);
    const std::string title = title_of(*services.reference, record);
    wish.facts = {{"title", title}, {"import", record.id.str()}};
    if (submit.release_at) wish.facts["release_at"] = format_civil(*submit.release_at);
    wish.reason = submit.reason.value_or(title + "，申请制证");
    wish.decision_no = submit.decision_no;
    return wish;
}

/// The open import, without its faulty rows and those without a photo if that was wished.
Result<ImportRecord> load_for_submission(Transaction& transaction,
                                         const StaffActor& actor,
                                         const SubmitImport& submit,
                                         Instant now) {
    const auto load = [&](std::optional<std::int64_t> version) {
        return load_open_import(transaction, actor, submit.import, version, ImportState::checked);
    };
    YX_TRY(ImportRecord record, load(submit.version));
    if (submit.leaves_faulty && record.counts.faulty > 0) {
        YX_CHECK(leave_out_now(transaction, actor, record.id, LeftOut::faulty, now));
        YX_TRY(record, load(std::nullopt));
    }
    if (submit.leaves_faulty && record.counts.without_photo > 0) {
        YX_CHECK(leave_out_now(transaction, actor, record.id, LeftOut::without_photo, now));
        YX_TRY(record, load(std::nullopt));
    }
    return record;
}

Result<Submitted> submit_now(Transaction& transaction,
                             const Services& services,
                             const StaffActor& actor,
                             const SubmitImport& submit,
                             Instant now) {
    YX_TRY(const ImportRecord record, load_for_submission(transaction, actor, submit, now));
    YX_CHECK(check_rows(record));
    YX_CHECK(check_time(submit.release_at, now));
    const auto batch = make_id<BatchId>();
    YX_CHECK(storage::insert_batch(transaction,
                                   {batch,
                                    record.issuer_id,
                                    record.qualification_id,
                                    record.exam_year,
                                    storage::BatchState::checking,
                                    record.counts.good,
                                    now,
                                    std::nullopt}));
    YX_CHECK(storage::submit_import(transaction, record, batch, actor.id, now));
    YX_TRY(const auto submitted, storage::find_import(transaction, record.id));
    if (!submitted) return Error(ErrorCode::internal, "import");
    YX_TRY(
        const domain::ProposalId proposal,
        propose(transaction, services, actor, wish_of(services, *submitted, submit, batch), now));
    YX_CHECK(audit_staff(transaction,
                         domain::EventKind::import_submitted,
                         actor,
                         "import:" + record.id.str(),
                         now,
                         {{"batch", batch.str()},
                          {"rows", std::to_string(record.counts.good)},
                          {"left_out", std::to_string(record.counts.left_out)}}));
    return Submitted{batch, proposal, record.counts};
}

/// The last proposal to issue the batch of an import.
Result<std::optional<storage::Proposal>> last_proposal(Reader& reader,
                                                       const Services& services,
                                                       const ImportRecord& record) {
    constexpr int most = 20;
    std::optional<storage::Proposal> last;
    if (!record.batch) return last;
    YX_TRY(auto proposals,
           storage::list_proposals_about(
               reader, services.keys, object_of(BatchId{*record.batch}), most));
    for (storage::Proposal& proposal : proposals) {
        if (proposal.kind != ProposalKind::issue_batch) continue;
        last = std::move(proposal);
        break;
    }
    return last;
}

bool is_given_back(ProposalState state) {
    return state == ProposalState::refused || state == ProposalState::withdrawn ||
           state == ProposalState::failed;
}

}  // namespace

Task<Result<Submitted>> submit_import(Services& services,
                                      StaffActor actor,
                                      SubmitImport submit,
                                      Mode mode) {
    const Instant now = services.clock.now();
    auto run = [&services, actor, submit, now](Transaction& transaction) {
        return submit_now(transaction, services, actor, submit, now);
    };
    co_return co_await run_in_mode(services, mode, std::move(run));
}

Task<Result<std::optional<SubmissionView>>> find_submission(Services& services,
                                                            StaffActor actor,
                                                            ImportId id) {
    using View = std::optional<SubmissionView>;
    co_return co_await services.store.read([&](Reader& reader) -> Result<View> {
        YX_TRY(const ImportRecord record, load_own_import(reader, actor, id));
        YX_TRY(auto proposal, last_proposal(reader, services, record));
        if (!proposal) return View();
        SubmissionView view;
        YX_TRY(view.decider, storage::staff_name(reader, services.keys, proposal->decider));
        view.may_reopen = record.state == ImportState::submitted && is_given_back(proposal->state);
        view.proposal = *std::move(proposal);
        return View(std::move(view));
    });
}

Task<Result<void>> reopen_import(Services& services,
                                 StaffActor actor,
                                 ImportId id,
                                 std::int64_t version) {
    const Instant now = services.clock.now();
    co_return co_await services.store.write([&](Transaction& transaction) -> Result<void> {
        YX_TRY(const ImportRecord record,
               load_open_import(transaction, actor, id, version, ImportState::submitted));
        YX_TRY(const auto proposal, last_proposal(transaction, services, record));
        if (!proposal || !is_given_back(proposal->state)) {
            return Error(ErrorCode::import_not_open);
        }
        YX_CHECK(storage::reopen_import(transaction, record, now));
        return audit_import(transaction, actor, id, "reopened", now);
    });
}

}  // namespace yinxin::service
