// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo_cast.hpp"

#include <vector>

namespace yinxin::cli {

/// Who answers what at the demonstration's examination centre, and some doubts (反映信息有误) in
/// every state an office meets. Holders and staff are written before.
[[nodiscard]] Result<void> write_demo_doubts(DataDirectory& data,
                                             const std::vector<DemoHolder>& holders,
                                             Instant now);

/// The history of every paper certificate, as if a clerk had entered it.
[[nodiscard]] Result<void> write_demo_papers(DataDirectory& data,
                                             const std::vector<DemoHolder>& holders);

}  // namespace yinxin::cli
