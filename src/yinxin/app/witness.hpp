// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/round_worker.hpp"
#include "yinxin/storage/store.hpp"

#include <filesystem>
#include <memory>

namespace yinxin::app {

/// Refuses a database that is older than what the witness has seen. A witness that is not there yet
/// has seen nothing; one that is there and cannot be read is refused, for it may have.
/// @error conflict, file.io, malformed
[[nodiscard]] Result<void> check_witness(const std::filesystem::path& witness,
                                         storage::Store& store);

/// Gives every event its place, and writes the head of the audit into the witness.
/// @error file.io, storage.unavailable
[[nodiscard]] Result<void> bear_witness(const std::filesystem::path& witness,
                                        storage::Store& store,
                                        Instant now);

/// Does so once a second while the audit moves: the round that numbers events for everybody comes
/// more rarely, and what has no place yet no witness can see. Where several nodes have one database
/// each keeps a witness of its own. @return none without a witness.
[[nodiscard]] std::unique_ptr<jobs::RoundWorker> keep_witness(const std::filesystem::path& witness,
                                                              storage::Store& store,
                                                              const Clock& clock);

}  // namespace yinxin::app
