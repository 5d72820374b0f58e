// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/cms.hpp"

#include "unit/signing/demonstration.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/signing/cms_read.hpp"
#include "yinxin/signing/jws.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <algorithm>

#include <gmock/gmock.h>

namespace yinxin::signing {
namespace {

using test::demonstration_now;
using test::openssl;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view document = "the covered bytes of a document";

class Cms : public test::WithDemonstration {
  public:
    static crypto::Digest32 digest() { return crypto::sha256(as_bytes(document)); }
    static Bytes sign(std::string_view stem) {
        return *sign_detached(seal(stem), digest(), nullptr, demonstration_now);
    }
    static Bytes sign_and_stamp(std::string_view stem) {
        return *sign_detached(seal(stem), digest(), authority().get(), demonstration_now);
    }
};

TEST_F(Cms, is_accepted_by_the_openssl_program) {
    directory->write("document", document);
    for (const char* stem : {"p256", "rsa"}) {
        for (const Bytes& cms : {sign(stem), sign_and_stamp(stem)}) {
            directory->write("cms.der", cms);
            const auto ran = openssl(*directory,
                                     "cms -verify -binary -inform DER -in cms.der -content "
                                     "document -CAfile root.crt -purpose any -cades -out "
                                     "/dev/null" +
                                         at_demonstration_time());
            EXPECT_EQ(ran.status, 0) << stem << ran.output;
            EXPECT_THAT(ran.output, HasSubstr("CAdES Verification successful"));
        }
    }
}

TEST_F(Cms, is_refused_by_the_openssl_program_over_another_document) {
    directory->write("document", "another document");
    directory->write("cms.der", sign("p256"));
    const auto ran = openssl(*directory,
                             "cms -verify -binary -inform DER -in cms.der -content document "
                             "-CAfile root.crt -purpose any -out /dev/null" +
                                 at_demonstration_time());
    EXPECT_NE(ran.status, 0);
}

TEST_F(Cms, carries_the_attributes_of_the_baseline_profile_and_no_signing_time) {
    directory->write("cms.der", sign("rsa"));
    const auto ran =
        openssl(*directory, "cms -cmsout -print -noout -inform DER -in cms.der -nameopt utf8");
    ASSERT_EQ(ran.status, 0) << ran.output;
    EXPECT_THAT(ran.output, HasSubstr("contentType (1.2.840.113549.1.9.3)"));
    EXPECT_THAT(ran.output, HasSubstr("messageDigest (1.2.840.113549.1.9.4)"));
    EXPECT_THAT(ran.output, HasSubstr("id-smime-aa-signingCertificateV2"));
    EXPECT_THAT(ran.output, HasSubstr("sha256WithRSAEncryption (1.2.840.113549.1.1.11)"));
    EXPECT_THAT(ran.output, Not(HasSubstr("signingTime")));
}

TEST_F(Cms, is_what_our_own_reader_finds_intact) {
    for (const char* stem : {"p256", "rsa"}) {
        const auto cms = ReceivedCms::parse(sign_and_stamp(stem));
        ASSERT_TRUE(cms) << cms.error().describe();
        EXPECT_THAT(check_cms(*cms, digest()), IsEmpty());
        ASSERT_NE(cms->signer_certificate(), nullptr);
        EXPECT_EQ(cms->signer_certificate()->fingerprint(), seal(stem).certificate().fingerprint());
        EXPECT_EQ(cms->certificates().size(), 2U);
        EXPECT_EQ(cms->other_certificates().size(), 1U);
        EXPECT_FALSE(cms->claimed_time());
        ASSERT_TRUE(cms->signer()->timestamp_token);
        const auto info =
            verify_token(*cms->signer()->timestamp_token,
                         imprint_of(cms->signer()->signature, *cms->signer()->timestamp_token),
                         *trust());
        ASSERT_TRUE(info) << info.error().describe();
        EXPECT_EQ(info->at, demonstration_now);
        EXPECT_TRUE(trust()->verify(
            *cms->signer_certificate(), cms->other_certificates(), demonstration_now));
    }
}

TEST_F(Cms, fits_into_the_room_that_was_estimated_without_waste) {
    const auto stamps = authority();
    for (const char* stem : {"p256", "rsa"}) {
        const SealCredential credential = seal(stem);
        for (int i = 0; i < 20; ++i) {
            const std::size_t plain = sign(stem).size();
            const std::size_t stamped = sign_and_stamp(stem).size();
            EXPECT_LE(plain, estimated_size(credential, 0));
            EXPECT_LE(stamped, estimated_size(credential, stamps->token_room()));
            EXPECT_LT(estimated_size(credential, 0) - plain, 128U);
            EXPECT_LT(estimated_size(credential, stamps->token_room()) - stamped, 512U);
        }
    }
}

TEST_F(Cms, of_an_sm2_key_is_of_sm3_throughout) {
    const SealCredential credential =
        *SealCredential::load(key_uri("p256.sm2"), certificates("p256.sm2"));
    EXPECT_EQ(credential.digest(), crypto::DigestAlgorithm::sm3);
    const crypto::Digest32 covered = crypto::sm3(as_bytes("document"));
    const auto stamps = national_authority();
    const Bytes sealed = *sign_detached(credential, covered, stamps.get(), demonstration_now);
    EXPECT_LE(sealed.size(), estimated_size(credential, stamps->token_room()));
    const ReceivedCms cms = *ReceivedCms::parse(sealed);
    EXPECT_THAT(check_cms(cms, covered), IsEmpty());
    EXPECT_EQ(name_of_algorithm(cms), "sm2-sm3");
    EXPECT_EQ(cms.signer()->digest_oid, crypto::oid::sm3);
    const Bytes imprint = imprint_of(cms.signer()->signature, *cms.signer()->timestamp_token);
    const crypto::TrustStore national(*crypto::load_certificates(certificates("sm2-root")));
    EXPECT_TRUE(verify_token(*cms.signer()->timestamp_token, imprint, national));
    EXPECT_FALSE(check_cms(cms, digest()).empty());
    EXPECT_EQ(sign_jws(credential, "{}").error().code(), ErrorCode::unsupported);
}

TEST_F(Cms, takes_only_a_token_over_its_own_signature) {
    const CmsDraft draft = *begin_cms(seal("p256"), digest());
    const Bytes own = *authority()->token(draft.timestamp_imprint(), demonstration_now);
    const Bytes foreign = *authority()->token(digest(), demonstration_now);
    EXPECT_TRUE(draft.finish(own));
    const auto refused = draft.finish(foreign);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::timestamp_wrong);
    EXPECT_FALSE(draft.finish(as_bytes("no token")));
}

TEST_F(Cms, shows_every_altered_byte_of_attributes_and_signature) {
    const Bytes original = sign("p256");
    const ReceivedCms parsed = *ReceivedCms::parse(original);
    const auto offset_of = [&](BytesView slice) {
        // The reader owns a copy of the bytes: find the same place in ours.
        const auto found =
            std::search(original.begin(), original.end(), slice.begin(), slice.end());
        return static_cast<std::size_t>(found - original.begin());
    };
    for (const BytesView part : {parsed.signer()->attributes, parsed.signer()->signature}) {
        const std::size_t start = offset_of(part);
        ASSERT_LT(start, original.size());
        for (std::size_t i = 0; i < part.size(); ++i) {
            Bytes altered = original;
            altered[start + i] ^= 0x04;
            const auto cms = ReceivedCms::parse(altered);
            EXPECT_TRUE(!cms || !check_cms(*cms, digest()).empty()) << "byte " << i;
        }
    }
}

TEST_F(Cms, names_the_problem_when_the_document_differs) {
    const ReceivedCms cms = *ReceivedCms::parse(sign("p256"));
    EXPECT_THAT(check_cms(cms, crypto::sha256(as_bytes("other"))),
                ElementsAre(CmsProblem::message_digest_wrong));
}

TEST_F(Cms, parses_no_prefix_and_nothing_with_a_tail) {
    const Bytes original = sign("p256");
    for (std::size_t length = 0; length < original.size(); length += 13) {
        EXPECT_FALSE(ReceivedCms::parse(BytesView(original).first(length))) << length;
    }
    Bytes tail = original;
    tail.push_back(0);
    EXPECT_FALSE(ReceivedCms::parse(tail));
    EXPECT_TRUE(crypto::der::parse_padded(tail));
}

TEST_F(Cms, of_other_software_is_read_and_judged_in_the_same_words) {
    directory->write("document", document);
    const std::string sign_command =
        "cms -sign -binary -md sha256 -signer p256.crt -inkey p256.key -in document -outform DER ";
    struct Case {
        const char* options;
        std::vector<CmsProblem> problems;
    };
    const std::vector<Case> cases{
        {"-cades -certfile issuing.crt", {}},
        {"", {CmsProblem::signing_certificate_missing}},
        {"-noattr", {CmsProblem::attributes_missing, CmsProblem::signing_certificate_missing}},
        {"-cades -nodetach", {CmsProblem::content_present}},
        {"-cades -nocerts", {CmsProblem::signer_certificate_missing}},
        {"-cades -signer rsa.crt -inkey rsa.key", {CmsProblem::signer_count}},
    };
    for (const Case& one : cases) {
        const auto ran = openssl(*directory, sign_command + one.options + " -out foreign.der");
        ASSERT_EQ(ran.status, 0) << ran.output;
        const auto cms = ReceivedCms::parse(*read_file(*directory / "foreign.der"));
        ASSERT_TRUE(cms) << one.options << cms.error().describe();
        EXPECT_EQ(check_cms(*cms, digest()), one.problems) << one.options;
    }
}

TEST_F(Cms, shows_altered_version_numbers_and_announced_digests_which_nothing_signs) {
    const Bytes cms = sign("p256");
    const ReceivedCms received = *ReceivedCms::parse(cms);
    ASSERT_THAT(check_cms(received, digest()), IsEmpty());
    // SEQUENCE { OID, [0] { SEQUENCE { INTEGER version, SET { SEQUENCE { OID ...
    const Bytes announced = crypto::der::oid("2.16.840.1.101.3.4.2.1");
    const auto found = std::ranges::search(cms, announced);
    ASSERT_FALSE(found.empty());
    const auto digest_at = static_cast<std::size_t>(found.begin() - cms.begin());
    Bytes other_digest = cms;
    other_digest[digest_at + announced.size() - 1] = 3;  // SHA-512
    EXPECT_THAT(check_cms(*ReceivedCms::parse(other_digest), digest()),
                ElementsAre(CmsProblem::digest_not_listed));
    // Before the OID: SEQUENCE, SET, each two bytes; before those the version's value.
    Bytes other_version = cms;
    ASSERT_EQ(other_version[digest_at - 5], 1);
    other_version[digest_at - 5] = 3;
    EXPECT_THAT(check_cms(*ReceivedCms::parse(other_version), digest()),
                ElementsAre(CmsProblem::version_wrong));
}

TEST_F(Cms, claimed_time_of_other_software_is_reported) {
    directory->write("document", document);
    ASSERT_EQ(openssl(*directory,
                      "cms -sign -binary -md sha256 -cades -signer p256.crt -inkey p256.key -in "
                      "document -outform DER -out foreign.der")
                  .status,
              0);
    EXPECT_TRUE(ReceivedCms::parse(*read_file(*directory / "foreign.der"))->claimed_time());
}

/// Puts `to` where `from` first stands.
Bytes replace_first(Bytes bytes, BytesView from, BytesView to) {
    const auto found = std::search(bytes.begin(), bytes.end(), from.begin(), from.end());
    EXPECT_NE(found, bytes.end());
    EXPECT_EQ(from.size(), to.size());
    std::ranges::copy(to, found);
    return bytes;
}

// Two certificates about one key: the signature verifies under both, and only the ESS attribute
// says which one was meant (RFC 5035 section 1).
TEST_F(Cms, presented_under_another_certificate_of_the_same_key_is_noticed) {
    const auto key = *crypto::open_key(key_uri("p256"));
    const auto issuing_key = *crypto::open_key(key_uri("issuing"));
    const auto issuing = crypto::load_certificates(certificates("issuing"))->front();
    const crypto::Certificate first = seal("p256").certificate();
    crypto::CertificatePlan plan;
    plan.subject.common_name = first.common_name();
    plan.not_before = first.not_before();
    plan.not_after = first.not_after();
    std::optional<crypto::Certificate> second;
    // Signatures vary in length by a byte or two; the swap below needs equal ones.
    while (!second || second->der().size() != first.der().size()) {
        second = *crypto::issue_certificate(plan, key->public_key_spki(), *issuing_key, issuing);
    }
    const Bytes original =
        begin_cms(*SealCredential::create(key, *second, {issuing}), digest())->finish();
    EXPECT_THAT(check_cms(*ReceivedCms::parse(original), digest()), IsEmpty());
    const Bytes embedded = replace_first(original, second->der(), first.der());
    EXPECT_THAT(check_cms(*ReceivedCms::parse(embedded), digest()),
                ElementsAre(CmsProblem::signer_certificate_missing));
    const Bytes renamed = replace_first(embedded, second->serial_der(), first.serial_der());
    EXPECT_THAT(check_cms(*ReceivedCms::parse(renamed), digest()),
                ElementsAre(CmsProblem::signing_certificate_wrong));
}

TEST_F(Cms, credential_refuses_a_certificate_that_does_not_fit) {
    const auto key = *crypto::open_key(key_uri("p256"));
    const auto other = crypto::load_certificates(certificates("rsa"))->front();
    EXPECT_EQ(SealCredential::create(key, other, {}).error().code(),
              ErrorCode::certificate_unreadable);
    const auto stamp = SealCredential::load(key_uri("timestamp"), certificates("timestamp"));
    ASSERT_FALSE(stamp);
    EXPECT_EQ(stamp.error().code(), ErrorCode::certificate_unreadable);
    const auto ca = SealCredential::load(key_uri("issuing"), certificates("issuing"));
    EXPECT_EQ(ca.error().code(), ErrorCode::certificate_unreadable);
}

TEST_F(Cms, key_id_is_the_hash_of_the_public_key) {
    const SealCredential credential = seal("p256");
    EXPECT_EQ(credential.key_id(), to_hex(crypto::sha256(credential.certificate().spki())));
}

}  // namespace
}  // namespace yinxin::signing
