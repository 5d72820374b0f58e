// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/fonts.hpp"

#include <span>
#include <string>
#include <string_view>

namespace yinxin::documents {

/// A CID-keyed CFF font (Adobe Technical Note 5176) of the given glyphs: CID = index.
/// At most 65,535 glyphs; the first is .notdef.
[[nodiscard]] std::string write_cff(std::string_view name, std::span<const Glyph* const> glyphs);

}  // namespace yinxin::documents
