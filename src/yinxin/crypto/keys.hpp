// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"

#include <filesystem>

namespace yinxin::crypto {

enum class KeyKind { p256, rsa3072, sm2 };

/// A fresh private key as PKCS #8 PEM, unencrypted.
/// @error signing.key_unavailable  the library refused.
[[nodiscard]] Result<Secret> generate_key(KeyKind kind);

/// A fresh private key in a new file that only its owner reads (0600). An existing file is never
/// replaced. @error conflict  the file is there.  @error file.io
[[nodiscard]] Result<void> generate_key_file(const std::filesystem::path& path, KeyKind kind);

}  // namespace yinxin::crypto
