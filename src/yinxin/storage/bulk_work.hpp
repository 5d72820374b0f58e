// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bulk_verdict.hpp"
#include "yinxin/storage/bulk_checks.hpp"

/// The working side of bulk checks: claiming one for a slice, keeping its answers, closing it.
namespace yinxin::storage {

/// A check this worker holds until its lease runs out. `fence` grows with every claim: whoever
/// comes back late is refused by it.
struct ClaimedBulk {
    BulkId id;
    BulkOwner owner;
    BulkState state = BulkState::running;
    std::int64_t fence = 0;
    std::int64_t attempts =
        0;  ///< claims since the last slice that came through, this one included
};

/// Whether a check waits for a worker.
Result<bool> has_bulk_work(Reader& reader, Instant now);
/// The check whose turn it is; it goes to the end of the queue.
Result<std::optional<ClaimedBulk>> claim_bulk_check(Transaction& transaction,
                                                    Instant now,
                                                    std::chrono::seconds lease);
Result<std::vector<BulkItem>> list_bulk_items(Reader& reader,
                                              const DataKeys& keys,
                                              BulkId check,
                                              int most);

/// One answer, as it is kept.
struct NewBulkAnswer {
    std::int64_t item = 0;
    std::int64_t part = 0;  ///< from 0; a file with several codes has several
    domain::BulkVerdict verdict = domain::BulkVerdict::not_checked;
    std::string answer;  ///< packed by the service
};
/// All answers of one item; the item and its file go.
/// @error storage.conflict  it is answered already.
Result<void> answer_bulk_item(Transaction& transaction,
                              const DataKeys& keys,
                              BulkId check,
                              const BulkItem& item,
                              const std::vector<NewBulkAnswer>& answers);

/// The calls below change nothing and return job.lease_lost when the lease went to another worker
/// or the check was cancelled.
Result<void> hold_bulk_check(Transaction& transaction, const ClaimedBulk& claimed);
/// Gives it back after `done` items; with nothing left it is closed.
/// @return whether it was closed.
Result<bool> advance_bulk_check(Transaction& transaction,
                                const ClaimedBulk& claimed,
                                std::int64_t done,
                                Instant now);
/// Gives it back after a failure.
Result<void> put_off_bulk_check(Transaction& transaction,
                                const ClaimedBulk& claimed,
                                Instant not_before);
Result<void> finish_bulk_check(Transaction& transaction,
                               const ClaimedBulk& claimed,
                               Instant kept_until);

}  // namespace yinxin::storage
