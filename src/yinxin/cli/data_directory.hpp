// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/location.hpp"

#include <filesystem>
#include <memory>

namespace yinxin::cli {

/// Where the parts of a data directory lie.
inline constexpr std::string_view settings_file = "yinxin.toml";
inline constexpr std::string_view database_file = "yinxin.sqlite";
inline constexpr std::string_view keys_folder = "keys";
inline constexpr std::string_view blobs_folder = "blobs";

/// Where the database of an installation is: in its directory, or where the settings say.
[[nodiscard]] storage::Location database_location(const std::filesystem::path& directory,
                                                  const config::Settings& settings);

/// Opens it; spread over a cluster it keeps holders apart (docs/distribution.md).
[[nodiscard]] Result<std::unique_ptr<storage::Store>> open_database(
    const storage::Location& location, const Clock& clock);

/// Creates an empty installation that only its owner may enter: database, data key, settings file.
/// @param settings  written to the settings file; its data_dir is ignored.
/// @param suite  of everything it will keep.
/// @error conflict  something is in the directory, or in the database, already.
/// @error file.io, storage.unavailable
[[nodiscard]] Result<void> create_data_directory(const std::filesystem::path& directory,
                                                 const config::Settings& settings,
                                                 crypto::Suite suite,
                                                 Instant now);

/// The settings of a data directory. @error file.missing, config.invalid
[[nodiscard]] Result<config::Settings> load_directory_settings(
    const std::filesystem::path& directory);

/// Whether the blob store is opened, too: a process that needs no files needs no right to them.
enum class Files { opened, left_alone };
/// As whom the database is asked: the signer may have a role of its own (signing.database_url).
enum class DatabaseRole { service, signer };

/// The stores of a data directory, open.
struct DataDirectory {
    storage::DataKeys keys;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<storage::BlobStore> blobs;  ///< null: left alone

    /// @error file.missing, config.invalid, signing.key_unavailable, storage.unavailable
    [[nodiscard]] static Result<DataDirectory> open(const std::filesystem::path& directory,
                                                    Files files = Files::opened,
                                                    DatabaseRole role = DatabaseRole::service);
};

}  // namespace yinxin::cli
