// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/pdf_tree.hpp"

namespace yinxin::verify {

/// Searches a picture for QR codes and adds what they say to claims.codes, each text once a page.
void find_codes(const PdfPicture& picture, Claims& claims);
/// Says that there are codes, if there are.
void note_codes(Claims& claims);

}  // namespace yinxin::verify
