// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/log.hpp"

#include <gtest/gtest.h>

namespace yinxin {
namespace {

TEST(Text, decodes_every_length_of_utf8_and_back) {
    const std::string text = "A\xC2\xB7\xE9\xBE\xA6\xF0\xA0\xAE\xB7";
    const auto points = decode_utf8(text);
    ASSERT_TRUE(points);
    EXPECT_EQ(*points, (std::u32string{U'A', 0xB7, 0x9FA6, 0x20BB7}));
    EXPECT_EQ(encode_utf8(*points), text);
}

TEST(Text, refuses_what_is_not_utf8) {
    for (const std::string_view wrong :
         {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xE9\xBE", "\xE0\x80\x80"}) {
        EXPECT_FALSE(is_utf8(wrong));
    }
}

TEST(Text, trims_ideographic_spaces_too) {
    EXPECT_EQ(trim("\xE3\x80\x80 a b\t\xE3\x80\x80"), "a b");
}

TEST(Bytes, base64url_takes_back_what_it_gives) {
    for (std::size_t length = 0; length < 40; ++length) {
        Bytes bytes(length);
        for (std::size_t i = 0; i < length; ++i)
            bytes[i] = static_cast<std::uint8_t>(i * 37 + length);
        const auto back = parse_base64url(to_base64url(bytes));
        ASSERT_TRUE(back);
        EXPECT_EQ(*back, bytes);
    }
    EXPECT_EQ(to_base64(as_bytes("foob")), "Zm9vYg==");
    EXPECT_FALSE(parse_base64url("A"));
    EXPECT_FALSE(parse_base64url("AB"));  // stray bits
    EXPECT_FALSE(parse_base64url("A+=="));
}

TEST(Log, a_record_stays_one_line) {
    EXPECT_EQ(log::json_quote("a\r\n\"b\\"), "\"a\\u000d\\u000a\\\"b\\\\\"");
}

}  // namespace
}  // namespace yinxin
