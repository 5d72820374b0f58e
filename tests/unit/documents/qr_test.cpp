// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/qr.hpp"

#include "unit/documents/tools.hpp"

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

/// A grey picture (PGM) with quiet zone, `scale` pixels a module.
std::string to_pgm(const CodeModules& code, int scale) {
    const int side = (code.size + 8) * scale;
    std::string out = "P5\n" + std::to_string(side) + " " + std::to_string(side) + "\n255\n";
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int row = y / scale - 4;
            const int column = x / scale - 4;
            const bool inside = row >= 0 && column >= 0 && row < code.size && column < code.size;
            const bool dark =
                inside && code.dark[static_cast<std::size_t>(row * code.size + column)];
            out += static_cast<char>(dark ? 0x10 : 0xF0);
        }
    }
    return out;
}

TEST(Qr, is_read_back_by_a_stranger_at_every_length) {
    YX_NEEDS_TOOL("zbarimg");
    const Scratch scratch;
    for (std::size_t length = 1; length <= 330; length += length < 90 ? 7 : 60) {
        std::string text = "https://verify.yinxin.example/v/";
        for (std::size_t i = 0; text.size() < length; ++i)
            text += static_cast<char>('0' + i * 7 % 43);
        text.resize(length);
        const auto code = encode_qr(text, 177);
        ASSERT_TRUE(code) << length;
        EXPECT_EQ((code->size - 17) % 4, 0);
        const auto file = scratch.put("code.pgm", as_bytes(to_pgm(*code, 4)));
        const auto read = run_tool("zbarimg -q --raw " + file + " 2>/dev/null");
        EXPECT_EQ(read.output, text + "\n");
    }
}

TEST(Qr, takes_the_smallest_version_that_holds_the_text) {
    // ISO/IEC 18004, table 7: byte mode, level M: 14, 26, 42, 62, 84, 106, 122, 152, 180, 213
    // bytes.
    int version = 1;
    for (const std::size_t capacity : {14, 26, 42, 62, 84, 106, 122, 152, 180, 213}) {
        EXPECT_EQ(encode_qr(std::string(capacity, 'a'), 177)->size, 17 + 4 * version);
        EXPECT_EQ(encode_qr(std::string(capacity + 1, 'a'), 177)->size, 21 + 4 * version);
        ++version;
    }
}

TEST(Qr, refuses_what_would_have_too_small_modules) {
    EXPECT_TRUE(encode_qr(std::string(62, 'a'), 33));
    const auto refused = encode_qr(std::string(63, 'a'), 33);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::qr_too_large);
    EXPECT_FALSE(encode_qr("", 33));
    EXPECT_FALSE(encode_qr(std::string(5000, 'a'), 177));
}

}  // namespace
}  // namespace yinxin::documents
