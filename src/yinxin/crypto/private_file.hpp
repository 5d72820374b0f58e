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

/// Fewer characters are no key that somebody else and we sign with.
inline constexpr std::size_t shortest_shared_key = 32;

/// A key or secret that another system and we both know, as an operator puts it into such a file:
/// its first line, without blanks around it; what follows may be a remark.
/// @error signing.key_unavailable  as read_private_file, or an empty line.
[[nodiscard]] Result<Secret> read_shared_key(const std::filesystem::path& path);

}  // namespace yinxin::crypto
