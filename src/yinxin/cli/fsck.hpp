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
    std::int64_t sm3_entered = 0;       ///< of files sealed before SM3 was taken
    std::int64_t without_sm3 = 0;       ///< files whose bytes are gone, known by SHA-256 alone
    std::vector<std::string> problems;  ///< ids and reasons, no personal data
};

/// Checks what must always hold: the audit chain is whole, every certificate opens and is what was
/// approved, every file the register says is there hashes to its name and to its SM3, and no
/// endorsement holds a slot over its policy's quota. Reads only, but enters the SM3 of files that
/// have none.
/// @error storage.unavailable  the check itself could not be done.
[[nodiscard]] Result<FsckReport> check_data(DataDirectory& data);

}  // namespace yinxin::cli
