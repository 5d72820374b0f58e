// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/password_policy.hpp"

#include "account_world.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/common_passwords.hpp"

namespace yinxin::service {
namespace {

PasswordOwner owner() {
    return {"zhang.yan", person_name("张演"), resident("19900307", 123), mobile("13800001234")};
}
std::optional<ErrorCode> refusal(const std::string& password) {
    const auto judged = check_new_password(Secret(password), owner());
    if (judged) return std::nullopt;
    return judged.error().code();
}

TEST(PasswordPolicyTest, fifteen_characters_are_enough_and_a_hundred_and_twenty_eight_are_taken) {
    const std::string mixed = "kqvzrmtwbxdjgnh";
    EXPECT_EQ(refusal(mixed), std::nullopt);
    EXPECT_EQ(refusal(mixed.substr(1)), ErrorCode::password_too_short);
    std::string longest;
    for (int i = 0; longest.size() < 128; ++i) {
        longest += static_cast<char>('a' + (i * i * 7 + i) % 26);
        longest += static_cast<char>('A' + (i * 11 + 3) % 26);
        longest += " ?_%"[i % 4];
    }
    longest.resize(128);
    EXPECT_EQ(refusal(longest), std::nullopt);
    EXPECT_EQ(refusal(longest + "x"), ErrorCode::password_too_long);
}

TEST(PasswordPolicyTest, characters_are_counted_not_bytes) {
    EXPECT_EQ(refusal("窗前老槐树下煮一壶新茶听雨声"), ErrorCode::password_too_short);
    EXPECT_EQ(refusal("窗前老槐树下煮一壶新茶慢慢听雨声"), std::nullopt);
    EXPECT_EQ(refusal("\xff\xfe broken text here"), ErrorCode::malformed);
}

TEST(PasswordPolicyTest, there_are_no_rules_of_composition) {
    EXPECT_EQ(refusal("violet kettle hums at noon"), std::nullopt);
    EXPECT_EQ(refusal("slowbicyclesinrainytowns"), std::nullopt);
    EXPECT_EQ(refusal("green tiger and silver horse"), std::nullopt);
}

TEST(PasswordPolicyTest, common_passwords_and_their_combinations_are_refused) {
    for (const char* password : {"passwordpassword",
                                 "Password12345678",
                                 "P@ssw0rd2024!@#$",
                                 "qwertyuiop123456",
                                 "1qaz2wsx3edc4rfv",
                                 "woaini5201314520",
                                 "iloveyou20252025",
                                 "aaaaaaaaaaaaaaaaaa",
                                 "123456789012345678",
                                 "abcdefghijklmnopq",
                                 "xk7xk7xk7xk7xk7xk7",
                                 "zhongguorenshikaoshi2026",
                                 "yijianjianzaoshi2023",
                                 "中国人事考试网资格证书查验我的密码"}) {
        EXPECT_EQ(refusal(password), ErrorCode::password_common) << password;
    }
}

TEST(PasswordPolicyTest, facts_about_the_owner_are_refused) {
    for (const char* password : {"zhang.yan19900307",
                                 "zhang.yan.zhang.yan",
                                 "19900307-13800001234",
                                 "张演1990-03-07张演1234!",
                                 "110105199003071230a",
                                 "ZHANG.YAN00001234!"}) {
        EXPECT_EQ(refusal(password), ErrorCode::password_common) << password;
    }
}

TEST(PasswordPolicyTest, pairs_of_common_parts_alone_are_more_than_three_thousand_passwords) {
    std::size_t refused = 0;
    const auto parts = common_password_parts();
    for (std::size_t i = 0; i < parts.size(); i += 3) {
        for (std::size_t j = 1; j < parts.size(); j += 5) {
            const std::string password = std::string(parts[i]) + std::string(parts[j]);
            if (decode_utf8(password)->size() < min_password_length) continue;
            EXPECT_EQ(refusal(password), ErrorCode::password_common) << password;
            ++refused;
        }
    }
    EXPECT_GT(refused, 3000U);
}

}  // namespace
}  // namespace yinxin::service
