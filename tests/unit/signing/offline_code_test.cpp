// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/offline_code.hpp"

#include "unit/crypto/openssl_program.hpp"

#include "yinxin/crypto/key_file.hpp"
#include "yinxin/crypto/keys.hpp"
#include "yinxin/signing/base45.hpp"

#include <gtest/gtest.h>

namespace yinxin::signing {
namespace {

class OfflineCode : public testing::Test {
  protected:
    std::shared_ptr<const crypto::Signer> make_key(const char* name,
                                                   crypto::KeyKind kind = crypto::KeyKind::p256) {
        const auto path = directory_ / name;
        EXPECT_TRUE(crypto::generate_key_file(path, kind));
        return *crypto::open_file_key(path);
    }
    static crypto::PublicKey public_of(const crypto::Signer& key) {
        return *crypto::PublicKey::parse(key.public_key_spki());
    }
    test::ScratchDirectory directory_;
    const OfflineClaims claims_{.service = "http://127.0.0.1:8080",
                                .copy_no = "YX20261124-0001",
                                .masked_name = "王**",
                                .qualification = "一级建造师",
                                .scenario = "本人调用",
                                .recipient = "演示建设集团",
                                .made_at = instant_of(1795399200),
                                .valid_until = instant_of(1797955200)};
};

TEST_F(OfflineCode, says_what_was_signed) {
    const auto key = make_key("a.key");
    const auto text = sign_offline_code(claims_, *key);
    ASSERT_TRUE(text) << text.error().describe();
    EXPECT_TRUE(text->starts_with(offline_prefix));
    const auto opened = open_offline_code(*text, public_of(*key));
    ASSERT_TRUE(opened) << opened.error().describe();
    EXPECT_EQ(*opened, claims_);
}

TEST_F(OfflineCode, without_recipient_and_end_it_says_neither) {
    const auto key = make_key("a.key");
    OfflineClaims bare = claims_;
    bare.recipient.clear();
    bare.valid_until.reset();
    EXPECT_EQ(*open_offline_code(*sign_offline_code(bare, *key), public_of(*key)), bare);
}

TEST_F(OfflineCode, fits_a_code_that_a_cheap_phone_reads) {
    OfflineClaims longest = claims_;
    longest.recipient.clear();
    for (int i = 0; i < 60; ++i) {
        longest.recipient += "𬍛";
    }
    const auto text = sign_offline_code(longest, *make_key("a.key"));
    // Version 20 at level M holds 970 letters (ISO/IEC 18004, table 7).
    EXPECT_LT(text->size(), 970U);
    EXPECT_LT(sign_offline_code(claims_, *make_key("b.key"))->size(), 450U);
}

TEST_F(OfflineCode, another_key_is_named_as_such) {
    const auto text = *sign_offline_code(claims_, *make_key("a.key"));
    EXPECT_EQ(open_offline_code(text, public_of(*make_key("b.key"))).error().code(),
              ErrorCode::key_unavailable);
}

TEST_F(OfflineCode, a_key_that_is_not_p256_signs_none) {
    EXPECT_EQ(
        sign_offline_code(claims_, *make_key("r.key", crypto::KeyKind::rsa3072)).error().code(),
        ErrorCode::unsupported);
}

TEST_F(OfflineCode, no_letter_can_change_what_it_says) {
    const auto key = make_key("a.key");
    const auto text = *sign_offline_code(claims_, *key);
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        // A padding bit of the compression carries nothing; everything else is refused.
        const auto opened = open_offline_code(changed, public_of(*key));
        EXPECT_TRUE(!opened || *opened == claims_) << i;
    }
    for (std::size_t length = 0; length < text.size(); ++length) {
        EXPECT_FALSE(open_offline_code(text.substr(0, length), public_of(*key))) << length;
    }
    EXPECT_FALSE(open_offline_code(text + "00", public_of(*key)));
}

TEST(Base45, agrees_with_the_examples_of_rfc_9285) {
    EXPECT_EQ(to_base45(to_bytes("AB")), "BB8");
    EXPECT_EQ(to_base45(to_bytes("Hello!!")), "%69 VD92EX0");
    EXPECT_EQ(to_base45(to_bytes("base-45")), "UJCLQE7W581");
    EXPECT_EQ(as_text(*parse_base45("QED8WEX0")), "ietf!");
}

TEST(Base45, refuses_what_no_encoder_writes) {
    for (const char* wrong : {"A", "AAAA", "GGW", ":::", "ab8", "ZZ"}) {
        EXPECT_FALSE(parse_base45(wrong)) << wrong;
    }
    EXPECT_TRUE(parse_base45("FGW"));
}

}  // namespace
}  // namespace yinxin::signing
