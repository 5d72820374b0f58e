// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/photo.hpp"

namespace yinxin::documents {
namespace {

constexpr std::size_t smallest_frame_header = 8;

Error unreadable(std::string why) {
    return Error(ErrorCode::photo_unreadable, std::move(why));
}

bool is_frame(std::uint8_t marker) {
    // SOF0 to SOF2: baseline, extended sequential, progressive; Huffman coding all three.
    return marker >= 0xC0 && marker <= 0xC2;
}

bool is_foreign_frame(std::uint8_t marker) {
    const bool in_range = marker >= 0xC3 && marker <= 0xCF;
    return in_range && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

}  // namespace

Result<JpegHeader> read_jpeg_header(BytesView jpeg) {
    if (jpeg.size() < 4 || jpeg[0] != 0xFF || jpeg[1] != 0xD8) return unreadable("not a JPEG");
    if (jpeg[jpeg.size() - 2] != 0xFF || jpeg[jpeg.size() - 1] != 0xD9) {
        return unreadable("JPEG does not end with EOI");
    }
    std::size_t at = 2;
    while (at + 4 <= jpeg.size()) {
        if (jpeg[at] != 0xFF) return unreadable("JPEG marker expected");
        const std::uint8_t marker = jpeg[at + 1];
        if (marker == 0xFF) {  // fill byte
            ++at;
            continue;
        }
        const auto length = static_cast<std::size_t>(jpeg[at + 2]) << 8 | jpeg[at + 3];
        if (length < 2 || at + 2 + length > jpeg.size())
            return unreadable("JPEG segment cut short");
        if (is_foreign_frame(marker) || marker == 0xDA)
            return unreadable("unsupported JPEG coding");
        if (is_frame(marker)) {
            if (length < smallest_frame_header) return unreadable("JPEG frame header cut short");
            const BytesView frame = jpeg.subspan(at + 4);
            const JpegHeader header{frame[3] << 8 | frame[4], frame[1] << 8 | frame[2], frame[5]};
            const bool known = header.components == 1 || header.components == 3;
            if (frame[0] != 8 || !known || header.width == 0 || header.height == 0) {
                return unreadable("JPEG is not 8-bit grey or colour");
            }
            return header;
        }
        at += 2 + length;
    }
    return unreadable("JPEG without a frame");
}

Result<JpegHeader> check_photo(const Photo& photo) {
    YX_TRY(const JpegHeader header, read_jpeg_header(photo.jpeg));
    const bool agrees = (photo.width == 0 || photo.width == header.width) &&
                        (photo.height == 0 || photo.height == header.height);
    if (!agrees) return unreadable("the photo's size is not what the record says");
    return header;
}

}  // namespace yinxin::documents
