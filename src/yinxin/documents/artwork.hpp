// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/style.hpp"

namespace yinxin::documents {

/// Adds border and underprint of a style to the plate.
void draw_artwork(const Style& style, PlateDrawing& plate);

}  // namespace yinxin::documents
