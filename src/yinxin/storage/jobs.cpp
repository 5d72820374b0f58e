// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/jobs.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

Result<void> held(Result<std::int64_t> changed, const ClaimedJob& job) {
    if (!changed) return std::move(changed).error();
    if (*changed != 1) return Error(ErrorCode::lease_lost, "job " + job.id.str());
    return ok();
}

}  // namespace

Result<std::vector<ClaimedJob>> claim_jobs(Transaction& transaction,
                                           Instant now,
                                           std::chrono::seconds lease,
                                           int most) {
    transaction.see_commits();
    return transaction.all<ClaimedJob>(sql::job::claim, now, now + lease, most);
}

Result<void> hold_job(Transaction& transaction, const ClaimedJob& job) {
    return held(transaction.execute(sql::job::hold, job.id, job.fence), job);
}

Result<void> finish_job(Transaction& transaction, const ClaimedJob& job, Instant now) {
    return held(transaction.execute(sql::job::finish, job.id, job.fence, now), job);
}

Result<void> retry_job_later(Transaction& transaction,
                             const ClaimedJob& job,
                             Instant next_run,
                             const Error& reason) {
    return held(transaction.execute(sql::job::retry_later,
                                    job.id,
                                    job.fence,
                                    next_run,
                                    dotted_name(reason.code()),
                                    reason.detail()),
                job);
}

Result<void> bury_job(Transaction& transaction,
                      const ClaimedJob& job,
                      Instant now,
                      const Error& reason) {
    return held(
        transaction.execute(
            sql::job::bury, job.id, job.fence, now, dotted_name(reason.code()), reason.detail()),
        job);
}

Result<QueueMeasure> measure_queue(Reader& reader) {
    return reader.one<QueueMeasure>(sql::job::measure);
}

Result<std::optional<Instant>> next_job_run(Reader& reader) {
    return reader.maybe<Instant>(sql::job::next_run);
}

Result<std::vector<TroubledJob>> list_troubled_jobs(Reader& reader, Instant since, int most) {
    return reader.all<TroubledJob>(sql::job::list_troubled, since, most);
}

Result<void> retry_job_now(Transaction& transaction, JobId job, Instant now) {
    YX_TRY(const std::int64_t changed, transaction.execute(sql::job::retry_now, job, now));
    if (changed == 0) return Error(ErrorCode::conflict, "the job does not wait");
    return ok();
}

}  // namespace yinxin::storage
