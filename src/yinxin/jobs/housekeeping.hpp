// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/observe/metrics.hpp"
#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/store.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace yinxin::jobs {

/// Something that is cleared away now and then, in a transaction of its own; returns how many.
using Chore = std::function<Result<std::int64_t>(storage::Transaction&, Instant now)>;

/// One thread that numbers audit events, deletes the files of ended copies, measures the queue, and
/// does the chores others hand it (dead sessions, old codes).
class Housekeeping {
  public:
    Housekeeping(storage::Store& store,
                 storage::BlobStore& blobs,
                 const Clock& clock,
                 observe::Metrics& metrics,
                 std::vector<Chore> chores);
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;
    ~Housekeeping();
    /// Ends the thread after the round in hand. Idempotent.
    void stop();

  private:
    void run();
    void round();
    Result<void> measure();

    storage::Store& store_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
    std::vector<Chore> chores_;
    observe::Gauge open_jobs_;
    observe::Gauge oldest_job_;
    observe::Gauge dead_jobs_;
    std::mutex mutex_;
    std::condition_variable condition_;
    bool stopping_ = false;
    std::thread thread_;
};

/// Deletes the files of copies whose endorsement is over: first the blob, then the mark, so that a
/// power cut between them only repeats the first. @return how many.
Result<std::int64_t> forget_ended_files(storage::Store& store,
                                        storage::BlobStore& blobs,
                                        Instant now,
                                        std::int64_t most);

}  // namespace yinxin::jobs
