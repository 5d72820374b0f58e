// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/observe/metrics.hpp"
#include "yinxin/storage/blob_store.hpp"

namespace yinxin::storage {

/// The same store, measured: yinxin_blob_seconds and yinxin_blob_errors_total by operation (put,
/// get, has, remove, list). That there is no such file is no error of the store.
/// @param metrics  outlives it.
[[nodiscard]] std::unique_ptr<BlobStore> measure_blobs(std::unique_ptr<BlobStore> blobs,
                                                       observe::Metrics& metrics);

}  // namespace yinxin::storage
