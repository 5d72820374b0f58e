// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/base/secret.hpp"

#include <filesystem>
#include <string>

/// What never comes from arguments, which every user of a machine can read.
namespace yinxin::cli {

/// Asks at the terminal, without showing what is typed. @error invalid_input  there is no terminal
[[nodiscard]] Result<Secret> ask_secret(const std::string& question);
/// The first line of a file that only its owner may read.
/// @error signing.key_unavailable  missing, or open to others
[[nodiscard]] Result<Secret> read_secret_line(const std::filesystem::path& path);
/// A text in a file; "-" is standard input. Line ends at its end are dropped.
/// @error file.missing, file.io, too_large
[[nodiscard]] Result<std::string> read_text_argument(const std::string& path);

}  // namespace yinxin::cli
