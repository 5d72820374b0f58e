// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/data_directory.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/open_blobs.hpp"
#include "yinxin/storage/outbox_store.hpp"

namespace yinxin::cli {
namespace {

namespace fs = std::filesystem;

Result<void> make_private_folder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (!failure) fs::permissions(folder, fs::perms::owner_all, failure);
    if (failure) return Error(ErrorCode::file_io, folder.string() + ": " + failure.message());
    return ok();
}

Result<void> check_free(const fs::path& directory) {
    std::error_code failure;
    if (!fs::exists(directory, failure)) return ok();
    if (!fs::is_directory(directory, failure) || !fs::is_empty(directory, failure)) {
        return Error(ErrorCode::conflict,
                     directory.string() + " is there already and not empty; nothing was changed");
    }
    return ok();
}

/// The suite into the database, and the key it belongs to into the register of keys.
Result<void> enter_suite(const storage::Location& location, crypto::Suite suite, Instant now) {
    const bool is_national = suite == crypto::Suite::national;
    storage::KeyRecord record;
    record.name = "data";
    record.purpose = "columns, blobs, blind index, session tokens, pepper, audit";
    record.algorithm = is_national ? "sm4-ctr-hmac-sm3, hmac-sm3" : "aes-256-gcm, hmac-sha256";
    record.location = "file:keys/data.key";
    record.used_by = "storage";
    record.rotation = "before 2^32 sealed values";
    record.created_at = now;
    YX_TRY(const auto store, storage::open_store(location));
    return store->write_now([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::choose_suite(transaction, suite));
        return storage::insert_key(transaction, record);
    });
}

}  // namespace

storage::Location database_location(const fs::path& directory, const config::Settings& settings) {
    const config::Database& database = settings.database;
    if (database.is_embedded()) return {directory / database_file, std::nullopt};
    storage::PostgresAddress address;
    address.url = database.url;
    address.password_file = database.password_file;
    address.writers = static_cast<int>(database.writers);
    address.readers = static_cast<int>(database.readers);
    address.deadline = database.deadline;
    return {{}, address};
}

Result<std::unique_ptr<storage::Store>> open_database(const storage::Location& location,
                                                      const Clock& clock) {
    YX_TRY(auto store, storage::open_store(location));
    if (!location.postgres) return store;
    return storage::kept_apart(std::move(store), clock);
}

Result<void> create_data_directory(const fs::path& directory,
                                   const config::Settings& settings,
                                   crypto::Suite suite,
                                   Instant now) {
    YX_CHECK(check_free(directory));
    YX_CHECK(make_private_folder(directory));
    YX_CHECK(make_private_folder(directory / keys_folder));
    YX_CHECK(make_private_folder(directory / blobs_folder));
    YX_CHECK(storage::DataKeys::create(directory / keys_folder, suite));
    const storage::Location location = database_location(directory, settings);
    YX_CHECK(storage::migrate(location, storage::Create::yes, now));
    YX_CHECK(enter_suite(location, suite, now));
    config::Settings written = settings;
    // Relative to the file itself, so that the directory can be moved.
    written.data_dir = ".";
    return write_file_durably(directory / settings_file, as_bytes(config::describe(written)));
}

Result<config::Settings> load_directory_settings(const fs::path& directory) {
    auto settings = config::load_settings(directory / settings_file);
    if (!settings && settings.error().code() == ErrorCode::file_missing) {
        return Error(ErrorCode::file_missing,
                     directory.string() + " has no " + std::string(settings_file) +
                         "; make it with `yinxin init` or `yinxin demo`");
    }
    return settings;
}

Result<DataDirectory> DataDirectory::open(const fs::path& directory,
                                          Files files,
                                          DatabaseRole role) {
    YX_TRY(storage::DataKeys keys, storage::DataKeys::load(directory / keys_folder));
    YX_TRY(config::Settings settings, load_directory_settings(directory));
    if (role == DatabaseRole::signer && !settings.signing.database_url.empty()) {
        settings.database.url = settings.signing.database_url;
        settings.database.password_file = settings.signing.database_password_file;
    }
    static const SystemClock clock;
    YX_TRY(auto store, open_database(database_location(directory, settings), clock));
    YX_CHECK(store->read_now(
        [&](storage::Reader& reader) { return storage::check_suite(reader, keys); }));
    if (files == Files::left_alone) {
        return DataDirectory{std::move(keys), std::move(store), nullptr};
    }
    YX_TRY(auto blobs, storage::open_blobs(settings.blobs, directory / blobs_folder, keys));
    return DataDirectory{std::move(keys), std::move(store), std::move(blobs)};
}

}  // namespace yinxin::cli
