// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/base/secret.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yinxin::load {

/// An account made to be used by a load client, and the certificate it applies for.
struct LoadAccount {
    std::string login_name;
    Secret password;
    std::string line;  ///< number of the certificate in addresses; several accounts share a holder
};

/// Reads an accounts file: a line "LOGIN-NAME PASSWORD CERTIFICATE" for each, `#` begins a comment.
/// @error file.missing  @error malformed  the detail names the line, never what is in it
[[nodiscard]] Result<std::vector<LoadAccount>> read_accounts(const std::filesystem::path& path);
/// Writes one, readable by its owner alone. @error file.io
[[nodiscard]] Result<void> write_accounts(const std::filesystem::path& path,
                                          const std::vector<LoadAccount>& accounts);

}  // namespace yinxin::load
