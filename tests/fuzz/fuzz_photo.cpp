// SPDX-License-Identifier: Apache-2.0
// Pictures of strangers that are to become photos on certificates.
#include "fuzz/input.hpp"

#include "yinxin/documents/photo.hpp"
#include "yinxin/documents/photo_check.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView file(data, size);
    documents::PhotoLimits limits;
    // Small pictures are found faster.
    limits.least_width = 1;
    limits.least_height = 1;
    limits.most_side = 600;
    const auto problem = documents::check_photo_file(file, limits);
    if (problem) return 0;
    const auto header = documents::read_jpeg_header(file);
    fuzz::must(static_cast<bool>(header));
    fuzz::must(header->width <= limits.most_side && header->height <= limits.most_side);
    return 0;
}
