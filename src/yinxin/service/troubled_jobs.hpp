// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/jobs.hpp"

#include <vector>

/// The press's queue for the system administrator: what waits, what is in trouble, and why.
namespace yinxin::service {

struct QueueView {
    storage::QueueMeasure measure;
    std::vector<storage::TroubledJob> troubled;  ///< of the last 30 days, the latest first
};
/// @error forbidden
[[nodiscard]] Task<Result<QueueView>> view_queue(Services& services, domain::StaffActor actor);
/// Lets a job that waits after a failure run at once. After a final failure only the holder's new
/// application helps. @error conflict  it does not wait.
[[nodiscard]] Task<Result<void>> retry_job(Services& services, domain::StaffActor actor, JobId job);
/// Raises the alarm of a queue that is older than the promise allows (at five sixths of it).
Result<std::int64_t> watch_queue(storage::Transaction& transaction,
                                 std::chrono::seconds promise,
                                 Instant now);

}  // namespace yinxin::service
