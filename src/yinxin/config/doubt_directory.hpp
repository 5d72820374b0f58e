// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/domain/doubt_directory.hpp"

#include <string>
#include <string_view>

namespace yinxin::config {

/// Reads the directory of one authority strictly:
///
///     answer_days = 21
///     [[desks]]
///     name = { zh = "河北组", en = "Hebei desk" }
///     qualifications = ["constructor_1"]
///     provinces = ["13"]
///
/// @error config.invalid  param "key"
[[nodiscard]] Result<domain::DoubtDirectory> parse_doubt_directory(std::string_view toml);
/// What parse_doubt_directory reads.
[[nodiscard]] std::string format_doubt_directory(const domain::DoubtDirectory& directory);

}  // namespace yinxin::config
