// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/proposal_effects.hpp"
#include "yinxin/storage/batch_trail.hpp"
#include "yinxin/storage/batches.hpp"

#include <optional>
#include <string>

/// What people decide about a batch: that it is issued, when it is released, that it is recalled or
/// goes on after a stop. Each takes two of them; the stop takes one.
namespace yinxin::service {

/// "batch:<id>", what proposals call a batch.
[[nodiscard]] std::string object_of(BatchId batch);
/// @error malformed
[[nodiscard]] Result<BatchId> batch_of(std::string_view object);
/// What lists call a batch: qualification, year, and how many certificates.
[[nodiscard]] std::string batch_title(const Services& services, const storage::BatchRow& batch);
/// @error not_found  none, or another authority's.
Result<storage::BatchRow> find_in_scope(storage::Reader& reader,
                                        const domain::StaffActor& actor,
                                        BatchId batch);

/// What somebody wants done with a batch; words as typed.
struct BatchWish {
    domain::ProposalKind kind = domain::ProposalKind::recall_batch;
    std::string reason;
    std::string decision_no;
    std::optional<storage::Attachment> attachment;
    /// release_batch alone: the new time; none: as soon as it is written and approved.
    std::optional<Instant> release_at;
};
/// Prepares another release time, a recall or a restoration.
/// @error forbidden, not_found, batch.state_wrong, conflict (one waits already)
/// @error office.reason_missing, office.decision_no_invalid, office.time_invalid  param `field`
[[nodiscard]] Task<Result<domain::ProposalId>> propose_for_batch(Services& services,
                                                                 domain::StaffActor actor,
                                                                 BatchId batch,
                                                                 BatchWish wish);

/// propose_for_batch inside a transaction.
Result<domain::ProposalId> enter_batch_wish(storage::Transaction& transaction,
                                            const Services& services,
                                            const domain::StaffActor& actor,
                                            BatchId batch,
                                            const BatchWish& wish,
                                            Instant now);

/// 紧急停用: stops a batch now, by one person, and asks a second one to look at it. Its
/// certificates are gone from every door at the next request; one that is being written stands
/// still.
/// @error forbidden, not_found, batch.state_wrong, office.reason_missing
[[nodiscard]] Task<Result<void>> stop_batch(Services& services,
                                            domain::StaffActor actor,
                                            BatchId batch,
                                            std::string reason);

/// stop_batch inside a transaction; the reason as typed.
/// @return what the second person confirms.
Result<domain::ProposalId> enter_batch_stop(storage::Transaction& transaction,
                                            const Services& services,
                                            const domain::StaffActor& actor,
                                            BatchId batch,
                                            std::string_view typed_reason,
                                            Instant now);

/// What an approved decision does (proposal_effects).
/// @error proposal.outdated, batch.state_wrong, signing.key_unavailable
Result<void> decide_batch(storage::Transaction& transaction,
                          const Services& services,
                          const Effect& effect);

/// A batch somebody submitted was refused by the second person or taken back by the first; its
/// import may be opened again then. One that went on meanwhile stays as it is.
Result<void> send_batch_back(storage::Transaction& transaction,
                             const Services& services,
                             const storage::Proposal& proposal,
                             storage::BatchStep how,
                             domain::StaffId by,
                             std::string note,
                             Instant now);

}  // namespace yinxin::service
