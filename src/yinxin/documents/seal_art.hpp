// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/fonts.hpp"
#include "yinxin/documents/seal_stencil.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace yinxin::documents {

/// The picture of a seal: drawn from its words, round, or made elsewhere.
///
/// The demonstration seal is visibly fictitious: no star, no emblem, a woven ring round the word
/// in the middle. A real authority configures its own words.
struct SealArt {
    std::string id;                              ///< what Face::seal_id names
    std::string arc_text;                        ///< round the upper edge
    std::string centre_text;                     ///< large, "演示"
    std::string base_text;                       ///< straight, under the centre; may be empty
    double diameter = 40;                        ///< millimetres, 30 to 50
    std::shared_ptr<const SealStencil> stencil;  ///< null: drawn from the words
};

/// The art of a seal whose picture was made elsewhere. @error as read_seal_stencil
/// @param png  base64url (RFC 4648 section 5), as the reference data keep it; empty: the words are
///   drawn.
[[nodiscard]] Result<SealArt> with_stencil(SealArt words, std::string_view png);

/// @return drawing in a square of `art.diameter`, origin at its top left corner; only outlines, or
///   the stencil.
/// @error document.glyph_missing  @error document.text_does_not_fit
[[nodiscard]] Result<Ops> draw_seal(const SealArt& art, const FontBook& fonts);

/// Vermilion of seal paste.
inline constexpr Colour vermilion{200, 38, 26};

}  // namespace yinxin::documents
