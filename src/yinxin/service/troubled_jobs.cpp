// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/troubled_jobs.hpp"

#include "yinxin/service/staff_audit.hpp"
#include "yinxin/storage/alarms.hpp"

namespace yinxin::service {
namespace {

using domain::OfficeAct;

constexpr Days troubled_days{30};
constexpr int most_jobs_shown = 200;

}  // namespace

Task<Result<QueueView>> view_queue(Services& services, domain::StaffActor actor) {
    YX_CO_CHECK(require(actor, OfficeAct::run_service));
    const Instant now = services.clock.now();
    auto read = [now](storage::Reader& reader) -> Result<QueueView> {
        QueueView view;
        YX_TRY(view.measure, storage::measure_queue(reader));
        YX_TRY(view.troubled,
               storage::list_troubled_jobs(reader, now - troubled_days, most_jobs_shown));
        return view;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> retry_job(Services& services, domain::StaffActor actor, JobId job) {
    YX_CO_CHECK(require(actor, OfficeAct::run_service));
    const Instant now = services.clock.now();
    auto run = [actor, job, now](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::retry_job_now(transaction, job, now));
        return audit_staff(
            transaction, domain::EventKind::job_retried, actor, "job:" + job.str(), now);
    };
    YX_CO_CHECK(co_await services.store.write(run));
    services.wake_press();
    co_return ok();
}

Result<std::int64_t> watch_queue(storage::Transaction& transaction,
                                 std::chrono::seconds promise,
                                 Instant now) {
    YX_TRY(const storage::QueueMeasure queue, storage::measure_queue(transaction));
    const bool is_late = queue.open > 0 && now - queue.oldest_created_at >= promise * 5 / 6;
    if (!is_late) return std::int64_t{0};
    YX_CHECK(storage::raise_alarm(transaction,
                                  {domain::AlarmKind::queue_late,
                                   "queue:press",
                                   "",
                                   std::to_string((now - queue.oldest_created_at).count())},
                                  now));
    return std::int64_t{1};
}

}  // namespace yinxin::service
