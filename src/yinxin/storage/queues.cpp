// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/queues.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<std::vector<QueueDepth>> measure_queues(Reader& reader, Instant now) {
    return reader.all<QueueDepth>(sql::queue::measure, now);
}

}  // namespace yinxin::storage
