// SPDX-License-Identifier: Apache-2.0
#include "support/soft_token.hpp"
#include "unit/crypto/openssl_program.hpp"

#include "yinxin/crypto/pkcs11_key.hpp"
#include "yinxin/crypto/pki.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

using test::openssl;
using test::SoftToken;
using testing::HasSubstr;
using testing::Not;

class TokenKeys : public testing::Test {
  protected:
    /// A new key of this label, opened.
    std::shared_ptr<const Signer> make(const std::string& label, KeyKind kind) {
        const auto made = generate_pkcs11_key(token.uri("object=" + label), kind);
        EXPECT_TRUE(made) << made.error().describe();
        auto opened = open_key(token.uri("object=" + label));
        EXPECT_TRUE(opened) << opened.error().describe();
        return *opened;
    }
    /// Opening fails with key_unavailable and these words, and never with the PIN in them.
    void expect_refused(const std::string& uri, const char* words) {
        const auto opened = open_key(uri);
        ASSERT_FALSE(opened) << words;
        EXPECT_EQ(opened.error().code(), ErrorCode::key_unavailable);
        EXPECT_THAT(opened.error().describe(), HasSubstr(words));
        EXPECT_THAT(opened.error().describe(), Not(HasSubstr(token.pin())));
    }

    SoftToken token;
};

TEST_F(TokenKeys, sign_what_their_public_keys_verify) {
    for (const KeyKind kind : {KeyKind::p256, KeyKind::rsa3072}) {
        const auto signer = make(kind == KeyKind::p256 ? "ec" : "rsa", kind);
        EXPECT_EQ(signer->algorithm(),
                  kind == KeyKind::p256 ? SignatureAlgorithm::ecdsa_p256_sha256
                                        : SignatureAlgorithm::rsa_sha256);
        EXPECT_EQ(signer->max_signature_size(), kind == KeyKind::p256 ? 72U : 384U);
        const auto signature = signer->sign(as_bytes("message"));
        ASSERT_TRUE(signature) << signature.error().describe();
        EXPECT_LE(signature->size(), signer->max_signature_size());
        const PublicKey key = *PublicKey::parse(signer->public_key_spki());
        EXPECT_TRUE(key.verify(as_bytes("message"), *signature));
        EXPECT_FALSE(key.verify(as_bytes("massage"), *signature));
    }
}

TEST_F(TokenKeys, are_understood_by_the_openssl_program) {
    for (const KeyKind kind : {KeyKind::p256, KeyKind::rsa3072}) {
        const auto signer = make(kind == KeyKind::p256 ? "ec" : "rsa", kind);
        const auto ran = test::openssl_verifies_a_signature_of(*signer);
        EXPECT_EQ(ran.status, 0) << ran.output;
    }
}

TEST_F(TokenKeys, sign_from_many_threads_at_once) {
    const auto signer = make("ec", KeyKind::p256);
    const PublicKey key = *PublicKey::parse(signer->public_key_spki());
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 24; ++t) {  // more than there are sessions
            threads.emplace_back([&, t] {
                for (int i = 0; i < 10; ++i) {
                    const std::string message = std::to_string(t) + ':' + std::to_string(i);
                    const auto signature = signer->sign(as_bytes(message));
                    if (signature && key.verify(as_bytes(message), *signature)) ++right;
                }
            });
        }
    }
    EXPECT_EQ(right, 240);
}

TEST_F(TokenKeys, sign_again_after_the_token_was_away) {
    const auto signer = make("ec", KeyKind::p256);
    const PublicKey key = *PublicKey::parse(signer->public_key_spki());
    ASSERT_TRUE(signer->sign(as_bytes("before")));
    token.forget_everybody();
    const auto signature = signer->sign(as_bytes("after"));
    ASSERT_TRUE(signature) << signature.error().describe();
    EXPECT_TRUE(key.verify(as_bytes("after"), *signature));
}

TEST_F(TokenKeys, offer_a_wrong_pin_once_and_work_again_with_the_right_one) {
    const auto signer = make("ec", KeyKind::p256);
    token.write_pin("00000000");
    token.forget_everybody();
    for (int turn = 0; turn < 2; ++turn) {
        const auto refused = signer->sign(as_bytes("message"));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::key_unavailable);
        EXPECT_THAT(refused.error().describe(), HasSubstr("wrong PIN"));
    }
    token.write_right_pin();
    EXPECT_TRUE(signer->sign(as_bytes("message")));
}

TEST_F(TokenKeys, are_found_by_label_by_id_and_by_both) {
    ASSERT_TRUE(generate_pkcs11_key(token.uri("object=seal;id=%01%02"), KeyKind::p256));
    ASSERT_TRUE(generate_pkcs11_key(token.uri("object=other;id=%03"), KeyKind::p256));
    const auto by_label = open_key(token.uri("object=seal"));
    const auto by_id = open_key(token.uri("id=%01%02;type=private"));
    const auto by_both = open_key(token.uri("object=seal;id=%01%02"));
    ASSERT_TRUE(by_label && by_id && by_both);
    EXPECT_EQ(key_id(**by_label), key_id(**by_id));
    EXPECT_EQ(key_id(**by_label), key_id(**by_both));
    expect_refused(token.uri("object=seal;id=%03"), "no such private key");
}

TEST_F(TokenKeys, are_found_by_the_modules_that_p11_kit_knows) {
    make("ec", KeyKind::p256);
    std::string uri = token.uri("object=ec");
    const std::string module = std::string("module-path=") + SoftToken::module_path + "&";
    uri.erase(uri.find(module), module.size());
    const auto opened = open_key(uri);
    ASSERT_TRUE(opened) << opened.error().describe();
    EXPECT_TRUE((*opened)->sign(as_bytes("message")));
}

TEST_F(TokenKeys, that_could_leave_the_token_are_refused) {
    token.make_careless_pair("loose", true, true);
    token.make_careless_pair("open", false, false);
    expect_refused(token.uri("object=loose"), "CKA_EXTRACTABLE");
    expect_refused(token.uri("object=open"), "CKA_SENSITIVE");
}

TEST_F(TokenKeys, of_our_own_making_stay_inside) {
    make("kept", KeyKind::p256);
    token.make_careless_pair("loose", false, true);
    EXPECT_FALSE(token.gives_out("kept"));
    EXPECT_TRUE(token.gives_out("loose")) << "the question itself works";
}

TEST_F(TokenKeys, are_not_made_twice_under_one_name) {
    ASSERT_TRUE(generate_pkcs11_key(token.uri("object=seal;id=%01"), KeyKind::p256));
    for (const char* taken : {"object=seal;id=%02", "object=other;id=%01", "object=seal"}) {
        const auto again = generate_pkcs11_key(token.uri(taken), KeyKind::p256);
        ASSERT_FALSE(again) << taken;
        EXPECT_EQ(again.error().code(), ErrorCode::conflict);
    }
}

TEST_F(TokenKeys, with_two_of_one_label_need_their_id) {
    token.make_careless_pair("twin", true, false);
    token.make_careless_pair("twin", true, false);
    expect_refused(token.uri("object=twin"), "several");
}

TEST_F(TokenKeys, take_their_public_part_from_a_certificate) {
    const auto signer = make("sealed", KeyKind::p256);
    const Bytes spki(signer->public_key_spki().begin(), signer->public_key_spki().end());
    const CertificatePlan plan{.subject = {.common_name = "演示印章"},
                               .not_before = Instant(std::chrono::seconds(1'700'000'000)),
                               .not_after = Instant(std::chrono::seconds(1'900'000'000))};
    const auto certificate = issue_self_signed(plan, *signer);
    ASSERT_TRUE(certificate) << certificate.error().describe();
    token.replace_public_key("sealed", certificate->der());
    const auto opened = open_key(token.uri("object=sealed"));
    ASSERT_TRUE(opened) << opened.error().describe();
    const BytesView found = (*opened)->public_key_spki();
    EXPECT_TRUE(std::ranges::equal(found, spki));
}

TEST_F(TokenKeys, without_any_public_part_are_refused) {
    make("bare", KeyKind::p256);
    token.replace_public_key("bare", {});
    expect_refused(token.uri("object=bare"), "neither public key nor certificate");
}

TEST_F(TokenKeys, need_the_right_pin) {
    ASSERT_TRUE(generate_pkcs11_key(token.uri("object=ec"), KeyKind::p256));
    token.write_pin("00000000");
    expect_refused(token.uri("object=ec"), "wrong PIN");
    token.write_pin("");
    expect_refused(token.uri("object=ec"), "no PIN in");
    expect_refused(token.without_pin("object=ec"), "names no pin-source");
}

TEST_F(TokenKeys, take_no_pin_from_a_file_that_others_may_read) {
    ASSERT_TRUE(generate_pkcs11_key(token.uri("object=ec"), KeyKind::p256));
    namespace fs = std::filesystem;
    for (const fs::perms wider : {fs::perms::group_read, fs::perms::others_read}) {
        fs::permissions(token.pin_file(), fs::perms::owner_read | wider);
        expect_refused(token.uri("object=ec"), "open to others");
    }
    fs::remove(token.pin_file());
    expect_refused(token.uri("object=ec"), "no key file");
}

TEST_F(TokenKeys, take_no_pin_from_the_uri) {
    expect_refused(token.without_pin("object=ec") + "&pin-value=" + token.pin(), "pin-value");
}

TEST_F(TokenKeys, that_are_not_there_are_named_in_the_refusal) {
    expect_refused(token.uri("object=nobody"), "nobody");
    std::string elsewhere = token.uri("object=nobody");
    elsewhere.replace(elsewhere.find("yinxin-test"), 11, "yinxin-else");
    expect_refused(elsewhere, "no token yinxin-else");
}

TEST_F(TokenKeys, of_sm2_are_refused_in_words) {
    const auto made = generate_pkcs11_key(token.uri("object=sm2"), KeyKind::sm2);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::unsupported);
    EXPECT_THAT(made.error().describe(), HasSubstr("SM2"));
}

struct BadUri {
    const char* uri;
    const char* words;
};

TEST(Pkcs11Uri, is_refused_where_it_is_not_understood) {
    constexpr std::array cases{
        BadUri{"pkcs11:", "no token"},
        BadUri{"pkcs11:object=seal", "no token"},
        BadUri{"pkcs11:token=seal", "no object and no id"},
        BadUri{"pkcs11:token=seal;object=x;colour=red", "not understood"},
        BadUri{"pkcs11:token=seal;object=x;type=cert", "private key"},
        BadUri{"pkcs11:token=seal;object=%zz", "pkcs11 URI"},
        BadUri{"pkcs11:token=seal;object=x?module-name=softhsm2", "module-name"},
        BadUri{"pkcs11:token=seal;object=x?module-path=soft.so", "not absolute"},
        BadUri{"pkcs11:token=seal;object=x?pin-source=pin", "pin-source"},
        BadUri{"pkcs11:token=seal;object=x?pin-source=%7Ccat%20pin", "pin-source"},
        BadUri{"pkcs11:token=seal;object=x?pin-value=1234", "pin-value"},
        BadUri{"pkcs11:token=seal;object=x?module-path=/nowhere/module.so", "/nowhere/module.so"},
    };
    for (const BadUri& bad : cases) {
        const auto opened = open_key(bad.uri);
        ASSERT_FALSE(opened) << bad.uri;
        EXPECT_EQ(opened.error().code(), ErrorCode::key_unavailable) << bad.uri;
        EXPECT_THAT(opened.error().describe(), HasSubstr(bad.words));
        EXPECT_THAT(opened.error().describe(), Not(HasSubstr("1234")));
    }
}

}  // namespace
}  // namespace yinxin::crypto
