// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/observe/live.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::jobs {

/// Reads how deep the queues of the database are and how long their oldest entry waits, into
/// yinxin_queue_open and yinxin_queue_oldest_seconds with queue="press" and so on, and how many
/// alarms are open into yinxin_alarms_open, and the pressure at doors into yinxin_door_pressure.
/// @error storage.unavailable  the figures stay as they were.
[[nodiscard]] Result<void> watch_queues(storage::Store& store, Instant now);

}  // namespace yinxin::jobs
