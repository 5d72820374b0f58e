// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/photo.hpp"

#include "unit/documents/sample_face.hpp"

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

TEST(Photo, reads_size_and_components) {
    const auto header = read_jpeg_header(sample_photo().jpeg);
    ASSERT_TRUE(header);
    EXPECT_EQ(header->width, 413);
    EXPECT_EQ(header->height, 531);
    EXPECT_EQ(header->components, 3);
}

TEST(Photo, refuses_every_truncation) {
    const Bytes whole = sample_photo().jpeg;
    for (std::size_t length = 0; length < whole.size(); length += length < 700 ? 1 : 97) {
        EXPECT_FALSE(read_jpeg_header(BytesView(whole).first(length))) << length;
    }
}

TEST(Photo, refuses_a_size_that_is_not_the_pictures_own) {
    Photo photo = sample_photo();
    photo.width = 35;
    const auto refused = check_photo(photo);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::photo_unreadable);
}

TEST(Photo, refuses_four_colour_pictures) {
    Bytes jpeg = sample_photo().jpeg;
    for (std::size_t i = 2; i + 9 < jpeg.size(); ++i) {
        if (jpeg[i] == 0xFF && jpeg[i + 1] == 0xC0) {
            jpeg[i + 9] = 4;
            break;
        }
    }
    EXPECT_FALSE(read_jpeg_header(jpeg));
}

}  // namespace
}  // namespace yinxin::documents
