// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/blobs.hpp"
#include "yinxin/observe/metrics.hpp"
#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/data_keys.hpp"

namespace yinxin::storage {

/// The store the settings name. One that is away now is no error: what needs it says so then.
/// @param directory  where a store of kind "directory" lies.
/// @param metrics  null: not measured; else outlives it.
/// @error file.missing  no directory  @error config.invalid  credentials that cannot be read
[[nodiscard]] Result<std::unique_ptr<BlobStore>> open_blobs(const config::Blobs& settings,
                                                            const std::filesystem::path& directory,
                                                            const DataKeys& keys,
                                                            observe::Metrics* metrics = nullptr);

}  // namespace yinxin::storage
