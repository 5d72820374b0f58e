// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/storage/key_register.hpp"

#include <filesystem>

namespace yinxin::cli {

/// The key that signs what two people decided to issue: a P-256 key in a file of a new data
/// directory (keys/approval.key), entered in its register. Without one nothing is served.
/// @error conflict  it is there already.  @error file.io, storage.conflict
Result<void> make_approval_key(const std::filesystem::path& data, Instant now);

/// Another key in its place, such as one on a token: only before the first batch, because it
/// verifies what was issued for ever.
/// @param uri  absolute. @return the key as it stands in the register, or would stand there
/// @error conflict  there is a batch.  @error signing.key_unavailable, storage.unavailable
enum class ApprovalEntry { looked_at, applied };
Result<storage::KeyRecord> enter_approval_key(const std::filesystem::path& data,
                                              const std::string& uri,
                                              ApprovalEntry entry,
                                              Instant now);

}  // namespace yinxin::cli
