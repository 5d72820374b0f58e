// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/claims.hpp"

namespace yinxin::verify {

/// What is longer (bytes) is no field of a face and is passed over.
inline constexpr std::size_t longest_field = 1000;

/// Keeps one metadata field of GB/T 36903 under its short or its English name; others are passed
/// over.
void keep_field(FaceClaims& face, std::string_view name, std::string text);

}  // namespace yinxin::verify
