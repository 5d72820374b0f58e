// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pepper.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

constexpr PasswordCost cheap{8, 1};
const Secret password("violet kettle hums at noon");

MacKey pepper(Suite suite, char fill = 'p') {
    return {suite, Secret(std::string(32, fill))};
}

class Pepper : public testing::TestWithParam<Suite> {};
INSTANTIATE_TEST_SUITE_P(Suites,
                         Pepper,
                         testing::Values(Suite::international, Suite::national),
                         [](const auto& one) { return std::string(domain::key(one.param)); });

TEST_P(Pepper, without_it_a_stored_hash_says_nothing_of_the_password) {
    const std::string stored = *hash_password(password, pepper(GetParam()), cheap);
    EXPECT_TRUE(check_password(stored, password, pepper(GetParam())));
    EXPECT_FALSE(check_password(stored, Secret("violet kettle"), pepper(GetParam())));
    EXPECT_FALSE(check_password(stored, password, pepper(GetParam(), 'q')));
    // What a thief of the database alone could try: the hash as it stands there.
    EXPECT_FALSE(check_password(stored.substr(stored.find('$')), password));
    EXPECT_FALSE(needs_rehash(stored, pepper(GetParam()), cheap));
}

TEST(PepperedPasswords, name_their_suite_and_are_worth_nothing_in_the_other) {
    const std::string national = *hash_password(password, pepper(Suite::national), cheap);
    const std::string other = *hash_password(password, pepper(Suite::international), cheap);
    EXPECT_TRUE(national.starts_with("hmac-sm3$argon2id$v=19$m=8,t=1,p=1$")) << national;
    EXPECT_TRUE(other.starts_with("hmac-sha256$argon2id$v=19$")) << other;
    EXPECT_FALSE(check_password(national, password, pepper(Suite::international)));
    EXPECT_FALSE(check_password(other, password, pepper(Suite::national)));
    EXPECT_FALSE(check_password("hmac-sm3", password, pepper(Suite::national)));
    EXPECT_FALSE(check_password("hmac-sm3x$argon2id$", password, pepper(Suite::national)));
}

TEST(PepperedPasswords, of_imported_accounts_are_right_once_and_then_peppered) {
    const std::string imported = *hash_password(password, cheap);
    EXPECT_TRUE(check_password(imported, password, pepper(Suite::international)));
    EXPECT_TRUE(needs_rehash(imported, pepper(Suite::international), cheap));
}

}  // namespace
}  // namespace yinxin::crypto
