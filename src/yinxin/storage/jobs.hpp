// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <vector>

namespace yinxin::storage {

/// A job this worker holds until its lease runs out. `fence` grows with every claim: whoever comes
/// back late is refused by it.
struct ClaimedJob {
    JobId id;
    HolderId holder;
    CopyId copy;
    int attempts = 0;
    std::int64_t fence = 0;
    Instant created_at;
    std::string trace{};  ///< of the request that ordered it; '' for none
};

Result<std::vector<ClaimedJob>> claim_jobs(Transaction& transaction,
                                           Instant now,
                                           std::chrono::seconds lease,
                                           int most);

/// The calls below change nothing and return job.lease_lost when the lease went to another worker.
Result<void> hold_job(Transaction& transaction, const ClaimedJob& job);
Result<void> finish_job(Transaction& transaction, const ClaimedJob& job, Instant now);
Result<void> retry_job_later(Transaction& transaction,
                             const ClaimedJob& job,
                             Instant next_run,
                             const Error& reason);
Result<void> bury_job(Transaction& transaction,
                      const ClaimedJob& job,
                      Instant now,
                      const Error& reason);

/// A job that failed at least once. Members stand in the order of sql/job/list_troubled.sql.
struct TroubledJob {
    JobId id;
    std::string state;  ///< "waiting", "leased" or "dead"
    int attempts = 0;
    Instant run_after{};
    Instant created_at{};
    std::optional<Instant> ended_at;
    std::string error_code;
    std::string error_detail;  ///< for the operator; names no person
};
/// The latest first; given up ones only if created after `since`.
Result<std::vector<TroubledJob>> list_troubled_jobs(Reader& reader, Instant since, int most);
/// @error conflict  it does not wait, or runs anyway.
Result<void> retry_job_now(Transaction& transaction, JobId job, Instant now);

struct QueueMeasure {
    std::int64_t open = 0;
    Instant oldest_created_at;  ///< epoch when nothing is open
    std::int64_t dead = 0;
};
Result<QueueMeasure> measure_queue(Reader& reader);
/// When a worker should look again; nothing when no job waits.
Result<std::optional<Instant>> next_job_run(Reader& reader);

}  // namespace yinxin::storage
