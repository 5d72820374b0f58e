// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/fax_code.hpp"

#include "support/small_house.hpp"
#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/verify/read.hpp"

#include <gtest/gtest.h>

namespace yinxin::verify {
namespace {

constexpr FaxShape code_shape{.columns = 116, .rows = 116, .is_black_one = true};
constexpr std::size_t code_bytes = std::size_t{116} * 15;

Bytes scan() {
    return test::sure(read_file(std::string(YX_SOURCE_DIR) + "/tests/vectors/scans/group4.pdf"));
}

/// The picture in the scan, as libtiff packed it.
Bytes packed() {
    const Bytes file = scan();
    const std::string_view text = as_text(file);
    const std::size_t from = text.find("stream\n") + 7;
    return to_bytes(text.substr(from, text.find("\nendstream") - from));
}

TEST(FaxCode, a_scan_packed_by_other_software_shows_its_code) {
    const Claims claims = read(scan());
    ASSERT_EQ(claims.codes.size(), 1U);
    EXPECT_EQ(claims.codes[0].text, "HTTPS://EXAMPLE.TEST/V/1");
    EXPECT_EQ(unpack_fax(packed(), code_shape)->size(), code_bytes);
}

TEST(FaxCode, rows_follow_the_row_above) {
    // 0 white, 3 black, then the rest white: horizontal, runs, vertical. The second row the same.
    const Bytes code{0b00100110, 0b10110111, 0b10000000};
    const auto black_one = unpack_fax(code, {.columns = 8, .rows = 2, .is_black_one = true});
    ASSERT_TRUE(black_one);
    EXPECT_EQ(*black_one, (Bytes{0b11100000, 0b11100000}));
    EXPECT_EQ(*unpack_fax(code, {.columns = 8, .rows = 2}), (Bytes{0b00011111, 0b00011111}));
}

TEST(FaxCode, that_is_cut_off_or_damaged_is_white_from_there_on_and_nothing_worse) {
    const Bytes whole = packed();
    EXPECT_FALSE(unpack_fax({}, code_shape));
    EXPECT_FALSE(unpack_fax(whole, {.columns = 0, .rows = 9}));
    for (std::size_t length = 1; length < whole.size(); ++length) {
        const auto cut = unpack_fax(BytesView(whole).first(length), code_shape);
        if (cut) EXPECT_EQ(cut->size(), code_bytes);
    }
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        Bytes damaged = whole;
        damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (0x80U >> bit % 8));
        const auto unpacked = unpack_fax(damaged, code_shape);
        if (unpacked) EXPECT_EQ(unpacked->size(), code_bytes);
    }
}

}  // namespace
}  // namespace yinxin::verify
