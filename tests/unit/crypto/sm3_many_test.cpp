// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/sm3_many.hpp"

#include <random>

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

/// The lanes this processor has a way for.
std::vector<std::size_t> ways() {
    std::vector<std::size_t> ways{1};
    if (sm3_lanes() >= 8) ways.push_back(8);
    if (sm3_lanes() >= 16) ways.push_back(16);
    return ways;
}

std::vector<Bytes> random_texts(std::size_t count, std::size_t longest, std::mt19937& random) {
    std::vector<Bytes> texts(count);
    for (Bytes& text : texts) {
        text.resize(random() % (longest + 1));
        for (std::uint8_t& byte : text)
            byte = static_cast<std::uint8_t>(random());
    }
    return texts;
}

void expect_as_openssl(const std::vector<Bytes>& texts) {
    const std::vector<BytesView> views(texts.begin(), texts.end());
    for (const std::size_t lanes : ways()) {
        const std::vector<Digest32> digests = detail::sm3_many(views, lanes);
        ASSERT_EQ(digests.size(), texts.size());
        for (std::size_t i = 0; i < texts.size(); ++i)
            EXPECT_EQ(digests[i], sm3(texts[i]))
                << lanes << " lanes, " << texts[i].size() << " bytes";
    }
}

TEST(Sm3Many, the_examples_of_the_standard) {
    // GB/T 32905-2016, appendix A.
    std::string sixteen_times;
    for (int i = 0; i < 16; ++i)
        sixteen_times += "abcd";
    const std::vector<BytesView> texts{
        as_bytes("abc"), as_bytes(sixteen_times), as_bytes("abc"), as_bytes(sixteen_times)};
    for (const std::size_t lanes : ways()) {
        const std::vector<Digest32> digests = detail::sm3_many(texts, lanes);
        EXPECT_EQ(to_hex(digests[2]),
                  "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        EXPECT_EQ(to_hex(digests[3]),
                  "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }
}

TEST(Sm3Many, every_length_around_a_block) {
    std::vector<Bytes> texts;
    for (std::size_t length = 0; length <= 200; ++length)
        texts.emplace_back(length, static_cast<std::uint8_t>(length));
    expect_as_openssl(texts);
}

TEST(Sm3Many, any_number_of_texts_of_any_length) {
    std::mt19937 random(20161229);
    for (std::size_t count = 0; count <= 40; ++count)
        expect_as_openssl(random_texts(count, count % 2 == 0 ? 300 : 5000, random));
}

}  // namespace
}  // namespace yinxin::crypto
