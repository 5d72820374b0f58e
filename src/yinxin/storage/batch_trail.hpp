// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/batch.hpp"
#include "yinxin/domain/exam_result.hpp"
#include "yinxin/domain/proposal.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What happened to a batch, and which of its rows got no certificate.
namespace yinxin::storage {

/// A step of a batch beside its import and its proposals, which are records of their own.
enum class BatchStep {
    approved,     ///< by the second person; the writing begins
    refused,      ///< sent back
    withdrawn,    ///< taken back by who submitted it
    written,      ///< every certificate is there
    rescheduled,  ///< another release time
    released,     ///< visible from now on
    recalled,
    stopped,
    restored,
};

}  // namespace yinxin::storage

template <>
struct yinxin::domain::KeyTable<yinxin::storage::BatchStep> {
    static constexpr std::array<Keyed<storage::BatchStep>, 9> rows{{
        {storage::BatchStep::approved, "approved"},
        {storage::BatchStep::refused, "refused"},
        {storage::BatchStep::withdrawn, "withdrawn"},
        {storage::BatchStep::written, "written"},
        {storage::BatchStep::rescheduled, "rescheduled"},
        {storage::BatchStep::released, "released"},
        {storage::BatchStep::recalled, "recalled"},
        {storage::BatchStep::stopped, "stopped"},
        {storage::BatchStep::restored, "restored"},
    }};
};

namespace yinxin::storage {

struct NewBatchStep {
    BatchId batch;
    BatchStep kind = BatchStep::approved;
    Instant at{};
    domain::StaffId staff;                             ///< 0: the program, at its time
    domain::ProposalId proposal;                       ///< 0: none
    std::string reason;                                ///< as written; may be empty
    std::optional<Instant> release_at = std::nullopt;  ///< where the step is about it
};
Result<void> insert_batch_step(Transaction& transaction,
                               const DataKeys& keys,
                               const NewBatchStep& step);
/// In the order in which they happened. @error crypto.unsealing_failed
Result<std::vector<NewBatchStep>> list_batch_steps(Reader& reader,
                                                   const DataKeys& keys,
                                                   BatchId batch);

/// A row of an approved batch without a certificate; the whole row, so that it can be repaired.
struct Leftover {
    std::int64_t row_no = 0;
    domain::LeftoverReason reason = domain::LeftoverReason::person_differs;
    domain::ExamResult result;
};
Result<void> insert_leftover(Transaction& transaction,
                             const DataKeys& keys,
                             BatchId batch,
                             const Leftover& leftover);
/// In the order of the sheet, up to `most` after row `after_row`.
/// @error crypto.unsealing_failed, malformed
Result<std::vector<Leftover>> list_leftovers(
    Reader& reader, const DataKeys& keys, BatchId batch, std::int64_t after_row, std::int64_t most);

/// Reserves `count` numbers of a series that nobody gets again, used or not.
/// @return the first of them.
Result<std::int64_t> reserve_serials(Transaction& transaction,
                                     std::string_view issuer_id,
                                     std::string_view series,
                                     std::int64_t count);

}  // namespace yinxin::storage
