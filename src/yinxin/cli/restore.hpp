// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/backup_content.hpp"
#include "yinxin/storage/witness.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// `yinxin restore`: puts an older state back, and makes sure that nothing given out in between is
/// given out again (docs/backup.md).
namespace yinxin::cli {

/// Certificate numbers of one series that may have been given out and lost; more than one
/// qualification gives out in a year.
inline constexpr std::int64_t usual_gap = 1'000'000;

struct RestoreRequest {
    std::filesystem::path archive;
    std::filesystem::path key;      ///< the private part
    std::filesystem::path data;     ///< a new or empty directory; with is_after_database one in use
    std::filesystem::path witness;  ///< what was seen of the audit; empty: nobody looked
    std::int64_t gap = usual_gap;
    bool is_after_database = false;  ///< the database was put back by its own means
    bool is_applied = false;         ///< false: only say what would be done
};

/// What was put back, and what is known to be lost.
struct Restored {
    BackupManifest manifest;
    BackupSums sums;
    std::int64_t generation = 0;        ///< the new one
    std::int64_t lost_events = 0;       ///< of the audit, as far as the witness has seen
    storage::AuditHead head;            ///< of the audit, with the restoration in it
    std::vector<std::string> problems;  ///< of the checks afterwards
    std::string bucket;                 ///< that had the files; now they lie in the directory
};

/// Reads everything, and puts it in place when all of it was found right. Files that were in a
/// bucket come into the directory, and the settings say so: what is restored never touches the
/// bucket, which may still serve, or have files the older state does not name.
/// @error conflict  the directory is not empty; signing.clock_behind  the clock stands before what
///   the backup or the witness knows; those of read_backup
[[nodiscard]] Result<Restored> restore_backup(const RestoreRequest& request, Instant now);

/// Moves the numbers on in a database that was put back by its own means (PostgreSQL to a point in
/// time, a copied directory). @error signing.clock_behind, storage.unavailable
[[nodiscard]] Result<Restored> restore_after_database(const RestoreRequest& request, Instant now);

/// @return the exit code.
[[nodiscard]] int run_restore(const RestoreRequest& request);

}  // namespace yinxin::cli
