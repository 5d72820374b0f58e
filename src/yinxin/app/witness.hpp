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

/// Writes the head of the audit into the witness whenever it has moved, once a second. Where
/// several nodes have one database each keeps a witness of its own. @return none without a witness.
[[nodiscard]] std::unique_ptr<jobs::RoundWorker> keep_witness(const std::filesystem::path& witness,
                                                              storage::Store& store,
                                                              const Clock& clock);

}  // namespace yinxin::app
