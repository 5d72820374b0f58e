// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/qr.hpp"

#include "unit/documents/tools.hpp"

#include <array>

#include <gtest/gtest.h>
#include <qrencode.h>

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

/// The mask that the format information at the upper left names.
int mask_of(const auto& dark_at) {
    int value = 0;
    for (int column = 0; column < 5; ++column)
        value = value << 1 | (dark_at(8, column) ? 1 : 0);
    return (value ^ 0b10101) & 7;
}

bool is_inverted(int mask, int i, int j) {
    const int product = i * j;
    const std::array<int, 8> remainders{(i + j) % 2,
                                        i % 2,
                                        j % 3,
                                        (i + j) % 3,
                                        (i / 2 + j / 3) % 2,
                                        product % 2 + product % 3,
                                        (product % 2 + product % 3) % 2,
                                        ((i + j) % 2 + product % 3) % 2};
    return remainders[static_cast<std::size_t>(mask)] == 0;
}

TEST(Qr, capital_letters_and_digits_take_less_room_and_are_read_back) {
    YX_NEEDS_TOOL("zbarimg");
    const Scratch scratch;
    for (const std::size_t length : {1, 2, 38, 39, 311, 350, 419}) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i)
            text += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[(i * i + 5) % 45];
        text.front() = 'Y';
        text.back() = 'X';
        const auto code = encode_qr(text, 177);
        ASSERT_TRUE(code) << length;
        QRinput* input = QRinput_new2(0, QR_ECLEVEL_M);
        QRinput_append(input,
                       QR_MODE_AN,
                       static_cast<int>(length),
                       reinterpret_cast<const unsigned char*>(text.data()));
        QRcode* theirs = QRcode_encodeInput(input);
        EXPECT_EQ(code->size, theirs->width) << length;
        QRcode_free(theirs);
        QRinput_free(input);
        const auto file = scratch.put("code.pgm", as_bytes(to_pgm(*code, 4)));
        EXPECT_EQ(run_tool("zbarimg -q --raw " + file + " 2>/dev/null").output, text + "\n");
    }
    EXPECT_TRUE(fits_qr(std::string(419, 'A'), offline_code_room));
    EXPECT_FALSE(fits_qr(std::string(420, 'A'), offline_code_room));
}

TEST(Qr, has_the_modules_libqrencode_has_once_both_masks_are_taken_off) {
    for (std::size_t length = 1; length <= 660; length += length < 120 ? 1 : 13) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i)
            text += static_cast<char>(33 + (i * i + 7 * i) % 90);
        QRinput* input = QRinput_new2(0, QR_ECLEVEL_M);
        QRinput_append(input,
                       QR_MODE_8,
                       static_cast<int>(length),
                       reinterpret_cast<const unsigned char*>(text.data()));
        QRcode* theirs = QRcode_encodeInput(input);
        const auto ours = encode_qr(text, 177);
        ASSERT_TRUE(ours);
        ASSERT_EQ(ours->size, theirs->width) << length;
        const int side = ours->size;
        const auto our_dark = [&](int row, int column) {
            return bool(ours->dark[static_cast<std::size_t>(row * side + column)]);
        };
        const auto their_flags = [&](int row, int column) {
            return theirs->data[row * side + column];
        };
        const auto their_dark = [&](int row, int column) {
            return (their_flags(row, column) & 1) != 0;
        };
        const int our_mask = mask_of(our_dark);
        const int their_mask = mask_of(their_dark);
        int different = 0;
        for (int row = 0; row < side; ++row) {
            for (int column = 0; column < side; ++column) {
                const int flags = their_flags(row, column);
                const bool is_data = (flags & 0x80) == 0;  // qrencode.h: function patterns have it
                const bool is_format = (flags & 0x04) != 0;
                if (is_format && our_mask != their_mask) continue;
                const bool ours_bare =
                    our_dark(row, column) != (is_data && is_inverted(our_mask, row, column));
                const bool theirs_bare =
                    their_dark(row, column) != (is_data && is_inverted(their_mask, row, column));
                different += ours_bare != theirs_bare ? 1 : 0;
            }
        }
        EXPECT_EQ(different, 0) << length << " bytes, masks " << our_mask << " " << their_mask;
        QRcode_free(theirs);
        QRinput_free(input);
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
