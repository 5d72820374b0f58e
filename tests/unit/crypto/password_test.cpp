// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/password.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

/// Cheap, so that the tests are quick; the form is the same.
constexpr PasswordCost cheap{.memory_kib = 64, .passes = 1};

TEST(Password, is_recognised_after_hashing_and_no_other_is) {
    const auto stored = hash_password(Secret("正确的 马 battery"), cheap);
    ASSERT_TRUE(stored);
    EXPECT_TRUE(stored->starts_with("$argon2id$v=19$m=64,t=1,p=1$")) << *stored;
    EXPECT_TRUE(check_password(*stored, Secret("正确的 马 battery")));
    EXPECT_FALSE(check_password(*stored, Secret("正确的 马 batterz")));
    EXPECT_FALSE(check_password(*stored, Secret("")));
}

TEST(Password, is_hashed_with_a_fresh_salt_each_time) {
    EXPECT_NE(*hash_password(Secret("same"), cheap), *hash_password(Secret("same"), cheap));
}

TEST(Password, refuses_a_cost_out_of_range) {
    EXPECT_FALSE(hash_password(Secret("x"), {.memory_kib = 4, .passes = 1}));
    EXPECT_FALSE(hash_password(Secret("x"), {.memory_kib = 64, .passes = 0}));
    EXPECT_FALSE(hash_password(Secret("x"), {.memory_kib = UINT32_MAX, .passes = 1}));
}

// Made by the reference program of Argon2: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
TEST(Password, checks_argon2id_of_other_programs) {
    const std::string stored =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
        "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    EXPECT_TRUE(check_password(stored, Secret("password")));
    EXPECT_FALSE(check_password(stored, Secret("passwore")));
}

// Openwall's crypt_blowfish test vectors (wrapper.c), $2a$ and $2y$.
TEST(Password, checks_bcrypt_of_imported_accounts) {
    const std::string a = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    const std::string y = "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    for (const std::string& stored : {a, y}) {
        EXPECT_TRUE(check_password(stored, Secret("U*U"))) << stored;
        EXPECT_FALSE(check_password(stored, Secret("U*V"))) << stored;
        EXPECT_FALSE(check_password(stored, Secret(std::string("U*U\0", 4)))) << stored;
    }
}

// Made by Python 3.11: hashlib.pbkdf2_hmac("sha256", b"password", bytes(range(16)), 29000).
TEST(Password, checks_pbkdf2_of_imported_accounts) {
    const std::string stored =
        "$pbkdf2-sha256$29000$AAECAwQFBgcICQoLDA0ODw$oQniwjLkYbajNGr0RGSng8udgXKplgpN15LZNV56KTQ";
    EXPECT_TRUE(check_password(stored, Secret("password")));
    EXPECT_FALSE(check_password(stored, Secret("Password")));
}

TEST(Password, takes_nothing_it_does_not_know_for_a_match) {
    for (const char* stored : {"",
                               "password",
                               "$1$salt$hash",
                               "$argon2id$",
                               "$argon2id$v=19$m=99999999,t=1,p=1$c29tZXNhbHQ$AAAA",
                               "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA",
                               "$2y$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                               "$2y$05$short",
                               "$pbkdf2-sha256$0$AAAA$AAAA",
                               "$pbkdf2-sha256$1$AAAA$"}) {
        EXPECT_FALSE(check_password(stored, Secret(""))) << stored;
        EXPECT_FALSE(check_password(stored, Secret("password"))) << stored;
    }
}

TEST(Password, is_due_for_rehash_when_another_form_or_cheaper) {
    const std::string stored = *hash_password(Secret("x"), cheap);
    EXPECT_FALSE(needs_rehash(stored, cheap));
    EXPECT_TRUE(needs_rehash(stored, {.memory_kib = 128, .passes = 1}));
    EXPECT_TRUE(needs_rehash(stored, {.memory_kib = 64, .passes = 2}));
    EXPECT_TRUE(needs_rehash(stored));
    EXPECT_TRUE(
        needs_rehash("$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", cheap));
}

TEST(Password, dummy_check_costs_time_and_is_never_right) {
    EXPECT_FALSE(dummy_check(Secret("x"), cheap));
}

}  // namespace
}  // namespace yinxin::crypto
