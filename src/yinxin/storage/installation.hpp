// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/suite.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::storage {

/// Which algorithms seal, index and chain what is kept here.
Result<crypto::Suite> suite_of(Reader& reader);

/// Chooses the suite of a new installation. @error conflict  its audit has begun.
Result<void> choose_suite(Transaction& transaction, crypto::Suite suite);

/// The keys beside the data must be of the suite the data are in: a key file put in the wrong place
/// would find nobody and open nothing.
/// @error signing.key_unavailable  they differ.
Result<void> check_suite(Reader& reader, const DataKeys& keys);

}  // namespace yinxin::storage
