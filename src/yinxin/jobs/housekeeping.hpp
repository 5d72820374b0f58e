// SPDX-License-Identifier: Apache-2.0
#pragma once

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
                 std::vector<Chore> chores);
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;
    ~Housekeeping();
    /// Ends the thread after the round in hand. Idempotent.
    void stop();

  private:
    void run();
    void round();
    bool is_stopping();

    storage::Store& store_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
    std::vector<Chore> chores_;
    std::mutex mutex_;
    std::condition_variable condition_;
    bool stopping_ = false;
    std::thread thread_;
};

/// Gives every audit event its place in the chain, `at_once` in a transaction, until none is left
/// or `stops` says so between two. @return how many.
Result<std::int64_t> number_events(storage::Store& store,
                                   std::int64_t at_once,
                                   const std::function<bool()>& stops);

/// Deletes the files of copies whose endorsement is over: first the blob, then the mark, so that a
/// power cut between them only repeats the first. @return how many.
Result<std::int64_t> forget_ended_files(storage::Store& store,
                                        storage::BlobStore& blobs,
                                        Instant now,
                                        std::int64_t most);

}  // namespace yinxin::jobs
