// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/documents/face.hpp"

namespace yinxin::documents {

struct JpegHeader {
    int width = 0;
    int height = 0;
    int components = 0;  ///< 1 grey, 3 colour
};

/// Reads the frame header of a baseline or progressive JPEG (ITU-T T.81) with 8 bits a sample.
/// @error document.photo_unreadable  not such a JPEG, cut short, CMYK, or empty.
[[nodiscard]] Result<JpegHeader> read_jpeg_header(BytesView jpeg);

/// The same, and the face's own figures must agree with it.
[[nodiscard]] Result<JpegHeader> check_photo(const Photo& photo);

}  // namespace yinxin::documents
