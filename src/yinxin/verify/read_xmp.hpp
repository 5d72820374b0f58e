// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/file_kinds.hpp"

namespace yinxin::verify {

/// What the XMP packet of a PDF of ours says about certificate and copy (GB/T 36903 names); other
/// packets leave `face` as it is. A DOCTYPE or over-deep nesting makes the file hostile.
void read_xmp(BytesView packet, const ReadLimits& limits, Claims& claims);

}  // namespace yinxin::verify
