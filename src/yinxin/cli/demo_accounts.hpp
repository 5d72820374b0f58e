// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/domain/bilingual.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yinxin::cli {

/// One of the demonstration's printed accounts. Its password protects nothing: everybody gets it.
/// Login name and password are empty for the person whom visitors register themselves.
struct DemoAccount {
    std::string login_name;
    std::string password;
    std::string name;         ///< of the (invented) person
    std::string mobile;       ///< as people write it; codes for it are shown on /demo/messages
    domain::Bilingual shows;  ///< the situation it shows, in one sentence
};

/// The file in a demonstration's data directory (0600).
inline constexpr std::string_view demo_accounts_file = "demo-accounts.toml";

[[nodiscard]] Result<void> save_demo_accounts(const std::filesystem::path& data_dir,
                                              const std::vector<DemoAccount>& accounts);
/// Empty where the file is not there, as in production. @error config.invalid
[[nodiscard]] Result<std::vector<DemoAccount>> load_demo_accounts(
    const std::filesystem::path& data_dir);

/// The accounts as a table for a terminal.
[[nodiscard]] std::string describe(const std::vector<DemoAccount>& accounts);

}  // namespace yinxin::cli
