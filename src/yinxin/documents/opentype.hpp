// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/fonts.hpp"

#include <span>
#include <string>
#include <string_view>

namespace yinxin::documents {

/// An OpenType font with CFF outlines (ISO/IEC 14496-22) of the given glyphs. Its cmap (formats 4
/// and 12) leads from each character to the glyph of the same index: readers of OFD find glyphs
/// through it.
/// @param characters  of the glyphs; the first belongs to .notdef and means nothing. Each at most
///   once. At most 65,535.
[[nodiscard]] std::string write_opentype(std::string_view name,
                                         std::span<const Glyph* const> glyphs,
                                         std::span<const char32_t> characters);

}  // namespace yinxin::documents
