// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/command.hpp"

namespace yinxin::app {

/// `yinxin serve`: opens the data directory, says where it serves, and serves until told to stop.
/// @return the exit code: 0 after a graceful stop, 1 if it could not start.
int serve(const cli::ServeOptions& options);

}  // namespace yinxin::app
