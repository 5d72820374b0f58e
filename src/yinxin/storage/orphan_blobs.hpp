// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::storage {

/// How a sweep goes.
struct OrphanSweep {
    Instant put_before{};          ///< younger files are on their way into the register
    bool is_applied = false;       ///< false: only count
    std::size_t most = 1U << 23U;  ///< files judged together, 48 bytes each; the register is read
                                   ///< once for so many
    std::function<void(const ListedBlob&)> tell = {};  ///< each orphan, as it is found
    std::function<bool()> stops = {};                  ///< asked between pages; true: no more
};
struct OrphanReport {
    std::int64_t files = 0;    ///< in the store
    std::int64_t young = 0;    ///< of those, left alone for their age
    std::int64_t orphans = 0;  ///< old ones that no row names
    std::int64_t removed = 0;
    std::uint64_t orphan_bytes = 0;
};

/// Finds files that no row names, as a power cut between a put and its row leaves them, and removes
/// them. Never one that a row names, nor one that was put at or after `put_before`: putting bytes
/// that are there already makes them young again, so that a row that is about to name them holds.
/// @error those of visit_needed_blobs and of the store; timed_out  it was told to stop
[[nodiscard]] Result<OrphanReport> sweep_orphans(Store& store,
                                                 const DataKeys& keys,
                                                 BlobStore& blobs,
                                                 const OrphanSweep& sweep);

}  // namespace yinxin::storage
