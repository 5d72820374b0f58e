// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"

#include <filesystem>

namespace yinxin::crypto {

/// A new file (0600) that is there whole or not at all. @error conflict  it exists.
/// @error file.io
[[nodiscard]] Result<void> create_private_file(const std::filesystem::path& path,
                                               const Secret& content);

/// The content of a file that neither group nor others may read or write.
/// @error signing.key_unavailable  missing, unreadable, or open to others.
[[nodiscard]] Result<Secret> read_private_file(const std::filesystem::path& path);

}  // namespace yinxin::crypto
