// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/proposal.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rows of 待复核事项. What a kind means is service/proposal_effects.
namespace yinxin::storage {

/// A document that goes with a proposal; its bytes are in the blob store under the hash.
struct Attachment {
    crypto::Digest32 sha256{};
    std::string name;
};

struct NewProposal {
    domain::ProposalKind kind = domain::ProposalKind::publish_text;
    std::string issuer_id;   ///< whose certificates it concerns; empty: the whole installation
    std::string object;      ///< "batch:123"
    std::string object_tag;  ///< the state it was prepared from; compared when it takes effect
    std::string facts;       ///< what the kind needs, in its own words; may name a person
    std::string reason;      ///< domain::parse_reason
    std::string decision_no;
    std::optional<Attachment> attachment;
    domain::StaffId maker;
    Instant made_at{};
    std::optional<Instant> effective_at;  ///< none: with the decision
};
/// @error conflict  one of this kind about this object waits already.
Result<domain::ProposalId> insert_proposal(Transaction& transaction,
                                           const DataKeys& keys,
                                           const NewProposal& proposal);

/// One proposal with everything opened.
struct Proposal {
    domain::ProposalId id;
    domain::ProposalKind kind = domain::ProposalKind::publish_text;
    std::string issuer_id;
    std::string object;
    std::string object_tag;
    std::string facts;
    std::string reason;
    std::string decision_no;
    std::optional<Attachment> attachment;
    domain::ProposalState state = domain::ProposalState::open;
    domain::StaffId maker;
    Instant made_at{};
    std::optional<Instant> effective_at;
    domain::StaffId decider;  ///< 0: nobody yet
    std::optional<Instant> decided_at;
    std::string note;  ///< of the decider
    std::optional<Instant> applied_at;
    std::string failure_code;
    std::optional<Instant> escalated_at;
};

Result<std::optional<Proposal>> find_proposal(Reader& reader,
                                              const DataKeys& keys,
                                              domain::ProposalId id);
/// @param issuer_id  empty: of all authorities.
Result<std::vector<Proposal>> list_proposals(Reader& reader,
                                             const DataKeys& keys,
                                             domain::ProposalState state,
                                             std::string_view issuer_id,
                                             int most);
/// Decided and withdrawn ones made before `before`, the latest first.
Result<std::vector<Proposal>> list_ended_proposals(
    Reader& reader, const DataKeys& keys, std::string_view issuer_id, Instant before, int most);
Result<std::vector<Proposal>> list_proposals_about(Reader& reader,
                                                   const DataKeys& keys,
                                                   std::string_view object,
                                                   int most);
Result<std::vector<Proposal>> list_due_proposals(Reader& reader,
                                                 const DataKeys& keys,
                                                 Instant now,
                                                 int most);
Result<std::int64_t> count_open_proposals(Reader& reader, std::string_view issuer_id);

/// The decision of somebody else. @error proposal.not_open  @error storage.conflict  the maker's
/// own
Result<void> decide_proposal(Transaction& transaction,
                             const DataKeys& keys,
                             domain::ProposalId id,
                             domain::ProposalState decision,
                             domain::StaffId decider,
                             std::string_view note,
                             Instant now);
/// @error proposal.not_open  not open, or not of this maker.
Result<void> withdraw_proposal(Transaction& transaction,
                               domain::ProposalId id,
                               domain::StaffId maker);
/// @error proposal.not_open  not approved.
Result<void> mark_proposal_applied(Transaction& transaction, domain::ProposalId id, Instant now);
/// @error proposal.not_open  not approved.
Result<void> mark_proposal_failed(Transaction& transaction,
                                  domain::ProposalId id,
                                  ErrorCode code,
                                  Instant now);
/// Stops made before `before` that nobody has confirmed and nobody was told of.
Result<std::vector<Proposal>> list_unconfirmed_stops(Reader& reader,
                                                     const DataKeys& keys,
                                                     Instant before,
                                                     int most);
Result<void> mark_proposal_escalated(Transaction& transaction, domain::ProposalId id, Instant now);

}  // namespace yinxin::storage
