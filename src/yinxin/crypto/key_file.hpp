// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/mac_key.hpp"

#include <filesystem>

namespace yinxin::crypto {

/// Creates a file that only its owner reads (0600) with 32 fresh random bytes in hexadecimal; in
/// front of those of the national suite stands its name, so that a key can never be used in the
/// other one.
/// @error conflict  the file is there; it is never replaced.  @error file.io
[[nodiscard]] Result<void> create_key_file(const std::filesystem::path& path, Suite suite);

/// The key of a file with its suite.
/// @error signing.key_unavailable  missing, readable by group or others, or not as above.
[[nodiscard]] Result<MacKey> load_key_file(const std::filesystem::path& path);

}  // namespace yinxin::crypto
