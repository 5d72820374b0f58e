// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/report_json.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace yinxin::cli {

/// `yinxin verify` as design section 3 fixes it. No network is ever reached.
struct VerifyRequest {
    std::vector<std::filesystem::path> files;
    std::vector<std::string> codes;              ///< texts of offline codes, instead of files
    std::optional<std::filesystem::path> data;   ///< the register; none needs is_alone
    std::vector<std::filesystem::path> trust;    ///< anchors, besides the register's own
    std::vector<std::filesystem::path> signers;  ///< certificates that alone may have sealed
    std::vector<std::filesystem::path> crls;
    std::string at;         ///< a time, or a day for its last second; empty, or today: now
    std::string recipient;  ///< who the verifier is; empty: not said
    bool is_alone = false;  ///< --no-register
    bool is_json = false;
    bool is_long = false;  ///< every finding, not only the deciding one
};

/// Judges the files one after the other and prints an answer for each.
/// @param words  what a code says to people
/// @return 0 if every file is VALID, 1 for any other verdict, 2 for usage and I/O
[[nodiscard]] int verify_files(const VerifyRequest& request, const service::FindingWords& words);

}  // namespace yinxin::cli
