// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::jobs {

/// Hands queued status changes to the clients that follow what changed: one numbered entry in the
/// feed of each, and a notification where it has a webhook. All of a change in one transaction.
/// @param most  changes of one round.
/// @return how many changes were told (also those nobody follows).
Result<std::int64_t> tell_changes(storage::Store& store,
                                  const storage::DataKeys& keys,
                                  Instant now,
                                  int most);

}  // namespace yinxin::jobs
