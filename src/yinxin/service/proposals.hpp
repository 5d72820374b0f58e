// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/proposal.hpp"
#include "yinxin/service/proposal_attachments.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/proposals.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// 待复核事项: one person prepares, another decides. What a kind does when it takes effect is in
/// proposal_effects; everything that must be the same for all kinds is here.
namespace yinxin::service {

using ProposalFacts = std::map<std::string, std::string>;
[[nodiscard]] std::string pack_facts(const ProposalFacts& facts);
/// @error malformed
[[nodiscard]] Result<ProposalFacts> unpack_facts(std::string_view packed);

/// What the caller has prepared; reason and decision number as typed.
struct ProposalWish {
    domain::ProposalKind kind = domain::ProposalKind::publish_text;
    std::string issuer_id;
    std::string object;
    std::string object_tag;
    ProposalFacts facts;
    std::string reason;
    std::string decision_no;
    std::optional<storage::Attachment> attachment;
    std::optional<Instant> effective_at;  ///< none, or past: with the decision
};
/// Enters the proposal with its audit event, inside the transaction that read its object.
/// @error forbidden, not_found (another authority's), office.reason_missing,
///        office.decision_no_invalid, conflict (one waits already)
Result<domain::ProposalId> propose(storage::Transaction& transaction,
                                   const Services& services,
                                   const domain::StaffActor& actor,
                                   const ProposalWish& wish,
                                   Instant now);

/// Asks a second person to confirm a stop that has just been made alone; whether the actor may stop
/// such a thing is the caller's to check. @error office.reason_missing
Result<void> propose_stop(storage::Transaction& transaction,
                          const Services& services,
                          const domain::StaffActor& actor,
                          const ProposalWish& wish,
                          Instant now);

enum class Decision { approve, refuse };

/// Decides on what somebody else prepared. An approved proposal whose time has come takes effect in
/// the same transaction; if that is refused because its object changed meanwhile, the proposal has
/// failed and says why.
/// @param note  a reason is needed to refuse.
/// @return the state it is in now: applied, approved (its time comes), refused or failed.
/// @error staff.same_person, proposal.not_open, forbidden, not_found, office.reason_missing
[[nodiscard]] Task<Result<domain::ProposalState>> decide(Services& services,
                                                         domain::StaffActor actor,
                                                         domain::ProposalId id,
                                                         Decision decision,
                                                         std::string note);
/// Takes one's own open proposal back. @error proposal.not_open, not_found
[[nodiscard]] Task<Result<void>> withdraw(Services& services,
                                          domain::StaffActor actor,
                                          domain::ProposalId id);

/// One proposal with the names of who had a hand in it.
struct ProposalView {
    storage::Proposal proposal;
    ProposalFacts facts;
    std::string maker;
    std::string decider;
    bool may_decide = false;  ///< this actor, now
    bool is_own = false;
};
/// @error not_found  unknown, or of another authority.
[[nodiscard]] Task<Result<ProposalView>> find_proposal(Services& services,
                                                       domain::StaffActor actor,
                                                       domain::ProposalId id);
struct ProposalList {
    std::vector<ProposalView> open;      ///< the oldest first
    std::vector<ProposalView> approved;  ///< wait for their time
    std::vector<ProposalView> ended;     ///< the latest first
};
inline constexpr int most_proposals_shown = 200;
/// Of the kinds the actor may prepare or decide on. @param before  ended ones made before.
[[nodiscard]] Task<Result<ProposalList>> list_proposals(Services& services,
                                                        domain::StaffActor actor,
                                                        Instant before);
/// Everything ever proposed about one thing, the latest first.
Result<std::vector<ProposalView>> proposals_about(storage::Reader& reader,
                                                  const Services& services,
                                                  const domain::StaffActor& actor,
                                                  std::string_view object);
/// The bytes of an attachment. @error not_found
[[nodiscard]] Task<Result<Bytes>> load_attachment(Services& services,
                                                  domain::StaffActor actor,
                                                  domain::ProposalId id);

/// Lets approved proposals whose time has come take effect; one that cannot has failed and is in
/// the alarms. For the job that watches the clock.
/// @return how many were handled.
Result<std::int64_t> apply_due_proposals(const Services& services, Instant now, int most);
/// Tells of stops nobody confirmed within a day. @return how many.
Result<std::int64_t> escalate_stops(storage::Transaction& transaction,
                                    const Services& services,
                                    Instant now);

}  // namespace yinxin::service
