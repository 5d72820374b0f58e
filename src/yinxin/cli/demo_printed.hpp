// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/demo_cast.hpp"
#include "yinxin/cli/demo_crowd.hpp"

#include <vector>

namespace yinxin::cli {

/// The holders of the printed accounts, demo01 and on: each shows another situation.
[[nodiscard]] Result<std::vector<DemoHolder>> make_printed(const DemoStudio& studio);

}  // namespace yinxin::cli
