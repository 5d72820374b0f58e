// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/seal_stencil.hpp"

#include "test_places.hpp"
#include "unit/documents/sample_face.hpp"
#include "unit/documents/tools.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/documents/pdf_certificate.hpp"
#include "yinxin/documents/svg.hpp"

#include <cmath>
#include <functional>
#include <png.h>

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

constexpr std::uint32_t nothing = 0x00000000;
constexpr std::uint32_t red = 0xFF1020E6;   // little-endian RGBA
constexpr std::uint32_t blue = 0xFFC83214;  // a seal of another ink
constexpr std::uint32_t pale = 0xFFC8C8FF;  // the edge of a stroke
constexpr std::uint32_t white = 0xFFFFFFFF;

/// A PNG by libpng, every pixel as `paint` says.
Bytes make_png(int width, int height, const std::function<std::uint32_t(int, int)>& paint) {
    std::vector<std::uint32_t> pixels;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            pixels.push_back(paint(x, y));
    }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGBA;
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr);
    Bytes out(size);
    png_image_write_to_memory(&image, out.data(), &size, 0, pixels.data(), 0, nullptr);
    out.resize(size);
    return out;
}

/// A ring of ink, open at the right.
Bytes ring(int side, std::uint32_t ink, std::uint32_t ground) {
    return make_png(side, side, [=](int x, int y) {
        const double far = std::hypot(x - side / 2.0, y - side / 2.0) / side;
        const bool is_gap = x > side * 3 / 4 && std::abs(y - side / 2) < side / 20;
        return far > 0.42 && far < 0.48 && !is_gap ? ink : ground;
    });
}

std::string why(const Bytes& file) {
    const auto read = read_seal_stencil(file);
    if (read) return "taken";
    EXPECT_EQ(read.error().code(), ErrorCode::seal_picture_refused);
    return read.error().params().at("why");
}

TEST(SealStencil, keeps_the_ink_whatever_its_colour_and_its_ground) {
    for (const std::uint32_t ink : {red, blue, std::uint32_t{0xFF000000}}) {
        for (const std::uint32_t ground : {nothing, white, pale}) {
            const auto read = read_seal_stencil(ring(600, ink, ground));
            ASSERT_TRUE(read) << read.error().describe();
            EXPECT_EQ(read->side, 600);
            EXPECT_TRUE(read->is_ink(300, 30));
            EXPECT_TRUE(read->is_ink(30, 300));
            EXPECT_FALSE(read->is_ink(300, 300));
            EXPECT_FALSE(read->is_ink(0, 0));
            EXPECT_FALSE(read->is_ink(570, 300)) << "the gap of the ring";
        }
    }
}

TEST(SealStencil, its_own_picture_is_the_same_stencil_again) {
    const auto first = read_seal_stencil(ring(601, red, nothing));
    ASSERT_TRUE(first);
    const auto again = read_seal_stencil(first->png);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->rows, first->rows);
    EXPECT_EQ(again->png, first->png);
    EXPECT_LT(first->png.size(), 8000U);
}

TEST(SealStencil, says_why_a_picture_is_none_of_a_seal) {
    EXPECT_EQ(why(ring(600, red, white)), "taken");
    EXPECT_EQ(why(ring(599, red, white)), "too_few_pixels");
    EXPECT_EQ(why(make_png(700, 600, [](int, int) { return red; })), "not_square");
    EXPECT_EQ(why(make_png(600, 600, [](int, int) { return white; })), "no_ink");
    EXPECT_EQ(why(make_png(600, 600, [](int, int) { return red; })), "no_paper");
    EXPECT_EQ(why(to_bytes("\xFF\xD8\xFF\xE0 no PNG")), "not_png");
    EXPECT_EQ(why({}), "not_png");
    Bytes cut = ring(600, red, white);
    cut.resize(cut.size() / 2);
    EXPECT_EQ(why(cut), "not_png");
    EXPECT_EQ(why(Bytes(std::size_t{1024} * 1024 + 1)), "too_large");
    EXPECT_EQ(why(make_png(2401, 2401, [](int, int) { return nothing; })), "too_many_pixels");
}

TEST(SealStencil, a_picture_of_gigabytes_is_refused_before_it_is_unpacked) {
    Bytes bomb = make_png(2, 2, [](int, int) { return red; });
    // Width and height in IHDR say 60,000; its check sum is made right again.
    const Bytes sides{0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60};
    std::ranges::copy(sides, bomb.begin() + 16);
    std::uint32_t crc = 0xFFFFFFFF;
    for (std::size_t i = 12; i < 29; ++i) {
        crc ^= bomb[i];
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
    }
    crc = ~crc;
    for (int i = 0; i < 4; ++i)
        bomb[static_cast<std::size_t>(29 + i)] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
    EXPECT_EQ(why(bomb), "too_many_pixels");
}

class StencilledSeal : public ::testing::Test {
  protected:
    static std::shared_ptr<const Stationery> stationery() {
        StationerySources sources;
        SealArt art = sample_seal();
        art.stencil =
            std::make_shared<const SealStencil>(read_seal_stencil(ring(600, red, nothing)).value());
        sources.seals = {art};
        return Stationery::load(std::move(sources)).value();
    }
};

TEST_F(StencilledSeal, is_drawn_instead_of_the_words) {
    const auto shared = stationery();
    const auto svg = draw_seal_svg(*shared->find_seal(sample_seal().id), *shared);
    ASSERT_TRUE(svg);
    EXPECT_NE(svg->find("href=\"data:image/png;base64,iVBOR"), std::string::npos);
    EXPECT_EQ(svg->find("<use"), std::string::npos);
}

TEST_F(StencilledSeal, makes_a_page_that_other_software_finds_sound) {
    YX_NEEDS_TOOL("qpdf");
    const Scratch scratch;
    const PdfPress press(stationery());
    PdfProfile profile;
    profile.conformance = PdfConformance::a_1b;
    const auto twin = press.build(sample_face(), profile);
    ASSERT_TRUE(twin) << twin.error().describe();
    const auto preflight = run_tool(std::string(YX_SOURCE_DIR) + "/tests/tools/java.sh Preflight " +
                                    scratch.put("twin.pdf", twin->bytes));
    if (preflight.exit_code != 77) EXPECT_EQ(preflight.exit_code, 0) << preflight.output;
    const auto page = press.build(sample_face(), {});
    ASSERT_TRUE(page);
    const auto check = run_tool("qpdf --check " + scratch.put("page.pdf", page->bytes));
    EXPECT_EQ(check.exit_code, 0) << check.output;
    EXPECT_EQ(check.output.find("WARNING"), std::string::npos) << check.output;
}

/// Pixels in the colour of seal paste, as square millimetres, on the page as `draw` makes page.ppm.
double inked_area(const Scratch& scratch, const std::string& draw) {
    const auto drawn = run_tool(draw);
    EXPECT_EQ(drawn.exit_code, 0) << drawn.output;
    const auto read = read_file(scratch.path("page.ppm"));
    if (!read) return 0;
    constexpr std::size_t page_bytes = std::size_t{1240} * 1754 * 3;  // A4 at 150 dots an inch
    if (read->size() < page_bytes) return 0;
    const BytesView pixels = BytesView(*read).last(page_bytes);
    double count = 0;
    for (std::size_t i = 0; i < pixels.size(); i += 3) {
        const bool is_ink = std::abs(pixels[i] - vermilion.red) < 6 &&
                            std::abs(pixels[i + 1] - vermilion.green) < 6 &&
                            std::abs(pixels[i + 2] - vermilion.blue) < 6;
        if (is_ink) ++count;
    }
    const double pixel = 25.4 / 150;
    return count * pixel * pixel;
}

TEST_F(StencilledSeal, is_pressed_40_mm_wide_in_the_colour_of_seal_paste) {
    YX_NEEDS_TOOL("pdftoppm");
    YX_NEEDS_TOOL("mutool");
    const Scratch scratch;
    const PdfPress press(stationery());
    const auto page = press.build(sample_face(), {});
    ASSERT_TRUE(page);
    const std::string file = scratch.put("page.pdf", page->bytes);
    // The ring of ink, but for its gap and the pixels of its edges.
    constexpr double ring_area = 3.1416 * (0.48 * 0.48 - 0.42 * 0.42) * 40 * 40;
    for (const std::string& draw :
         {"pdftoppm -r 150 -singlefile " + file + " " + scratch.path("page"),
          "mutool draw -q -r 150 -o " + scratch.path("page.ppm") + " " + file}) {
        const double area = inked_area(scratch, draw);
        EXPECT_GT(area, 0.8 * ring_area) << draw;
        EXPECT_LT(area, 1.02 * ring_area) << draw;
    }
}

}  // namespace
}  // namespace yinxin::documents
