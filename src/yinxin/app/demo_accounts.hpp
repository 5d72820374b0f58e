// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

#include <filesystem>
#include <vector>

namespace yinxin::app {

/// The printed accounts that `yinxin demo` left in its data directory; none elsewhere.
/// @error config.invalid
Result<std::vector<http::DemoAccount>> load_demo_accounts(const std::filesystem::path& data_dir);

}  // namespace yinxin::app
