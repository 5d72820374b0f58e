// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/proposals.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

using domain::ProposalId;

/// Members stand in the order of sql/proposal/find.sql.
struct SealedProposal {
    ProposalId id;
    domain::ProposalKind kind = domain::ProposalKind::publish_text;
    std::string issuer_id;
    std::string object;
    std::string object_tag;
    Bytes facts;
    Bytes reason;
    std::string decision_no;
    std::optional<Bytes> attachment_sha256;
    std::string attachment_name;
    domain::ProposalState state = domain::ProposalState::open;
    domain::StaffId maker;
    Instant made_at{};
    std::optional<Instant> effective_at;
    std::optional<std::int64_t> decider;
    std::optional<Instant> decided_at;
    std::optional<Bytes> note;
    std::optional<Instant> applied_at;
    std::string failure_code;
    std::optional<Instant> escalated_at;
};

Result<Proposal> open_proposal(const DataKeys& keys, SealedProposal sealed) {
    Proposal proposal;
    proposal.id = sealed.id;
    proposal.kind = sealed.kind;
    proposal.issuer_id = std::move(sealed.issuer_id);
    proposal.object = std::move(sealed.object);
    proposal.object_tag = std::move(sealed.object_tag);
    YX_TRY(proposal.facts,
           keys.columns.open_text(personal_columns::proposal_facts(sealed.id), sealed.facts));
    YX_TRY(proposal.reason,
           keys.columns.open_text(personal_columns::proposal_reason(sealed.id), sealed.reason));
    proposal.decision_no = std::move(sealed.decision_no);
    if (sealed.attachment_sha256) {
        Attachment& attachment = proposal.attachment.emplace();
        attachment.name = std::move(sealed.attachment_name);
        if (sealed.attachment_sha256->size() == attachment.sha256.size()) {
            std::ranges::copy(*sealed.attachment_sha256, attachment.sha256.begin());
        }
    }
    proposal.state = sealed.state;
    proposal.maker = sealed.maker;
    proposal.made_at = sealed.made_at;
    proposal.effective_at = sealed.effective_at;
    proposal.decider = domain::StaffId{sealed.decider.value_or(0)};
    proposal.decided_at = sealed.decided_at;
    if (sealed.note) {
        YX_TRY(proposal.note,
               keys.columns.open_text(personal_columns::proposal_note(sealed.id), *sealed.note));
    }
    proposal.applied_at = sealed.applied_at;
    proposal.failure_code = std::move(sealed.failure_code);
    proposal.escalated_at = sealed.escalated_at;
    return proposal;
}

Result<std::vector<Proposal>> open_all(const DataKeys& keys, std::vector<SealedProposal> sealed) {
    std::vector<Proposal> proposals;
    proposals.reserve(sealed.size());
    for (SealedProposal& one : sealed) {
        YX_TRY(Proposal proposal, open_proposal(keys, std::move(one)));
        proposals.push_back(std::move(proposal));
    }
    return proposals;
}

Result<void> changed_one(Result<std::int64_t> changed) {
    if (!changed) return std::move(changed).error();
    if (*changed == 0) return Error(ErrorCode::proposal_not_open);
    return ok();
}

}  // namespace

Result<ProposalId> insert_proposal(Transaction& transaction,
                                   const DataKeys& keys,
                                   const NewProposal& proposal) {
    const auto id = make_id<ProposalId>();
    const Bytes facts = keys.columns.seal(personal_columns::proposal_facts(id), proposal.facts);
    const Bytes reason = keys.columns.seal(personal_columns::proposal_reason(id), proposal.reason);
    std::optional<BytesView> sha256;
    if (proposal.attachment) sha256 = BytesView(proposal.attachment->sha256);
    auto inserted =
        transaction.execute(sql::proposal::insert,
                            id,
                            proposal.kind,
                            proposal.issuer_id,
                            proposal.object,
                            proposal.object_tag,
                            facts,
                            reason,
                            proposal.decision_no,
                            sha256,
                            proposal.attachment ? proposal.attachment->name : std::string(),
                            proposal.maker,
                            proposal.made_at,
                            proposal.effective_at);
    if (!inserted && inserted.error().code() == ErrorCode::storage_conflict) {
        return Error(ErrorCode::conflict, "a proposal of this kind waits already");
    }
    if (!inserted) return std::move(inserted).error();
    return id;
}

Result<std::optional<Proposal>> find_proposal(Reader& reader, const DataKeys& keys, ProposalId id) {
    YX_TRY(auto sealed, reader.maybe<SealedProposal>(sql::proposal::find, id));
    if (!sealed) return std::optional<Proposal>();
    YX_TRY(Proposal proposal, open_proposal(keys, *std::move(sealed)));
    return std::optional(std::move(proposal));
}

Result<std::vector<Proposal>> list_proposals(Reader& reader,
                                             const DataKeys& keys,
                                             domain::ProposalState state,
                                             std::string_view issuer_id,
                                             int most) {
    YX_TRY(auto sealed,
           reader.all<SealedProposal>(sql::proposal::list_by_state, state, issuer_id, most));
    return open_all(keys, std::move(sealed));
}

Result<std::vector<Proposal>> list_ended_proposals(
    Reader& reader, const DataKeys& keys, std::string_view issuer_id, Instant before, int most) {
    YX_TRY(auto sealed,
           reader.all<SealedProposal>(sql::proposal::list_ended, issuer_id, before, most));
    return open_all(keys, std::move(sealed));
}

Result<std::vector<Proposal>> list_proposals_about(Reader& reader,
                                                   const DataKeys& keys,
                                                   std::string_view object,
                                                   int most) {
    YX_TRY(auto sealed, reader.all<SealedProposal>(sql::proposal::list_about, object, most));
    return open_all(keys, std::move(sealed));
}

Result<std::vector<Proposal>> list_due_proposals(Reader& reader,
                                                 const DataKeys& keys,
                                                 Instant now,
                                                 int most) {
    YX_TRY(auto sealed, reader.all<SealedProposal>(sql::proposal::list_due, now, most));
    return open_all(keys, std::move(sealed));
}

Result<std::int64_t> count_open_proposals(Reader& reader, std::string_view issuer_id) {
    return reader.one<std::int64_t>(sql::proposal::count_open, issuer_id);
}

Result<void> decide_proposal(Transaction& transaction,
                             const DataKeys& keys,
                             ProposalId id,
                             domain::ProposalState decision,
                             domain::StaffId decider,
                             std::string_view note,
                             Instant now) {
    const Bytes sealed = keys.columns.seal(personal_columns::proposal_note(id), note);
    return changed_one(
        transaction.execute(sql::proposal::decide, id, decision, decider, now, sealed));
}

Result<void> withdraw_proposal(Transaction& transaction, ProposalId id, domain::StaffId maker) {
    return changed_one(transaction.execute(sql::proposal::withdraw, id, maker));
}

Result<void> mark_proposal_applied(Transaction& transaction, ProposalId id, Instant now) {
    return changed_one(transaction.execute(sql::proposal::mark_applied, id, now));
}

Result<void> mark_proposal_failed(Transaction& transaction,
                                  ProposalId id,
                                  ErrorCode code,
                                  Instant now) {
    return changed_one(
        transaction.execute(sql::proposal::mark_failed, id, now, std::string(dotted_name(code))));
}

Result<std::vector<Proposal>> list_unconfirmed_stops(Reader& reader,
                                                     const DataKeys& keys,
                                                     Instant before,
                                                     int most) {
    YX_TRY(auto sealed, reader.all<SealedProposal>(sql::proposal::list_unconfirmed, before, most));
    return open_all(keys, std::move(sealed));
}

Result<void> mark_proposal_escalated(Transaction& transaction, ProposalId id, Instant now) {
    YX_CHECK(transaction.execute(sql::proposal::mark_escalated, id, now));
    return ok();
}

}  // namespace yinxin::storage
