// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstddef>
#include <functional>

namespace yinxin::storage {

/// Runs `work` for 0 to `count` - 1 on several threads, the caller's among them, for what waits on
/// a network. The first error ends it; some may have been done.
[[nodiscard]] Result<void> in_parallel(std::size_t count,
                                       std::size_t threads,
                                       const std::function<Result<void>(std::size_t)>& work);

}  // namespace yinxin::storage
