// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/storage/backup_archive.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// What is in a backup: manifest.json first, then the database, the files of the data directory and
/// the blobs, sums.json last (docs/backup.md).
namespace yinxin::cli {

inline constexpr std::string_view manifest_entry = "manifest.json";
inline constexpr std::string_view sums_entry = "sums.json";
inline constexpr std::string_view blob_prefix = "blobs/";

/// What the installation was when its backup was made.
struct BackupManifest {
    Instant made_at{};
    std::string suite;
    std::vector<std::string> schema_steps;
    std::map<std::string, std::int64_t> rows;  ///< of each table
    std::int64_t audit_seq = 0;                ///< newest place of the audit
    std::string audit_chain;                   ///< and its link, hexadecimal
    std::int64_t generation = 0;               ///< see storage/restorations.hpp

    [[nodiscard]] std::string text() const;
    /// @error malformed  fault backup.content_wrong
    [[nodiscard]] static Result<BackupManifest> parse(std::string_view text);
};

/// What was written, so that what is read can be compared; known at the end only.
struct BackupSums {
    std::map<std::string, std::string> sha256;  ///< of every entry but blobs and this one
    std::int64_t blobs = 0;
    std::vector<std::string> ended;  ///< blobs of copies that ended while the backup was made

    [[nodiscard]] std::string text() const;
    /// @error malformed  fault backup.content_wrong
    [[nodiscard]] static Result<BackupSums> parse(std::string_view text);
};

/// The SHA-256 an entry of a blob is named by; none: it is no blob.
[[nodiscard]] std::optional<crypto::Digest32> blob_name_of(std::string_view entry);

/// Reads a file of any size piece by piece. The file stays open as long as the source.
/// @error file.missing, file.io
[[nodiscard]] Result<storage::ByteSource> open_source(const std::filesystem::path& path);

struct BackupFacts {
    BackupManifest manifest;
    BackupSums sums;
    std::int64_t bytes = 0;  ///< of content
};
/// Where an entry goes: every piece of it in turn, an empty one when it is complete.
using EntryOpener =
    std::function<Result<storage::ByteSink>(const storage::BackupEntries::Entry& entry)>;
/// Reads a whole backup and compares everything with what was written.
/// @param open  called for the database, files and blobs, not for manifest and sums.
/// @error malformed  fault backup.content_wrong and those of SealedSource; what `open` says.
[[nodiscard]] Result<BackupFacts> read_backup(storage::SealedSource source,
                                              const EntryOpener& open,
                                              const std::function<void(std::int64_t)>& progress);
/// The same, and keeps nothing of it.
[[nodiscard]] Result<BackupFacts> look_through(storage::SealedSource source,
                                               const std::function<void(std::int64_t)>& progress);

}  // namespace yinxin::cli
