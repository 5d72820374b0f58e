// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bulk_workers.hpp"

namespace yinxin::app {
namespace {

constexpr int threads = 2;
constexpr std::chrono::milliseconds rest{500};

}  // namespace

BulkWorkers::BulkWorkers(service::Services& services,
                         flow::Runtime& runtime,
                         const http::Messages& messages,
                         observe::Metrics& metrics)
    : words_(messages, services.settings.public_url, services.is_demonstration),
      shop_{services, runtime, words_},
      answered_(metrics.counter("yinxin_bulk_items_total",
                                "Rows and files of bulk checks answered, and results made")) {
    for (int i = 0; i < threads; ++i) {
        workers_.push_back(std::make_unique<jobs::RoundWorker>(
            "bulk",
            [this]() -> Result<std::int64_t> {
                YX_TRY(const std::int64_t done, service::work_on_bulk(shop_));
                answered_.add(static_cast<double>(done));
                return done;
            },
            rest));
    }
}

void BulkWorkers::stop() {
    for (const auto& worker : workers_)
        worker->stop();
}

}  // namespace yinxin::app
