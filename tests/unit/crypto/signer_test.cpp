// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/signer.hpp"

#include "unit/crypto/openssl_program.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/key_file.hpp"
#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/random.hpp"

#include <set>
#include <thread>

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

using test::openssl;
using test::ScratchDirectory;

std::shared_ptr<const Signer> make_signer(const ScratchDirectory& directory, KeyKind kind) {
    EXPECT_TRUE(generate_key_file(directory / "test.key", kind));
    return *open_file_key(directory / "test.key");
}

class EveryKindOfKey : public testing::TestWithParam<KeyKind> {};

TEST_P(EveryKindOfKey, signs_what_its_public_key_verifies) {
    const ScratchDirectory directory;
    const auto signer = make_signer(directory, GetParam());
    const auto signature = signer->sign(as_bytes("message"));
    ASSERT_TRUE(signature);
    EXPECT_LE(signature->size(), signer->max_signature_size());
    const BytesView spki = signer->public_key_spki();
    EXPECT_TRUE(verify_signature(spki, signer->algorithm(), as_bytes("message"), *signature));
    const auto other = verify_signature(spki, signer->algorithm(), as_bytes("massage"), *signature);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code(), ErrorCode::signature_wrong);
}

TEST_P(EveryKindOfKey, has_no_signature_that_survives_a_change) {
    const ScratchDirectory directory;
    const auto signer = make_signer(directory, GetParam());
    const Bytes signature = *signer->sign(as_bytes("message"));
    const PublicKey key = *PublicKey::parse(signer->public_key_spki());
    for (std::size_t i = 0; i < signature.size(); i += 7) {
        Bytes altered = signature;
        altered[i] ^= 0x10;
        EXPECT_FALSE(key.verify(as_bytes("message"), altered)) << i;
    }
    Bytes longer = signature;
    longer.push_back(0);
    EXPECT_FALSE(key.verify(as_bytes("message"), longer));
    EXPECT_FALSE(key.verify(as_bytes("message"), {}));
    EXPECT_TRUE(key.verify(as_bytes("message"), signature)) << "still works after refusals";
}

TEST_P(EveryKindOfKey, signs_from_several_threads_at_once) {
    const ScratchDirectory directory;
    const auto signer = make_signer(directory, GetParam());
    const PublicKey key = *PublicKey::parse(signer->public_key_spki());
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 5; ++i) {
                    const std::string message = std::to_string(t) + ':' + std::to_string(i);
                    const auto signature = signer->sign(as_bytes(message));
                    if (signature && key.verify(as_bytes(message), *signature)) ++right;
                }
            });
        }
    }
    EXPECT_EQ(right, 20);
}

INSTANTIATE_TEST_SUITE_P(Keys,
                         EveryKindOfKey,
                         testing::Values(KeyKind::p256, KeyKind::rsa3072, KeyKind::sm2));

TEST(Signer, is_understood_by_the_openssl_program) {
    for (const KeyKind kind : {KeyKind::p256, KeyKind::rsa3072}) {
        const ScratchDirectory directory;
        const auto signer = make_signer(directory, kind);
        const auto ran = test::openssl_verifies_a_signature_of(*signer);
        EXPECT_EQ(ran.status, 0) << ran.output;
    }
}

TEST(Signer, verifies_what_the_openssl_program_signed) {
    const ScratchDirectory directory;
    const auto signer = make_signer(directory, KeyKind::p256);
    directory.write("message", "message");
    const auto ran = openssl(directory, "dgst -sha256 -sign test.key -out signature message");
    ASSERT_EQ(ran.status, 0) << ran.output;
    EXPECT_TRUE(verify_signature(signer->public_key_spki(),
                                 SignatureAlgorithm::ecdsa_p256_sha256,
                                 as_bytes("message"),
                                 *read_file(directory / "signature")));
}

TEST(Signer, speaks_sm2_with_the_default_id) {
    const ScratchDirectory directory;
    const auto signer = make_signer(directory, KeyKind::sm2);
    directory.write("message", "message");
    directory.write("signature", *signer->sign(as_bytes("message")));
    directory.write("public.der", signer->public_key_spki());
    const std::string verify =
        "pkeyutl -verify -pubin -keyform DER -inkey public.der -rawin -digest sm3 -in message "
        "-sigfile signature -pkeyopt distid:";
    EXPECT_EQ(openssl(directory, verify + "1234567812345678").status, 0);
    EXPECT_NE(openssl(directory, verify + "8765432187654321").status, 0);
}

TEST(Sm2, agrees_with_the_example_of_the_standard) {
    // GM/T 0003.5, annex A: the public key, and a signature of "message digest" with the default
    // id.
    const Bytes spki = *parse_hex(
        "3059301306072a8648ce3d020106082a811ccf5501822d03420004"
        "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
    const Bytes signature = der::sequence(
        {der::unsigned_integer(
             *parse_hex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3")),
         der::unsigned_integer(
             *parse_hex("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"))});
    const auto verify = [&](std::string_view message) {
        return verify_signature(spki, SignatureAlgorithm::sm2_sm3, as_bytes(message), signature);
    };
    EXPECT_TRUE(verify("message digest"));
    EXPECT_EQ(verify("another").error().code(), ErrorCode::signature_wrong);
}

TEST(OpenKey, takes_file_uris_and_refuses_other_schemes) {
    const ScratchDirectory directory;
    ASSERT_TRUE(generate_key_file(directory / "test.key", KeyKind::p256));
    const std::string path = (directory / "test.key").string();
    EXPECT_TRUE(open_key("file:" + path));
    EXPECT_TRUE(open_key("file://" + path));
    const auto other = open_key("https://example.org/seal.key");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code(), ErrorCode::unsupported);
}

TEST(OpenKey, refuses_a_file_that_others_may_read) {
    const ScratchDirectory directory;
    ASSERT_TRUE(generate_key_file(directory / "test.key", KeyKind::p256));
    namespace fs = std::filesystem;
    EXPECT_EQ(fs::status(directory / "test.key").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    for (const fs::perms wider : {fs::perms::group_read, fs::perms::others_read}) {
        fs::permissions(directory / "test.key",
                        fs::perms::owner_read | fs::perms::owner_write | wider);
        const auto opened = open_file_key(directory / "test.key");
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().code(), ErrorCode::key_unavailable);
    }
}

TEST(OpenKey, refuses_missing_files_text_weak_and_encrypted_keys) {
    const ScratchDirectory directory;
    directory.write("text", "not a key");
    ASSERT_EQ(openssl(directory, "genrsa -out weak 1024 && chmod 600 weak").status, 0);
    ASSERT_EQ(openssl(directory,
                      "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 "
                      "-pass pass:secret -out locked && chmod 600 locked")
                  .status,
              0);
    ASSERT_EQ(openssl(directory,
                      "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out other "
                      "&& chmod 600 other")
                  .status,
              0);
    for (const char* name : {"missing", "text", "weak", "locked", "other"}) {
        const auto opened = open_file_key(directory / name);
        ASSERT_FALSE(opened) << name;
        EXPECT_EQ(opened.error().code(), ErrorCode::key_unavailable) << name;
    }
}

TEST(GenerateKey, never_replaces_a_file) {
    const ScratchDirectory directory;
    directory.write("test.key", "precious");
    const auto made = generate_key_file(directory / "test.key", KeyKind::p256);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::conflict);
    EXPECT_EQ(*read_text_file(directory / "test.key"), "precious");
}

TEST(KeyFile, holds_a_key_that_comes_back_in_its_suite) {
    const ScratchDirectory directory;
    const auto mac_of = [&](const char* name) {
        return load_key_file(directory / name)->of(as_bytes("message"));
    };
    for (const Suite suite : {Suite::international, Suite::national}) {
        const std::string name = std::string(domain::key(suite)) + ".key";
        ASSERT_TRUE(create_key_file(directory / name, suite));
        const auto first = load_key_file(directory / name);
        ASSERT_TRUE(first);
        EXPECT_EQ(first->suite(), suite);
        EXPECT_EQ(mac_of(name.c_str()), first->of(as_bytes("message")));
        EXPECT_EQ(create_key_file(directory / name, suite).error().code(), ErrorCode::conflict);
    }
    ASSERT_TRUE(create_key_file(directory / "other.key", Suite::international));
    EXPECT_NE(mac_of("other.key"), mac_of("international.key"));
}

TEST(KeyFile, refuses_what_is_open_to_others_or_malformed) {
    const ScratchDirectory directory;
    directory.write("short.key", "00ff\n");
    directory.write("text.key", std::string(64, 'z'));
    directory.write("mark.key", "national\n");
    directory.write("foreign.key", "martian " + std::string(64, 'a'));
    for (const char* name : {"short.key", "text.key", "mark.key", "foreign.key", "missing.key"}) {
        EXPECT_EQ(load_key_file(directory / name).error().code(), ErrorCode::key_unavailable);
    }
    ASSERT_TRUE(create_key_file(directory / "open.key", Suite::national));
    std::filesystem::permissions(directory / "open.key", std::filesystem::perms(0644));
    EXPECT_EQ(load_key_file(directory / "open.key").error().code(), ErrorCode::key_unavailable);
}

TEST(PublicKey, refuses_bytes_after_it_and_other_kinds) {
    const ScratchDirectory directory;
    const auto signer = make_signer(directory, KeyKind::p256);
    Bytes spki(signer->public_key_spki().begin(), signer->public_key_spki().end());
    EXPECT_TRUE(PublicKey::parse(spki));
    EXPECT_EQ(verify_signature(spki, SignatureAlgorithm::rsa_sha256, {}, {}).error().code(),
              ErrorCode::unsupported);
    spki.push_back(0);
    EXPECT_EQ(PublicKey::parse(spki).error().code(), ErrorCode::malformed);
    ASSERT_EQ(openssl(directory,
                      "genpkey -algorithm ED25519 -out ed && openssl pkey -in ed -pubout "
                      "-outform DER -out ed.der")
                  .status,
              0);
    EXPECT_EQ(PublicKey::parse(*read_file(directory / "ed.der")).error().code(),
              ErrorCode::unsupported);
}

TEST(Random, gives_tokens_of_the_length_asked_for_and_never_the_same) {
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i) {
        tokens.insert(random_token(16));
    }
    EXPECT_EQ(tokens.size(), 100U);
    EXPECT_EQ(parse_base64url(*tokens.begin())->size(), 16U);
}

TEST(Random, draws_every_value_below_the_bound_and_none_above) {
    std::set<std::uint32_t> seen;
    for (int i = 0; i < 1000; ++i) {
        seen.insert(random_below(7));
    }
    EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4, 5, 6}));
    EXPECT_THROW((void)random_below(0), std::invalid_argument);
    EXPECT_EQ(random_digits(6).size(), 6U);
    EXPECT_EQ(random_digits(200).find_first_not_of("0123456789"), std::string::npos);
}

}  // namespace
}  // namespace yinxin::crypto
