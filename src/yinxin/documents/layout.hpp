// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/face.hpp"
#include "yinxin/documents/stationery.hpp"

#include <string>

namespace yinxin::documents {

/// Two faces with the same key share one plate.
[[nodiscard]] std::string plate_key(const Face& face);

/// Artwork, title, labels and seal.
/// @error document.template_unknown  @error document.seal_unknown
/// @error document.text_does_not_fit  param part names what was too long.
/// @error document.glyph_missing
[[nodiscard]] Result<PlateDrawing> lay_out_plate(const Face& face, const Stationery& stationery);

/// Values, photo, codes, endorsement band and watermark.
/// @error document.text_does_not_fit  @error document.glyph_missing
/// @error document.qr_too_large  @error document.photo_unreadable
/// @error invalid_input  what the face's kind needs is missing, or what it must not carry is there.
[[nodiscard]] Result<VariableDrawing> lay_out_variables(const Face& face,
                                                        const Stationery& stationery);

}  // namespace yinxin::documents
