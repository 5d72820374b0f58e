// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/portrait.hpp"

#include "yinxin/cli/canvas.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <jpeglib.h>
#include <set>

#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

/// libjpeg's own reading of a file: size, components, whether it is progressive, one pixel.
struct Decoded {
    unsigned width = 0;
    unsigned height = 0;
    int components = 0;
    bool progressive = false;
    int dots_per_inch = 0;
    std::array<int, 3> corner{};
    long warnings = 0;
};

Decoded decode(const Bytes& file) {
    jpeg_decompress_struct codec{};
    jpeg_error_mgr errors{};
    codec.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&codec);
    jpeg_mem_src(&codec, file.data(), file.size());
    jpeg_read_header(&codec, TRUE);
    Decoded found;
    found.progressive = codec.progressive_mode != 0;
    found.dots_per_inch = codec.density_unit == 1 ? codec.X_density : 0;
    codec.out_color_space = JCS_RGB;
    jpeg_start_decompress(&codec);
    found.width = codec.output_width;
    found.height = codec.output_height;
    found.components = codec.num_components;
    Bytes row(static_cast<std::size_t>(codec.output_width) * 3);
    while (codec.output_scanline < codec.output_height) {
        JSAMPROW rows[] = {row.data()};
        jpeg_read_scanlines(&codec, rows, 1);
        if (codec.output_scanline == 1) std::copy_n(row.begin(), 3, found.corner.begin());
    }
    jpeg_finish_decompress(&codec);
    found.warnings = errors.num_warnings;
    jpeg_destroy_decompress(&codec);
    return found;
}

TEST(Portrait, is_a_baseline_jpeg_of_an_id_photos_size) {
    for (const std::uint32_t seed : {0U, 1U, 77U, 4'294'967'295U}) {
        const Bytes file = draw_portrait(seed);
        const Decoded picture = decode(file);
        EXPECT_EQ(picture.width, 413U);
        EXPECT_EQ(picture.height, 531U);
        EXPECT_EQ(picture.components, 3);
        EXPECT_EQ(picture.dots_per_inch, 300);
        EXPECT_FALSE(picture.progressive);
        EXPECT_EQ(picture.warnings, 0);
        EXPECT_GT(*std::ranges::min_element(picture.corner), 190) << "the background is light";
    }
}

TEST(Portrait, stays_below_twenty_kilobytes) {
    for (std::uint32_t seed = 0; seed < 100; ++seed)
        EXPECT_LT(draw_portrait(seed).size(), 20'480U);
}

TEST(Portrait, comes_out_the_same_for_the_same_seed) {
    EXPECT_EQ(draw_portrait(42), draw_portrait(42));
}

TEST(Portrait, looks_different_for_nearly_every_seed) {
    std::set<Bytes> pictures;
    for (std::uint32_t seed = 0; seed < 100; ++seed)
        pictures.insert(draw_portrait(seed));
    EXPECT_GE(pictures.size(), 98U);
}

TEST(Canvas, covers_half_a_pixel_by_half) {
    Canvas canvas(4, 2, {0, 0, 0});
    canvas.fill(Outline().move_to({1.5, 0}).line_to({3, 0}).line_to({3, 1}).line_to({1.5, 1}),
                {200, 100, 50});
    const BytesView pixels = canvas.pixels();
    const std::array<int, 4> red{pixels[0], pixels[3], pixels[6], pixels[9]};
    EXPECT_EQ(red, (std::array<int, 4>{0, 100, 200, 0}));
    EXPECT_EQ(pixels[12 + 6], 0) << "the row below stays paper";
}

TEST(Canvas, fills_overlapping_parts_once) {
    Canvas canvas(20, 20, {0, 0, 0});
    Outline pen;
    pen.stroke({2, 10}, {8, 10}, {12, 10}, {18, 10}, 6);
    canvas.fill(pen, {255, 255, 255}, 0.5);
    for (std::size_t x = 3; x < 17; ++x)
        EXPECT_EQ(canvas.pixels()[(10 * 20 + x) * 3], 128) << x;
}

TEST(Canvas, keeps_shapes_that_reach_outside_inside) {
    Canvas canvas(10, 10, {9, 9, 9});
    canvas.fill(Outline().ellipse({5, 5}, 400, 400), {77, 77, 77});
    EXPECT_TRUE(std::ranges::all_of(canvas.pixels(), [](int value) { return value == 77; }));
    canvas.fill(Outline().ellipse({-50, -50}, 3, 3), {1, 1, 1});
    EXPECT_TRUE(std::ranges::all_of(canvas.pixels(), [](int value) { return value == 77; }));
}

}  // namespace
}  // namespace yinxin::cli
