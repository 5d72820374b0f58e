// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/keys.hpp"
#include "yinxin/config/strict_table.hpp"

#include <string>
#include <vector>

/// How [[login.provider]] is read and written; for the loader of settings.
namespace yinxin::config {

/// Reads one table and adds it; what is wrong is recorded in the table.
void read_login_provider(StrictTable& table, Login& login);
/// Keys of the section "login" beside its tables.
[[nodiscard]] std::vector<Key> login_keys();
/// The tables as they would be written in the file.
[[nodiscard]] std::string describe_providers(const Login& login);

}  // namespace yinxin::config
