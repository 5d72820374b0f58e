// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/fonts.hpp"

#include <string>

namespace yinxin::documents {

/// The picture of a round seal, drawn from its words.
///
/// The demonstration seal is visibly fictitious: no star, no emblem, a woven ring round the word
/// in the middle. A real authority configures its own words.
struct SealArt {
    std::string id;           ///< what Face::seal_id names
    std::string arc_text;     ///< round the upper edge
    std::string centre_text;  ///< large, "演示"
    std::string base_text;    ///< straight, under the centre; may be empty
    double diameter = 40;     ///< millimetres, 30 to 50
};

/// @return drawing in a square of `art.diameter`, origin at its top left corner; only outlines.
/// @error document.glyph_missing  @error document.text_does_not_fit
[[nodiscard]] Result<Ops> draw_seal(const SealArt& art, const FontBook& fonts);

/// Vermilion of seal paste.
inline constexpr Colour vermilion{200, 38, 26};

}  // namespace yinxin::documents
