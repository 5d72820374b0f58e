// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/sealed_column.hpp"

#include "test_places.hpp"
#include "unit/crypto/openssl_program.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

ColumnKey key(std::uint32_t id, char fill, Suite suite = Suite::international) {
    return {id, Secret(std::string(32, fill)), suite};
}

/// Everything that holds of one suite holds of the other.
class SealedColumn : public testing::TestWithParam<Suite> {
  protected:
    static ColumnKey key(std::uint32_t id, char fill) { return crypto::key(id, fill, GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Suites,
                         SealedColumn,
                         testing::Values(Suite::international, Suite::national),
                         [](const auto& one) { return std::string(domain::key(one.param)); });

KeyRing ring(std::vector<ColumnKey> keys) {
    return *KeyRing::create(std::move(keys));
}

TEST_P(SealedColumn, opens_what_it_sealed) {
    const KeyRing keys = ring({key(1, 'a')});
    for (const std::string plain : {"", "x", "11010119900307002X"}) {
        const Bytes sealed = keys.seal("person_document.number", plain);
        EXPECT_EQ(sealed.size(), plain.size() + KeyRing::overhead);
        EXPECT_EQ(*keys.open_text("person_document.number", sealed), plain);
    }
}

TEST_P(SealedColumn, never_seals_the_same_value_to_the_same_bytes) {
    const KeyRing keys = ring({key(1, 'a')});
    EXPECT_NE(keys.seal("c", "value"), keys.seal("c", "value"));
}

TEST_P(SealedColumn, notices_every_altered_byte) {
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

TEST_P(SealedColumn, stays_shut_in_another_place) {
    const KeyRing keys = ring({key(1, 'a')});
    EXPECT_FALSE(keys.open("account.mobile", keys.seal("person_document.number", "value")));
}

TEST_P(SealedColumn, opens_with_every_key_and_seals_with_the_newest) {
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

TEST(SealedSuites, a_ring_opens_what_each_key_sealed_in_its_own_suite_alone) {
    const Bytes international = ring({key(1, 'a')}).seal("c", "value");
    const Bytes national = ring({key(1, 'a', Suite::national)}).seal("c", "value");
    EXPECT_EQ(international[0], 1);
    EXPECT_EQ(national[0], 2);
    const KeyRing moved = ring({key(1, 'a'), key(2, 'b', Suite::national)});
    EXPECT_EQ(*moved.open_text("c", international), "value");
    EXPECT_EQ(moved.seal("c", "value")[0], 2);
    EXPECT_EQ(moved.open("c", national).error().code(), ErrorCode::unsealing_failed);
}

TEST(SealedSuites, another_library_opens_a_value_of_the_national_suite) {
    const Bytes sealed =
        ring({key(1, 'k', Suite::national)}).seal("person_document.number", "11010119900307002X");
    const auto opened_by_others = [](std::string_view context, BytesView value) {
        return test::run_stranger(YX_SOURCE_DIR "/tests/tools/java.sh NationalKeys open " +
                                  to_hex(Bytes(32, 'k')) + " " + std::string(context) + " " +
                                  to_hex(value));
    };
    const test::Ran opened = opened_by_others("person_document.number", sealed);
    if (opened.status == 77) GTEST_SKIP() << opened.output;
    EXPECT_EQ(opened.output, to_hex(as_bytes("11010119900307002X")) + "\n");
    EXPECT_NE(opened_by_others("account.mobile", sealed).status, 0) << "it must be able to say no";
}

}  // namespace
}  // namespace yinxin::crypto
