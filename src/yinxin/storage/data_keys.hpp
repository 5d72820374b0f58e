// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/blind_index.hpp"
#include "yinxin/crypto/mac_key.hpp"
#include "yinxin/crypto/number_classes.hpp"
#include "yinxin/crypto/sealed_column.hpp"

#include <filesystem>

namespace yinxin::storage {

/// The keys of what is personal in the database and the blob store. They live in a file beside the
/// data (0600), never in the database; the file names the suite they are used in.
struct DataKeys {
    crypto::Suite suite;
    crypto::KeyRing columns;        ///< encrypts columns and blobs
    crypto::BlindIndex index;       ///< finds an encrypted value by equality
    crypto::MacKey tokens;          ///< of tokens bound to a login (CSRF, forms before it)
    crypto::MacKey pepper;          ///< of passwords
    crypto::NumberClasses numbers;  ///< of random numbers that are given out

    /// Makes the key file of a new data directory. @error conflict  it is there already.
    static Result<void> create(const std::filesystem::path& directory, crypto::Suite suite);
    /// @error signing.key_unavailable
    static Result<DataKeys> load(const std::filesystem::path& directory);
};

}  // namespace yinxin::storage
