// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/base/time.hpp"

#include <filesystem>

namespace yinxin::cli {

/// The key that signs what two people decided to issue: a P-256 key in a file of a new data
/// directory (keys/approval.key), entered in its register. Without one nothing is served.
/// @error conflict  it is there already.  @error file.io, storage.conflict
Result<void> make_approval_key(const std::filesystem::path& data, Instant now);

}  // namespace yinxin::cli
