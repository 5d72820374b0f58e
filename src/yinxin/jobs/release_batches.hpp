// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::jobs {

/// Releases every written batch whose time has come: one row each, whatever their size. Half-open:
/// at the second of its time a batch is out.
/// @return how many.
Result<std::int64_t> release_due_batches(storage::Store& store,
                                         const storage::DataKeys& keys,
                                         Instant now);

}  // namespace yinxin::jobs
