// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <filesystem>
#include <string>

/// The installation that every house of the tests begins as a copy of.
namespace yinxin::test {

/// Made once per process: keys of both trees, seals with their electronic seals, catalogue, a
/// photo.
[[nodiscard]] const std::filesystem::path& pattern_house();

[[nodiscard]] std::string catalogue_toml();
/// The photo of everybody in the tests.
[[nodiscard]] Bytes portrait();
/// A new empty directory; whoever asks removes it.
[[nodiscard]] std::filesystem::path scratch_name();

}  // namespace yinxin::test
