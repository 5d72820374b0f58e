// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/flow/runtime.hpp"
#include "yinxin/service/bulk_result.hpp"
#include "yinxin/service/services.hpp"

/// The working side of bulk checks. A worker takes the check whose turn it is, answers a few of its
/// items, keeps the answers in one transaction and puts the check back at the end of the queue, so
/// that lists of several owners go on side by side. A worker that dies loses its slice and nothing
/// else: its lease runs out, its items are still there, and its fence refuses it if it comes back.
namespace yinxin::service {

inline constexpr std::chrono::seconds bulk_lease{90};
inline constexpr int rows_of_slice = 200;
inline constexpr int files_of_slice = 8;
/// A slice with files ends after so long, so that large files keep nobody waiting.
inline constexpr std::chrono::milliseconds longest_slice{1500};
/// An item that fails so often is answered NOT_CHECKED.
inline constexpr std::int64_t most_bulk_attempts = 5;

struct BulkShop {
    Services& services;
    flow::Runtime& runtime;  ///< files are read by coroutines of it
    const BulkWording& wording;
};

/// One slice of one check, or the documents of one whose items are all answered. Blocks the calling
/// thread, which is no thread of the runtime.
/// @return how many items and documents were made; 0: nothing waits.
Result<std::int64_t> work_on_bulk(BulkShop& shop);

}  // namespace yinxin::service
