// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/documents/face.hpp"
#include "yinxin/documents/stationery.hpp"

#include <string>

namespace yinxin::documents {

enum class SvgSize {
    whole,      ///< everything the PDF shows
    thumbnail,  ///< for lists: bars for small print, no pattern of the border, no codes
};

struct SvgOptions {
    SvgSize size = SvgSize::whole;
    std::string photo_href;  ///< empty: the photo goes in as a data: URI
    std::string id_prefix;   ///< [a-z0-9-]*, before every id; for several pictures in one page
};

/// The page as a standalone <svg> element: glyphs are outlines, no script, no fonts, no style
/// attribute; it may be put into HTML as it is or served as image/svg+xml.
/// @error as lay_out_plate and lay_out_variables
[[nodiscard]] Result<std::string> draw_svg(const Face& face,
                                           const Stationery& stationery,
                                           const SvgOptions& options = {});

/// The picture of a seal alone, as a standalone <svg> element. @error as draw_seal
[[nodiscard]] Result<std::string> draw_seal_svg(const SealArt& art, const Stationery& stationery);

}  // namespace yinxin::documents
