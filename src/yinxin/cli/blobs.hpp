// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace yinxin::cli {

enum class BlobsAction { check, orphans, copy };

struct BlobsRequest {
    std::filesystem::path data;
    BlobsAction action = BlobsAction::check;
    bool is_applied = false;   ///< without, orphans and copy only say what they would do
    std::int64_t sample = 1;   ///< of check: one file in so many is read; the others need be there
    std::filesystem::path to;  ///< of copy: a settings file whose section [blobs] is the new store
};

/// `yinxin blobs check`: every file a row names is in the store, and its bytes are those of its
/// name. `yinxin blobs orphans`: files no row names that are older than blobs.orphans_after, and
/// with --apply removes them. `yinxin blobs copy --to FILE`: what the other store lacks, and with
/// --apply copies it, each file read back; what was copied before is left alone, so that it can be
/// started again. @return exit code; check fails when something is missing or damaged
[[nodiscard]] int run_blobs(const BlobsRequest& request);

}  // namespace yinxin::cli
