// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/proposal.hpp"
#include "yinxin/service/imports.hpp"
#include "yinxin/storage/proposals.hpp"

#include <optional>
#include <string>

/// From a checked import to a batch that waits for somebody else.
namespace yinxin::service {

/// The longest a release may lie ahead.
inline constexpr Days most_release_days{366};

struct SubmitImport {
    domain::ImportId import;
    std::int64_t version = 0;           ///< of the import the clerk saw
    std::optional<std::string> reason;  ///< for the colleague who decides; none: the batch's title
    std::string decision_no;            ///< may be empty
    std::optional<Instant> release_at;  ///< none: as soon as the certificates are made
    /// Leaves faulty rows and rows without a photo out, in the same transaction.
    bool leaves_faulty = false;
};
/// What the submission made; in a rehearsal batch and proposal are undone.
struct Submitted {
    BatchId batch;
    domain::ProposalId proposal;
    storage::ImportCounts counts;  ///< as submitted
};
/// One transaction: the import is submitted, its good rows are a batch, and the proposal to issue
/// it waits for a second person.
/// @error import.has_faults  a row is faulty, or a good one lacks a photo (param "without_photo")
/// @error import.empty  no good row
/// @error office.time_invalid, office.reason_missing, office.decision_no_invalid
/// @error import.not_open, text.edited_meanwhile, forbidden, not_found
[[nodiscard]] Task<Result<Submitted>> submit_import(Services& services,
                                                    domain::StaffActor actor,
                                                    SubmitImport submit,
                                                    Mode mode = Mode::apply);

/// How the proposal about a submitted import stands.
struct SubmissionView {
    storage::Proposal proposal;
    std::string decider;      ///< name; empty: nobody yet
    bool may_reopen = false;  ///< it was sent back or taken back
};
/// none: it was never submitted. @error not_found
[[nodiscard]] Task<Result<std::optional<SubmissionView>>> find_submission(Services& services,
                                                                          domain::StaffActor actor,
                                                                          domain::ImportId id);
/// After the batch was sent back or withdrawn: the rows can be repaired and submitted again.
/// @error import.not_open, text.edited_meanwhile
[[nodiscard]] Task<Result<void>> reopen_import(Services& services,
                                               domain::StaffActor actor,
                                               domain::ImportId id,
                                               std::int64_t version);

}  // namespace yinxin::service
