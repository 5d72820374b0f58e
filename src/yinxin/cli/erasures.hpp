// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace yinxin::cli {

/// `yinxin erasures`: what was erased because its time was over, a line for each day and kind, of
/// the last year. @return the exit code.
[[nodiscard]] int run_erasures(const std::filesystem::path& data);

}  // namespace yinxin::cli
