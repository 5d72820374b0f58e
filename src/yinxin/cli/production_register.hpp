// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/data_directory.hpp"

#include <vector>

namespace yinxin::cli {

/// What the register of an installation still lacks before it can serve people, or has that belongs
/// to a demonstration; config::production_findings says the same of the settings.
/// @error storage.unavailable, config.invalid  the catalogue in force is not sound
Result<std::vector<config::Finding>> register_findings(const DataDirectory& data, Instant now);

}  // namespace yinxin::cli
