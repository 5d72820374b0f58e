// SPDX-License-Identifier: Apache-2.0
// A PDF without a seal, as scanners and offices write them: the code on each page is found, however
// its picture is stored.
#include "support/attacks/pdf_parts.hpp"
#include "support/scans.hpp"

#include "yinxin/documents/pdf_syntax.hpp"
#include "yinxin/verify/read.hpp"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::verify {
namespace {

using attacks::Bodies;
using attacks::reference;
using attacks::stream;

/// One way to store a picture: what its dictionary says, and its bytes for one pixel.
struct Way {
    std::string entries;
    std::function<std::string(bool is_black)> pixel;
    int bits = 8;  ///< below 8: pixel() gives one sample, packed here
};

std::string samples(const test::DrawnCode& code, const Way& way) {
    std::string out;
    for (int y = 0; y < code.side(); ++y) {
        unsigned packed = 0;
        int filled = 0;
        for (int x = 0; x < code.side(); ++x) {
            const std::string pixel = way.pixel(code.is_black(x, y));
            if (way.bits >= 8) {
                out += pixel;
                continue;
            }
            packed = packed << way.bits | static_cast<unsigned>(pixel[0]);
            filled += way.bits;
            if (filled < 8) continue;
            out += static_cast<char>(packed);
            packed = 0;
            filled = 0;
        }
        if (filled > 0) out += static_cast<char>(packed << (8 - filled));
    }
    return out;
}

const std::vector<Way>& ways() {
    using std::string_literals::operator""s;
    static const std::vector<Way> all{
        {"/ColorSpace/DeviceGray/BitsPerComponent 8", [](bool b) { return b ? "\0"s : "\xFF"s; }},
        {"/ColorSpace/DeviceRGB/BitsPerComponent 8",
         [](bool b) { return b ? "\x10\x10\x40"s : "\xFF\xF0\xE0"s; }},
        {"/ColorSpace/DeviceCMYK/BitsPerComponent 8",
         [](bool b) { return b ? "\0\0\0\xFF"s : "\0\0\0\0"s; }},
        {"/ColorSpace/DeviceGray/BitsPerComponent 16",
         [](bool b) { return b ? "\0\0"s : "\xFF\xFF"s; },
         16},
        {"/ColorSpace/DeviceGray/BitsPerComponent 1", [](bool b) { return b ? "\0"s : "\1"s; }, 1},
        {"/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]",
         [](bool b) { return b ? "\1"s : "\0"s; },
         1},
        {"/ImageMask true", [](bool b) { return b ? "\0"s : "\1"s; }, 1},
        {"/ColorSpace[/Indexed/DeviceRGB 2 <FFFFFF202020808080>]/BitsPerComponent 4",
         [](bool b) { return b ? "\1"s : "\0"s; },
         4},
        {"/ColorSpace[/CalGray<</WhitePoint[0.95 1 1.09]>>]/BitsPerComponent 2",
         [](bool b) { return b ? "\0"s : "\3"s; },
         2},
    };
    return all;
}

std::string link(std::size_t page) {
    return "HTTPS://EXAMPLE.TEST/V/" + std::to_string(page);
}

/// A page for each way, packed or not in turn; the picture of every third stands in a form.
std::string scans() {
    Bodies bodies;
    std::string kids;
    bodies[1] = "<</Type/Catalog/Pages 2 0 R>>";
    int next = 3;
    for (std::size_t i = 0; i < ways().size(); ++i) {
        const test::DrawnCode code(link(i + 1));
        std::string entries =
            "/Type/XObject/Subtype/Image" + code.size_entries() + ways()[i].entries;
        std::string data = samples(code, ways()[i]);
        if (i % 2 == 1) {
            entries += "/Filter/FlateDecode";
            data = documents::deflate(data);
        }
        const int picture = next++;
        bodies[picture] = stream(entries, data);
        int shown = picture;
        if (i % 3 == 0) {
            shown = next++;
            bodies[shown] =
                stream("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</A " +
                           reference(picture) + ">>>>",
                       "/A Do");
        }
        const int page = next++;
        bodies[page] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<</XObject<</A " +
                       reference(shown) + ">>>>>>";
        kids += reference(page) + " ";
    }
    bodies[2] = "<</Type/Pages/Count " + std::to_string(ways().size()) + "/Kids[" + kids + "]>>";
    return attacks::put_together(bodies, "/Root 1 0 R");
}

std::vector<std::string> found(const Claims& claims) {
    std::vector<std::string> texts;
    for (const FoundCode& code : claims.codes)
        texts.push_back(std::to_string(code.page) + " " + code.text);
    return texts;
}

bool has(const Claims& claims, std::string_view code) {
    return std::ranges::any_of(claims.findings,
                               [&](const Finding& finding) { return finding.code == code; });
}

TEST(PdfPictures, are_searched_on_every_page_however_they_are_stored) {
    const std::string file = scans();
    const Claims claims = read(as_bytes(file));
    EXPECT_FALSE(claims.is_hostile);
    EXPECT_EQ(claims.signature_count, 0U);
    std::vector<std::string> expected;
    for (std::size_t page = 1; page <= ways().size(); ++page)
        expected.push_back(std::to_string(page) + " " + link(page));
    EXPECT_THAT(found(claims), testing::ElementsAreArray(expected));
    EXPECT_TRUE(has(claims, "picture.code_found"));
}

TEST(PdfPictures, beyond_the_pages_to_scan_are_left_out_and_that_is_said) {
    ReadLimits limits;
    limits.pages_to_scan = 4;
    const std::string file = scans();
    const Claims claims = read(as_bytes(file), limits);
    EXPECT_EQ(claims.codes.size(), 4U);
    EXPECT_TRUE(has(claims, "picture.pages_left_out"));
}

TEST(PdfPictures, that_are_too_short_for_their_size_are_unreadable_and_nothing_worse) {
    const Bodies bodies{{1, "<</Type/Catalog/Pages 2 0 R>>"},
                        {2, "<</Type/Pages/Count 1/Kids[3 0 R]>>"},
                        {3,
                         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</A 4 0 "
                         "R>>>>>>"},
                        {4,
                         stream("/Type/XObject/Subtype/Image/Width 500/Height 500/ColorSpace/"
                                "DeviceGray/BitsPerComponent 8",
                                "short")}};
    const std::string file = attacks::put_together(bodies, "/Root 1 0 R");
    const Claims claims = read(as_bytes(file));
    EXPECT_FALSE(claims.is_hostile);
    EXPECT_TRUE(has(claims, "picture.unreadable"));
    EXPECT_TRUE(has(claims, "picture.no_code"));
}

}  // namespace
}  // namespace yinxin::verify
