// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/backup_key.hpp"

#include "yinxin/crypto/keys.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

class BackupKeys : public testing::TestWithParam<Suite> {
  protected:
    static BackupKey made() { return *BackupKey::parse(*BackupKey::generate(GetParam())); }

    const Secret file_key_{std::string(32, 'k')};
};

TEST_P(BackupKeys, what_is_sealed_for_a_key_only_that_key_opens) {
    const BackupKey key = made();
    const auto sealed = key.recipient()->seal(file_key_);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(key.open(*sealed)->expose(), file_key_.expose());
    EXPECT_EQ(made().open(*sealed).error().code(), ErrorCode::unsealing_failed);
}

TEST_P(BackupKeys, no_altered_byte_opens) {
    const BackupKey key = made();
    const Bytes sealed = *key.recipient()->seal(file_key_);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes altered = sealed;
        altered[i] ^= 1;
        const auto opened = key.open(altered);
        EXPECT_FALSE(opened && opened->expose() == file_key_.expose()) << i;
    }
    EXPECT_FALSE(key.open(BytesView(sealed).first(sealed.size() - 1)));
    EXPECT_FALSE(key.open({}));
}

TEST_P(BackupKeys, the_public_part_is_read_again_and_seals_for_the_same_key) {
    const BackupKey key = made();
    const auto read = BackupRecipient::parse(key.recipient()->spki());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->suite(), GetParam());
    EXPECT_EQ(key.open(*read->seal(file_key_))->expose(), file_key_.expose());
}

INSTANTIATE_TEST_SUITE_P(Suites,
                         BackupKeys,
                         testing::Values(Suite::international, Suite::national),
                         [](const auto& named) { return std::string(domain::key(named.param)); });

TEST(BackupKey, a_key_of_another_kind_is_refused) {
    const Secret other = *generate_key(KeyKind::p256);
    EXPECT_EQ(BackupKey::parse(other).error().code(), ErrorCode::key_unavailable);
    EXPECT_FALSE(BackupKey::parse(Secret(std::string("no key at all"))));
    EXPECT_FALSE(BackupRecipient::parse(as_bytes("no key at all")));
}

}  // namespace
}  // namespace yinxin::crypto
