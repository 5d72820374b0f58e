// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"

#include <filesystem>

namespace yinxin::crypto {

/// Creates a file with 32 fresh random bytes in hexadecimal that only its owner reads (0600).
/// @error conflict  the file is there; it is never replaced.  @error file.io
[[nodiscard]] Result<void> create_key_file(const std::filesystem::path& path);

/// The 32 bytes of a key file.
/// @error signing.key_unavailable  missing, readable by group or others, or not 32 bytes in
/// hexadecimal.
[[nodiscard]] Result<Secret> load_key_file(const std::filesystem::path& path);

}  // namespace yinxin::crypto
