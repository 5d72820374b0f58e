// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/router.hpp"
#include "yinxin/http/server.hpp"
#include "yinxin/observe/health.hpp"
#include "yinxin/observe/metrics.hpp"

namespace yinxin::http {

void add_operations_routes(Router& router,
                           observe::Health& health,
                           observe::Metrics& metrics,
                           StorageProbe storage) {
    router.get("/healthz", "healthz", [](Context&) { return plain_text("ok\n"); })
        .needs(Access::machine);
    router
        .get("/readyz",
             "readyz",
             [&health, storage = std::move(storage)](Context&) -> Task<Result<Response>> {
                 observe::Readiness readiness = health.readiness();
                 if (storage) {
                     readiness.add("storage", co_await storage());
                 }
                 co_return json(readiness.json() + '\n', readiness.ready ? 200 : 503);
             })
        .needs(Access::machine);
    router
        .get("/metrics",
             "metrics",
             [&metrics](Context&) {
                 Response response(200);
                 response.set_body(Body(metrics.expose()), "text/plain; version=0.0.4");
                 return response;
             })
        .needs(Access::machine);
}

}  // namespace yinxin::http
