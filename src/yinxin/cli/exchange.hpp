// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/verify_files.hpp"

#include <filesystem>
#include <string>

namespace yinxin::cli {

/// `yinxin export …`: what leaves the register for archives and directories (docs/exchange.md).
struct PackageRequest {
    std::filesystem::path data;
    std::string name;              ///< number of a certificate or of a copy
    std::filesystem::path output;  ///< empty: "<证照标识>.zip" where it is typed
    std::string at;                ///< as of `yinxin verify`: by when copies are chosen and judged
    std::string reason;            ///< for the audit; names no person
    bool is_applied = false;       ///< false: only say what would be done
};

struct DirectoryListRequest {
    std::filesystem::path data;
    std::string since;             ///< a time or a day (its first second); empty: everything
    std::filesystem::path output;  ///< empty: standard output
    std::string form = "json";     ///< "json", "xml" or "csv"
};

/// @return 0 done or said, 1 refused, with the reason.
[[nodiscard]] int export_package(const PackageRequest& request, const service::FindingWords& words);
/// @return 0 done, 1 refused, with the reason.
[[nodiscard]] int export_directory(const DirectoryListRequest& request);
/// @param request  its files are the packages; trust, register and moment are those of `yinxin
///   verify`. Without a data directory the faces are judged alone.
/// @return as verify_files: 0 every package is whole and every face of it VALID (and there is one),
///   1 anything else, 2 usage and I/O.
[[nodiscard]] int check_packages(VerifyRequest request, const service::FindingWords& words);

}  // namespace yinxin::cli
