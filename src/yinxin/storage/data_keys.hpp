// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/blind_index.hpp"
#include "yinxin/crypto/sealed_column.hpp"

#include <filesystem>

namespace yinxin::storage {

/// The keys of what is personal in the database and the blob store. They live in files beside the
/// data (0600), never in the database.
struct DataKeys {
    crypto::KeyRing columns;   ///< encrypts columns and blobs
    crypto::BlindIndex index;  ///< finds an encrypted value by equality
    Secret tokens;             ///< MAC key of session-bound tokens (CSRF, pre-login forms)

    /// Makes the key file of a new data directory. @error conflict  it is there already.
    static Result<void> create(const std::filesystem::path& directory);
    /// @error signing.key_unavailable
    static Result<DataKeys> load(const std::filesystem::path& directory);
};

}  // namespace yinxin::storage
