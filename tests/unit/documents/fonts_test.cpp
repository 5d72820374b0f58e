// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/fonts.hpp"

#include "unit/documents/sample_face.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

const FontBook& fonts() {
    return sample_stationery()->fonts();
}

TEST(Fonts, covers_the_rare_characters_of_real_names) {
    for (const std::string_view name :
         {"㛃䶮𬍛𠮷𮧵", "阿卜杜拉·买买提", "𫟦𬀩㐱𰻝𱁬龦鿯", "María José O’Neil"}) {
        EXPECT_TRUE(fonts().check_coverage(name)) << name;
    }
}

TEST(Fonts, refuses_private_use_and_names_the_code_point) {
    const auto refused = fonts().check_coverage("王\xEE\xA1\xA3");  // U+E863, a GB 18030-2005 place
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::glyph_missing);
    EXPECT_EQ(refused.error().params().at("code_point"), "U+E863");
}

TEST(Fonts, refuses_what_would_be_invisible_or_drawn_wrongly) {
    for (const char32_t point : {char32_t{0xFE00},   // variation selector
                                 char32_t{0xE0100},  // variation selector supplement
                                 char32_t{0x200B},   // zero width space
                                 char32_t{0x202E},   // right-to-left override
                                 char32_t{0x0301},   // combining accent
                                 char32_t{0x000A},   // control
                                 char32_t{0xFFFD},   // replacement character
                                 char32_t{0x1FFFE},  // noncharacter
                                 char32_t{0xF0000},  // plane 15
                                 char32_t{0x0627},   // Arabic needs shaping
                                 char32_t{0x3FFFF}}) {
        EXPECT_FALSE(fonts().check_coverage(std::u32string{U'王', point})) << std::hex << +point;
        EXPECT_EQ(fonts().find(FontRole::serif, point), nullptr) << std::hex << +point;
    }
}

TEST(Fonts, refuses_text_that_is_not_utf8) {
    const auto refused = fonts().check_coverage("\xC0\x80");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::malformed);
}

TEST(Fonts, keeps_a_glyph_where_it_is_once_made) {
    const Glyph* first = fonts().find(FontRole::serif, U'印');
    std::vector<const Glyph*> seen(4);
    std::vector<std::jthread> threads;
    for (auto& place : seen) {
        threads.emplace_back([&place] {
            for (char32_t point = 0x4E00; point < 0x4F00; ++point) {
                EXPECT_NE(fonts().find(FontRole::serif_bold, point), nullptr);
            }
            place = fonts().find(FontRole::serif, U'印');
        });
    }
    threads.clear();
    for (const Glyph* glyph : seen)
        EXPECT_EQ(glyph, first);
}

TEST(Fonts, gives_ideographs_a_whole_em_and_ends_every_charstring) {
    const Glyph* glyph = fonts().find(FontRole::serif, U'印');
    ASSERT_NE(glyph, nullptr);
    EXPECT_EQ(glyph->advance, 1000);
    EXPECT_EQ(glyph->charstring.back(), '\x0E');
    EXPECT_DOUBLE_EQ(fonts().measure(FontRole::serif, U"印信", 4), 8);
    EXPECT_LT(fonts().find(FontRole::serif, U'i')->advance, 500);
}

TEST(Fonts, does_not_start_without_a_required_font) {
    FontSources sources = FontSources::debian();
    sources.fallbacks[0].path = "/nowhere/Nothing.ttf";
    const auto book = FontBook::load(sources);
    ASSERT_FALSE(book);
    EXPECT_EQ(book.error().code(), ErrorCode::font_missing);
    EXPECT_EQ(book.error().params().at("font"), "Nothing.ttf");
}

}  // namespace
}  // namespace yinxin::documents
