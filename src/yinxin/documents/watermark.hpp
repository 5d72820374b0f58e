// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/face.hpp"
#include "yinxin/documents/fonts.hpp"

namespace yinxin::documents {

/// The light diagonal words behind the page: scenario, recipient, valid until, copy number; on a
/// preview and a specimen the words that say so. Outlines, so that copied text stays clean; the
/// same words stand as real text in the endorsement band.
/// Adds one form and the marks that repeat it.
/// @error document.glyph_missing  @error malformed
[[nodiscard]] Result<void> draw_watermark(const Face& face,
                                          const FontBook& fonts,
                                          VariableDrawing& drawing);

}  // namespace yinxin::documents
