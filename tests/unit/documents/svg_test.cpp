// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/svg.hpp"

#include "unit/documents/sample_face.hpp"
#include "unit/documents/tools.hpp"

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

std::string draw(const Face& face, const SvgOptions& options = {}) {
    auto svg = draw_svg(face, *sample_stationery(), options);
    if (!svg) throw std::runtime_error(svg.error().describe());
    return *std::move(svg);
}

bool has(const std::string& svg, std::string_view what) {
    return svg.find(what) != std::string::npos;
}

TEST(Svg, is_well_formed_whatever_the_words_are) {
    YX_NEEDS_TOOL("xmllint");
    const Scratch scratch;
    Face face = sample_face();
    face.fields[4].value = "A&B <C> \"D\" 'E'";
    for (const SvgSize size : {SvgSize::whole, SvgSize::thumbnail}) {
        for (const Face& each : {face, sample_exempt(), sample_preview()}) {
            const auto file = scratch.put("page.svg", as_bytes(draw(each, {.size = size})));
            const auto lint = run_tool("xmllint --noout " + file);
            EXPECT_EQ(lint.exit_code, 0) << lint.output;
        }
    }
}

TEST(Svg, needs_nothing_a_strict_content_policy_forbids) {
    for (const SvgSize size : {SvgSize::whole, SvgSize::thumbnail}) {
        const std::string svg = draw(sample_face(), {.size = size});
        for (const char* forbidden : {"style",
                                      "<script",
                                      "onload",
                                      "<text",
                                      "font-family",
                                      "http://www.w3.org/1999/xlink",
                                      "<foreignObject"}) {
            EXPECT_FALSE(has(svg, forbidden)) << forbidden;
        }
        EXPECT_TRUE(has(svg, "href=\"data:image/jpeg;base64,/9j/"));
    }
}

TEST(Svg, tells_those_who_do_not_see_it_everything_the_page_says) {
    const Face face = sample_face();
    const std::string svg = draw(face);
    EXPECT_TRUE(has(svg, "<title id=\"t\">一级建造师职业资格证书</title>"));
    for (const TextLine& line : text_equivalent(face)) {
        EXPECT_TRUE(has(svg, line.label_zh + " " + line.value + "\n")) << line.label_zh;
    }
    EXPECT_TRUE(has(draw(sample_preview()), "预览 · 不作证明"));
}

TEST(Svg, takes_the_photo_from_an_address_and_prefixes_its_ids) {
    const std::string svg =
        draw(sample_face(), {.photo_href = "/photo/1?a=b&c=d", .id_prefix = "c7-"});
    EXPECT_TRUE(has(svg, "href=\"/photo/1?a=b&amp;c=d\""));
    EXPECT_FALSE(has(svg, "data:"));
    EXPECT_FALSE(has(svg, "id=\"g"));
    EXPECT_FALSE(has(svg, "href=\"#g"));
    EXPECT_TRUE(has(svg, "href=\"#c7-g0\""));
    EXPECT_TRUE(has(svg, "aria-labelledby=\"c7-t c7-d\""));
}

TEST(Svg, makes_list_pictures_small) {
    const std::string svg =
        draw(sample_preview(), {.size = SvgSize::thumbnail, .photo_href = "/p"});
    EXPECT_LT(svg.size(), 40'000U);
    EXPECT_LT(svg.size() * 4, draw(sample_preview(), {.photo_href = "/p"}).size());
}

TEST(Svg, is_the_same_for_the_same_face) {
    EXPECT_EQ(draw(sample_face()), draw(sample_face()));
}

}  // namespace
}  // namespace yinxin::documents
