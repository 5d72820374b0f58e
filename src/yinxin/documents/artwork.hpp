// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/style.hpp"

namespace yinxin::documents {

/// Adds border and underprint of a style to the plate.
void draw_artwork(const Style& style, PlateDrawing& plate);

/// Adds the small medallion above the title; it stands for nothing but the paper's care.
void draw_medallion(const Style& style, PlateDrawing& plate);

}  // namespace yinxin::documents
