// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

/// `yinxin accounts import FILE`: brings over the accounts of the exam registration platform.
namespace yinxin::cli {

struct AccountImportRequest {
    std::filesystem::path data;
    std::filesystem::path file;    ///< CSV or XLSX
    std::filesystem::path report;  ///< CSV with the refused rows; empty: none is written
    bool mobiles_verified = false;
    bool is_applied = false;
};
/// Returns the process's exit code.
[[nodiscard]] int run_account_import(const AccountImportRequest& request);

}  // namespace yinxin::cli
