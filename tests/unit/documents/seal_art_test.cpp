// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/seal_art.hpp"

#include "unit/documents/sample_face.hpp"

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

TEST(SealArt, says_its_words_as_outlines_in_the_colour_of_seal_paste) {
    const auto ops = draw_seal(sample_seal(), sample_stationery()->fonts());
    ASSERT_TRUE(ops);
    std::u32string said;
    for (const Op& op : *ops) {
        if (const auto* run = std::get_if<TextRun>(&op)) {
            EXPECT_EQ(run->paint, TextPaint::outlines);
            EXPECT_EQ(run->colour, vermilion);
            said += run->text;
        } else if (const auto* path = std::get_if<PaintedPath>(&op)) {
            // Nothing but rings: no filled figure that could be taken for an emblem.
            EXPECT_FALSE(path->fill);
            EXPECT_EQ(path->stroke->colour, vermilion);
        }
    }
    EXPECT_EQ(said, U"演示省人力资源演示厅职业资格证书演示演示专用章");
}

TEST(SealArt, keeps_the_arc_inside_its_rim_and_refuses_what_cannot_be_read) {
    SealArt art = sample_seal();
    art.arc_text = "演示省演示市演示区演示县演示镇演示街道演示委员会演示办公室";
    EXPECT_TRUE(draw_seal(art, sample_stationery()->fonts()));
    for (int i = 0; i < 4; ++i)
        art.arc_text += art.arc_text;
    const auto refused = draw_seal(art, sample_stationery()->fonts());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::text_does_not_fit);
}

}  // namespace
}  // namespace yinxin::documents
