// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"

#include <filesystem>

namespace yinxin::cli {

/// `yinxin migrate --to URL`: copies an embedded installation's database to PostgreSQL, compares,
/// follows the audit chain there, and says what to do next. The settings stay as they are.
/// @return the exit code
int run_move(const std::filesystem::path& data, const config::Database& target);

}  // namespace yinxin::cli
