// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/issue_batch.hpp"
#include "yinxin/jobs/revocation_round.hpp"
#include "yinxin/jobs/round_worker.hpp"
#include "yinxin/jobs/seal_room.hpp"
#include "yinxin/service/services.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace yinxin::app {

/// Everything that goes on by itself beside the pressing of copies: changes and notifications for
/// clients of the API, messages, approved proposals, imports, batches, revocation data, counts of
/// the doors.
class Rounds {
  public:
    /// Starts them. `services` outlives this.
    /// @error what the storage says of work an ended process left behind
    [[nodiscard]] static Result<std::unique_ptr<Rounds>> start(service::Services& services,
                                                               jobs::Installation kind,
                                                               jobs::RevocationShelf& revocation,
                                                               observe::Metrics& metrics);

    /// Long rounds stop at their next piece from here on.
    void begin_to_stop() noexcept { is_stopping_ = true; }
    /// Finishes the pieces in hand and ends the threads. Idempotent.
    void stop();

  private:
    explicit Rounds(service::Services& services) : services_(services) {}

    void add(std::string name, jobs::RoundWorker::Round round, std::chrono::milliseconds rest);
    void tell_clients(jobs::Installation kind);
    [[nodiscard]] Result<void> send_messages();
    void tell_holders();
    void apply_proposals();
    void bring_looks();
    void bring_door_counts();
    void work_on_imports();
    void work_on_batches();
    void collect_orphans();
    void watch_revocation(jobs::RevocationShelf& shelf, observe::Metrics& metrics);

    service::Services& services_;
    std::atomic<bool> is_stopping_ = false;
    std::unique_ptr<jobs::BatchWriter> batch_writer_;
    CivilDay last_sweep_{};  ///< of the sweep's thread alone
    std::unique_ptr<jobs::RevocationRound> revocation_;
    std::vector<std::unique_ptr<jobs::RoundWorker>> workers_;
};

}  // namespace yinxin::app
