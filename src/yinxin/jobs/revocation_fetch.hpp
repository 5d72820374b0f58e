// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/jobs/revocation_data.hpp"
#include "yinxin/jobs/revocation_shelf.hpp"

namespace yinxin::jobs {

/// Asks the address of a target over HTTP or HTTPS and judges what comes back. Redirects are not
/// followed, no proxy of the environment is used. Blocks for revocation.deadline at most.
/// @error timed_out, too_large (beyond revocation.largest), unavailable (no connection, a status
///   other than 200, a redirect), signing.revocation_refused, unsupported
[[nodiscard]] Result<HeldData> fetch_revocation_data(const RevocationShelf& shelf,
                                                     const RevocationTarget& target,
                                                     const Clock& clock);

/// Writes down what came of it: the data, or that the try failed; then the data held stays.
/// @error storage.unavailable
Result<void> record_fetch(storage::Transaction& transaction,
                          const RevocationTarget& target,
                          const Result<HeldData>& outcome,
                          Instant now);

}  // namespace yinxin::jobs
