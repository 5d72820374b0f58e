// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"

#include <string_view>

namespace yinxin::documents {

enum class Border {
    guilloche,  ///< woven band with rosettes in the corners
    ruled,      ///< plain double rule
    ribbon,     ///< two interleaved ribbons, cut corners
};

/// How one template looks.
struct Style {
    std::string_view id;
    Border border = Border::guilloche;
    Colour rule;        ///< heavy lines of the border
    Colour wave_one;    ///< first family of guilloche lines
    Colour wave_two;    ///< second family
    Colour underprint;  ///< rosette behind the text, very light
    Colour hairline;    ///< between the fields
    Colour accent;      ///< small ornaments and the English title
};

inline constexpr Colour ink{26, 26, 28};
inline constexpr Colour soft_ink{104, 100, 92};

/// Null if no artwork has this id.
[[nodiscard]] const Style* find_style(std::string_view template_id) noexcept;

}  // namespace yinxin::documents
