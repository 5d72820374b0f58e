// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/backup_content.hpp"
#include "yinxin/cli/data_directory.hpp"

#include <filesystem>
#include <string_view>

/// `yinxin backup`: one encrypted file of a whole installation with the embedded database, made
/// while it serves (docs/backup.md).
namespace yinxin::cli {

/// Name and purpose of the recipient in the register of keys.
inline constexpr std::string_view backup_key_name = "backup";

struct BackupKeyRequest {
    std::filesystem::path data;
    std::filesystem::path private_file;  ///< a new file, to be kept elsewhere
    bool is_applied = false;             ///< false: only say what would be done
};
/// PostgreSQL is saved by its own means, even where an embedded database was left behind.
/// @error unsupported, with where that is written; file.missing, config.invalid
[[nodiscard]] Result<void> check_embedded(const std::filesystem::path& data);

/// Makes the key of backups: the public part into the register, the private one into a file of its
/// own. @return the exit code.
[[nodiscard]] int make_backup_key(const BackupKeyRequest& request);

struct BackupRequest {
    std::filesystem::path data;
    std::filesystem::path output;  ///< a new file
    bool is_json = false;
};
/// What was made.
struct MadeBackup {
    BackupManifest manifest;
    BackupSums sums;
    std::int64_t size = 0;
    std::vector<std::string> missing;  ///< blobs the register names that were not there
};
/// Makes a backup and looks through it once more before it has its name.
/// @error not_found  no key was made; unsupported  not the embedded database; conflict, file.io,
/// storage.unavailable: nothing is left
///   behind
[[nodiscard]] Result<MadeBackup> make_backup(DataDirectory& data,
                                             const std::filesystem::path& directory,
                                             const std::filesystem::path& output,
                                             Instant now);
/// @return exit_ok, exit_failed, or exit_with_faults: the backup is made, and files are missing
///   where it was made.
[[nodiscard]] int run_backup(const BackupRequest& request);
inline constexpr int exit_with_faults = 3;

struct BackupCheckRequest {
    std::filesystem::path archive;
    std::filesystem::path key;  ///< the private part
    bool is_json = false;
};
/// Reads a whole backup and says what is in it.
[[nodiscard]] int check_backup(const BackupCheckRequest& request);

/// "yinxin: CODE: DETAIL" with the fault's code where it has one. @return exit_failed
int fail_backup(const Error& error);
/// What a manifest says, in lines for people.
void say_manifest(const BackupManifest& manifest, const BackupSums& sums);
/// Opens an archive with the private part in a file.
[[nodiscard]] Result<storage::SealedSource> open_backup(const std::filesystem::path& archive,
                                                        const std::filesystem::path& key);
/// Reads a whole backup and keeps nothing of it; says at the terminal how far it is.
[[nodiscard]] Result<BackupFacts> look_through(const std::filesystem::path& archive,
                                               const std::filesystem::path& key);

}  // namespace yinxin::cli
