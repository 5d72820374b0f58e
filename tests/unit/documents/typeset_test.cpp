// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/typeset.hpp"

#include "unit/documents/sample_face.hpp"

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

const FontBook& fonts() {
    return sample_stationery()->fonts();
}

TEST(Typeset, keeps_the_wanted_size_while_there_is_room) {
    const auto text = fit(U"王演示", {.width = 40, .size = 5}, fonts(), "name");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->size, 5);
    EXPECT_EQ(text->lines.size(), 1U);
}

TEST(Typeset, shrinks_before_it_wraps_and_wraps_before_it_gives_up) {
    const TextRoom room{.width = 40, .size = 5, .one_line_size = 4, .smallest_size = 3, .lines = 2};
    const auto shrunk = fit(std::u32string(9, U'王'), room, fonts(), "name");
    ASSERT_TRUE(shrunk);
    EXPECT_EQ(shrunk->lines.size(), 1U);
    EXPECT_LT(shrunk->size, 5);
    const auto wrapped = fit(std::u32string(20, U'王'), room, fonts(), "name");
    ASSERT_TRUE(wrapped);
    EXPECT_EQ(wrapped->lines.size(), 2U);
    const auto refused = fit(std::u32string(30, U'王'), room, fonts(), "name");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::text_does_not_fit);
    EXPECT_EQ(refused.error().params().at("part"), "name");
}

TEST(Typeset, never_makes_a_line_wider_than_its_room) {
    const std::u32string text =
        U"本证书由演示省人力资源演示厅批准颁发，表明持证人通过（统一组织的）考试 Grade One。";
    for (double width = 12; width < 60; width += 3.7) {
        const TextRoom room{.width = width};
        std::u32string joined;
        for (const std::u32string& line : break_lines(text, room, 4, fonts())) {
            EXPECT_LE(fonts().measure(FontRole::serif, line, 4), width + 1e-6);
            EXPECT_FALSE(std::u32string_view(U"，。）").contains(line.front()));
            EXPECT_NE(line.back(), U'（');
            joined += line;
        }
        std::u32string without_spaces = text;
        std::erase(without_spaces, U' ');
        std::erase(joined, U' ');
        EXPECT_EQ(joined, without_spaces);
    }
}

TEST(Typeset, does_not_cut_a_word_that_fits_on_the_next_line) {
    const auto lines = break_lines(U"Professional Qualification", {.width = 26}, 4, fonts());
    EXPECT_EQ(lines, (std::vector<std::u32string>{U"Professional", U"Qualification"}));
}

}  // namespace
}  // namespace yinxin::documents
