// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/sealed_column.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

ColumnKey key(std::uint32_t id, char fill) {
    return {id, Secret(std::string(32, fill))};
}

KeyRing ring(std::vector<ColumnKey> keys) {
    return *KeyRing::create(std::move(keys));
}

TEST(SealedColumn, opens_what_it_sealed) {
    const KeyRing keys = ring({key(1, 'a')});
    for (const std::string plain : {"", "x", "11010119900307002X"}) {
        const Bytes sealed = keys.seal("person_document.number", plain);
        EXPECT_EQ(sealed.size(), plain.size() + KeyRing::overhead);
        EXPECT_EQ(*keys.open_text("person_document.number", sealed), plain);
    }
}

TEST(SealedColumn, never_seals_the_same_value_to_the_same_bytes) {
    const KeyRing keys = ring({key(1, 'a')});
    EXPECT_NE(keys.seal("c", "value"), keys.seal("c", "value"));
}

TEST(SealedColumn, notices_every_altered_byte) {
    const KeyRing keys = ring({key(1, 'a')});
    const Bytes sealed = keys.seal("c", "value");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes altered = sealed;
        altered[i] ^= 1;
        const auto opened = keys.open("c", altered);
        ASSERT_FALSE(opened) << "byte " << i;
        EXPECT_EQ(opened.error().code(), ErrorCode::unsealing_failed);
    }
    for (std::size_t length = 0; length < sealed.size(); ++length) {
        EXPECT_FALSE(keys.open("c", BytesView(sealed).first(length)));
    }
}

TEST(SealedColumn, stays_shut_in_another_place) {
    const KeyRing keys = ring({key(1, 'a')});
    EXPECT_FALSE(keys.open("account.mobile", keys.seal("person_document.number", "value")));
}

TEST(SealedColumn, opens_with_every_key_and_seals_with_the_newest) {
    const Bytes old = ring({key(1, 'a')}).seal("c", "value");
    const KeyRing rotated = ring({key(7, 'b'), key(1, 'a')});
    EXPECT_EQ(*rotated.open_text("c", old), "value");
    EXPECT_EQ(*KeyRing::key_id_of(rotated.seal("c", "value")), 7U);
    EXPECT_EQ(*KeyRing::key_id_of(old), 1U);
    EXPECT_FALSE(ring({key(7, 'b')}).open("c", old));
    EXPECT_FALSE(ring({key(1, 'b')}).open("c", old));
}

TEST(KeyRing, refuses_keys_that_cannot_be_told_apart_or_are_short) {
    EXPECT_FALSE(KeyRing::create({}));
    EXPECT_FALSE(KeyRing::create({key(1, 'a'), key(1, 'b')}));
    EXPECT_FALSE(KeyRing::create({key(0, 'a')}));
    EXPECT_FALSE(KeyRing::create({{1, Secret(std::string(31, 'a'))}}));
}

}  // namespace
}  // namespace yinxin::crypto
