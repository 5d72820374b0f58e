// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/running.hpp"

#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/troubled_jobs.hpp"

namespace yinxin::http {

Task<Result<Response>> show_running(Context& context) {
    auto& services = context.site().services;
    YX_CO_TRY(const service::QueueView queue,
              co_await service::view_queue(services, actor_of(context)));
    const Instant now = services.clock.now();
    View view;
    view.set("OPEN_JOBS", queue.measure.open).set("DEAD_JOBS", queue.measure.dead);
    const auto age = queue.measure.open == 0 ? 0 : (now - queue.measure.oldest_created_at).count();
    view.set("OLDEST_SECONDS", age);
    view.show_if("NO_TROUBLE", queue.troubled.empty());
    if (!queue.troubled.empty()) {
        View& table = view.add("TROUBLE");
        for (const storage::TroubledJob& job : queue.troubled) {
            View& row = table.add("JOBS");
            row.set("JOB", job.id.value)
                .set("JOB_STATE", say(context, "job_state." + job.state))
                .set("ATTEMPTS", job.attempts)
                .set("CREATED_AT", time_words(context, job.created_at))
                .set("JOB_ERROR",
                     job.error_code.empty() ? std::string()
                                            : say(context, "error." + job.error_code))
                .set("ERROR_CODE", job.error_code)
                .set("ERROR_DETAIL", job.error_detail);
            if (job.state == "waiting" && job.run_after > now) {
                row.add("MAY_RETRY")
                    .set("NEXT_AT", time_words(context, job.run_after))
                    .set("RETRY_URL", "/office/service/jobs/" + job.id.str() + "/retry");
            }
            row.show_if("GIVEN_UP", job.state == "dead");
        }
    }
    co_return show_office_page(context, "office_running", view, Desk::service);
}

Task<Result<Response>> retry_job(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const std::int64_t id, context.number("job"));
    YX_CO_CHECK(co_await service::retry_job(context.site().services, actor_of(context), JobId{id}));
    co_return to_office(context, "/office/service", "job_retried");
}

}  // namespace yinxin::http
