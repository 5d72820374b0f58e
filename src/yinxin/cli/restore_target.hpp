// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/backup_archive.hpp"
#include "yinxin/storage/blob_store.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace yinxin::cli {

/// A data directory that is being restored, beside its place until it is whole. Without
/// put_in_place nothing is left behind.
class RestoreTarget {
  public:
    /// @error conflict  there is something in it.
    [[nodiscard]] static Result<void> check_free(const std::filesystem::path& place);
    /// @error conflict, file.io
    [[nodiscard]] static Result<RestoreTarget> prepare(std::filesystem::path place);
    RestoreTarget(RestoreTarget&&) noexcept;
    RestoreTarget& operator=(RestoreTarget&&) = delete;
    ~RestoreTarget();

    /// Where the bytes of an entry go; the key of the data comes before the blobs.
    /// @error malformed  fault backup.content_wrong: no entry of a backup, or not in this order.
    [[nodiscard]] Result<storage::ByteSink> open(const storage::BackupEntries::Entry& entry);
    /// Writes the blobs that wait. @error file.io
    [[nodiscard]] Result<void> finish();
    /// Whole and durable under its name when it returns. @error file.io, conflict
    [[nodiscard]] Result<void> put_in_place();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return draft_; }

  private:
    RestoreTarget(std::filesystem::path place, std::filesystem::path draft)
        : place_(std::move(place)), draft_(std::move(draft)) {}
    Result<storage::ByteSink> open_file(const storage::BackupEntries::Entry& entry);
    Result<storage::ByteSink> open_blob(const crypto::Digest32& name, std::uint64_t size);
    Result<void> flush();

    struct Waiting {
        crypto::Digest32 name{};
        Bytes content;
    };
    std::filesystem::path place_;
    std::filesystem::path draft_;
    std::unique_ptr<storage::BlobStore> blobs_;
    std::shared_ptr<std::vector<Waiting>> waiting_ = std::make_shared<std::vector<Waiting>>();
    std::uint64_t waiting_bytes_ = 0;
};

}  // namespace yinxin::cli
