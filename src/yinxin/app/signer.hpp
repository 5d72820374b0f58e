// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace yinxin::app {

/// `yinxin signer`: opens the seals' keys and the database through a connection of its own, and
/// seals committed intents for whoever serves the data directory, until SIGTERM or SIGINT.
/// @return the exit code.
[[nodiscard]] int signer(const std::filesystem::path& data_dir);

}  // namespace yinxin::app
