// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/photo_check.hpp"

#include "unit/documents/sample_face.hpp"

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

TEST(PhotoCheck, takes_an_id_photo_as_it_is) {
    EXPECT_FALSE(check_photo_file(sample_photo().jpeg));
}

TEST(PhotoCheck, says_why_another_file_is_no_photo) {
    const Bytes jpeg = sample_photo().jpeg;
    EXPECT_EQ(check_photo_file({}), PhotoProblem::not_jpeg);
    EXPECT_EQ(check_photo_file(as_bytes("\x89PNG\r\n\x1a\n and more")), PhotoProblem::not_jpeg);
    EXPECT_EQ(check_photo_file(as_bytes("%PDF-1.7")), PhotoProblem::not_jpeg);
    PhotoLimits limits;
    limits.bytes = jpeg.size() - 1;
    EXPECT_EQ(check_photo_file(jpeg, limits), PhotoProblem::too_many_bytes);
    limits = {};
    limits.least_width = 414;
    EXPECT_EQ(check_photo_file(jpeg, limits), PhotoProblem::too_few_pixels);
    limits = {};
    limits.most_side = 500;
    EXPECT_EQ(check_photo_file(jpeg, limits), PhotoProblem::too_many_pixels);
    limits = {};
    limits.most_ratio = 1.2;
    EXPECT_EQ(check_photo_file(jpeg, limits), PhotoProblem::wrong_shape);
}

TEST(PhotoCheck, decodes_all_of_it) {
    Bytes damaged = sample_photo().jpeg;
    // The end of image stays, so that only decoding shows what is missing.
    damaged.erase(damaged.begin() + static_cast<std::ptrdiff_t>(damaged.size() / 2),
                  damaged.end() - 2);
    EXPECT_EQ(check_photo_file(damaged), PhotoProblem::unreadable);
    for (std::size_t length = 4; length < damaged.size(); length += 211) {
        EXPECT_TRUE(check_photo_file(BytesView(damaged).first(length))) << length;
    }
}

}  // namespace
}  // namespace yinxin::documents
