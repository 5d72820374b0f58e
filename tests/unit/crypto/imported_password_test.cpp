// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/imported_password.hpp"

#include "yinxin/crypto/password.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

ErrorCode refusal(const std::string& hash) {
    const auto taken = accept_imported_hash(hash);
    return taken ? ErrorCode::internal : taken.error().code();
}

// Made by Python 3.11: hashlib.pbkdf2_hmac("sha256", b"password", b"seasalt", 20000), as Django
// writes it and as passlib does.
constexpr const char* django =
    "pbkdf2_sha256$20000$seasalt$r+55pyxmKjbZk4zzvs8GbpOTmHjIJNePoTng7oOmX04=";
constexpr const char* passlib =
    "$pbkdf2-sha256$20000$c2Vhc2FsdA$r.55pyxmKjbZk4zzvs8GbpOTmHjIJNePoTng7oOmX04";

TEST(ImportedPassword, the_form_of_django_becomes_one_that_is_checked) {
    const auto taken = accept_imported_hash(django);
    ASSERT_TRUE(taken) << taken.error().describe();
    EXPECT_EQ(*taken, passlib);
    EXPECT_TRUE(check_password(*taken, Secret(std::string("password"))));
    EXPECT_FALSE(check_password(*taken, Secret(std::string("Password"))));
    EXPECT_EQ(*accept_imported_hash(passlib), passlib);
}

TEST(ImportedPassword, a_hash_of_our_own_library_is_taken_as_it_is) {
    const std::string hash =
        *hash_password(Secret(std::string("violet kettle")), PasswordCost{8 * 1024, 1});
    const auto taken = accept_imported_hash(hash);
    ASSERT_TRUE(taken) << taken.error().describe();
    EXPECT_EQ(*taken, hash);
}

TEST(ImportedPassword, what_would_cost_too_much_or_too_little_is_refused) {
    const std::string bcrypt = "$KIKnnHZMGKFmVSYmVDDPuUkUkKYBqpJMNfVYGAYNvDkCZhlQpZkz2";
    EXPECT_EQ(refusal("$2b$12" + bcrypt), ErrorCode::internal);
    EXPECT_EQ(refusal("$2b$04" + bcrypt), ErrorCode::invalid_input);
    EXPECT_EQ(refusal("$2b$14" + bcrypt), ErrorCode::invalid_input);
    const auto argon = [](const std::string& costs) {
        return refusal("$argon2id$v=19$" + costs + "$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA");
    };
    EXPECT_EQ(argon("m=65536,t=3,p=1"), ErrorCode::internal);
    EXPECT_EQ(argon("m=131072,t=2,p=4"), ErrorCode::internal);
    EXPECT_EQ(argon("m=131072,t=3,p=1"), ErrorCode::invalid_input);
    EXPECT_EQ(argon("m=1048576,t=1,p=1"), ErrorCode::invalid_input);
    EXPECT_EQ(argon("m=65536,t=100,p=1"), ErrorCode::invalid_input);
    EXPECT_EQ(argon("m=64,t=1,p=1"), ErrorCode::invalid_input);
    EXPECT_EQ(argon("m=65536,t=3,p=64"), ErrorCode::invalid_input);
    std::string rounds = passlib;
    rounds.replace(rounds.find("20000"), 5, "1000");
    EXPECT_EQ(refusal(rounds), ErrorCode::invalid_input);
    rounds.replace(rounds.find("1000"), 4, "2000001");
    EXPECT_EQ(refusal(rounds), ErrorCode::invalid_input);
}

TEST(ImportedPassword, other_kinds_and_broken_ones_are_told_apart) {
    for (const char* hash : {"5f4dcc3b5aa765d61d8327deb882cf99",
                             "$1$salt$hash",
                             "$argon2i$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$aGFzaA",
                             "$pbkdf2-sha1$20000$AAAA$AAAA",
                             "!",
                             ""}) {
        EXPECT_EQ(refusal(hash), ErrorCode::unsupported) << hash;
    }
    for (const char* hash : {"$2b$12$short",
                             "pbkdf2_sha256$20000$seasalt",
                             "pbkdf2_sha256$20000$seasalt$AAAA",
                             "pbkdf2_sha256$many$seasalt$AAAA",
                             "$argon2id$v=19$m=65536,t=3$c2FsdA$aGFzaA",
                             "$argon2id$v=16$m=65536,t=3,p=1$c2FsdA$aGFzaA",
                             "$argon2id$v=19$m=65536,t=3,p=1$c2F\nsdA$aGFzaA"}) {
        EXPECT_EQ(refusal(hash), ErrorCode::malformed) << hash;
    }
}

}  // namespace
}  // namespace yinxin::crypto
