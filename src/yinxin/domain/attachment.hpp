// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <string>
#include <string_view>

/// Files people attach to what they write.
namespace yinxin::domain {

inline constexpr std::size_t largest_attachment = std::size_t{5} * 1024 * 1024;

/// The media type of what may be attached, by its first bytes: application/pdf, image/png or
/// image/jpeg; empty: anything else. What the browser says of a file is not asked.
[[nodiscard]] std::string_view attachment_media(BytesView file) noexcept;

/// The last part of a path without control characters, at most 120 characters; never empty.
[[nodiscard]] std::string plain_file_name(std::string_view name);

}  // namespace yinxin::domain
