// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <vector>

namespace yinxin::storage {

/// One queue that lives in the database. Members stand in the order of sql/queue/measure.sql.
struct QueueDepth {
    std::string name;  ///< "audit", "bulk", "imports", "issuing", "messages", "proposals", …
    std::int64_t open = 0;
    Instant oldest_since;  ///< epoch when nothing is open
};

/// Every queue but the press's (measure_queue of jobs.hpp), those without work too.
[[nodiscard]] Result<std::vector<QueueDepth>> measure_queues(Reader& reader, Instant now);

}  // namespace yinxin::storage
