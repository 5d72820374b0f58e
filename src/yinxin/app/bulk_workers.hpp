// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/bulk_words.hpp"
#include "yinxin/jobs/round_worker.hpp"
#include "yinxin/observe/metrics.hpp"
#include "yinxin/service/bulk_work.hpp"

#include <memory>
#include <vector>

namespace yinxin::app {

/// The threads that work on bulk checks. Two, so that one slow file keeps only its own list
/// waiting; no more, for people in front of a page come first.
class BulkWorkers {
  public:
    /// Everything outlives this.
    BulkWorkers(service::Services& services,
                flow::Runtime& runtime,
                const http::Messages& messages,
                observe::Metrics& metrics);

    /// Finishes the slices in hand and ends the threads. Idempotent.
    void stop();

  private:
    http::BulkWords words_;
    service::BulkShop shop_;
    observe::Counter answered_;
    std::vector<std::unique_ptr<jobs::RoundWorker>> workers_;
};

}  // namespace yinxin::app
