// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/data_directory.hpp"

#include <string>
#include <vector>

namespace yinxin::cli {

/// What `yinxin fsck` looked at and found.
struct FsckReport {
    std::int64_t audit_events = 0;
    std::int64_t certificates = 0;
    std::int64_t files = 0;             ///< with bytes
    std::vector<std::string> problems;  ///< ids and reasons, no personal data
};

/// Checks what must always hold: the audit chain is whole, every certificate opens and is what was
/// approved, every file the register says is there hashes to its name, and no endorsement holds a
/// slot over its policy's quota. Reads only.
/// @error storage.unavailable  the check itself could not be done.
[[nodiscard]] Result<FsckReport> check_data(DataDirectory& data);

}  // namespace yinxin::cli
