// SPDX-License-Identifier: Apache-2.0
#include "unit/crypto/openssl_program.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

using test::openssl;
using test::ScratchDirectory;
using testing::HasSubstr;

const Instant now(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(2));

DemonstrationPkiPlan demonstration() {
    DemonstrationPkiPlan plan;
    plan.organization = "印信演示机构";
    plan.common_name_tail = " (DEMO)";
    plan.seals = {{"seal-p256",
                   {.organization = "印信演示机构", .common_name = "演示专用章"},
                   KeyKind::p256,
                   true},
                  {"seal-rsa",
                   {.organization = "印信演示机构", .common_name = "演示专用章 RSA"},
                   KeyKind::rsa3072}};
    plan.now = now;
    return plan;
}

/// One demonstration for all tests of this file: making an RSA key takes its time.
class DemonstrationPki : public testing::Test {
  public:
    static void SetUpTestSuite() {
        directory = std::make_unique<ScratchDirectory>();
        const auto made = make_demonstration_pki(directory->path(), demonstration());
        ASSERT_TRUE(made) << made.error().describe();
    }
    static void TearDownTestSuite() { directory.reset(); }

    static std::vector<Certificate> load(std::string_view stem) {
        return *load_certificates(*directory / (std::string(stem) + ".crt"));
    }
    static Certificate leaf(std::string_view stem) { return load(stem).front(); }
    static std::shared_ptr<const Signer> key(std::string_view stem) {
        return *open_file_key(*directory / (std::string(stem) + ".key"));
    }
    static std::string at(Instant instant) {
        return " -attime " + std::to_string(epoch_of(instant)) + ' ';
    }

    static std::unique_ptr<ScratchDirectory> directory;
};

std::unique_ptr<ScratchDirectory> DemonstrationPki::directory;

TEST_F(DemonstrationPki, satisfies_openssl_verify_for_every_leaf) {
    for (const char* stem : {"seal-p256", "seal-rsa", "timestamp", "tls"}) {
        const auto ran = openssl(*directory,
                                 "verify -x509_strict -crl_check_all -CRLfile issuing.crl "
                                 "-CRLfile root.crl -CAfile root.crt -untrusted issuing.crt" +
                                     at(now) + std::string(stem) + ".crt");
        EXPECT_EQ(ran.status, 0) << ran.output;
    }
}

TEST_F(DemonstrationPki, satisfies_openssl_verify_for_every_link_of_the_national_tree) {
    struct Link {
        const char* stem;
        const char* issuer;
    };
    // One link at a time: the program tells the distinguishing id to the last certificate alone.
    for (const Link& link : {Link{"seal-p256.sm2", "sm2-issuing"},
                             Link{"sm2-timestamp", "sm2-issuing"},
                             Link{"sm2-maker", "sm2-issuing"},
                             Link{"sm2-issuing", "sm2-root"}}) {
        const std::string verify =
            std::string("verify -partial_chain -trusted ") + link.issuer + ".crt -vfyopt ";
        const std::string file = at(now) + link.stem + ".crt";
        const auto ran = openssl(*directory, verify + "distid:1234567812345678" + file);
        EXPECT_EQ(ran.status, 0) << ran.output;
        // GB/T 32918.2: the distinguishing id is part of what is signed.
        EXPECT_NE(openssl(*directory, verify + "distid:8765432187654321" + file).status, 0);
    }
}

TEST_F(DemonstrationPki, makes_certificates_fit_for_their_purpose_and_no_other) {
    const std::string verify = "verify -CAfile root.crt -untrusted issuing.crt" + at(now);
    EXPECT_EQ(openssl(*directory, verify + "-purpose timestampsign timestamp.crt").status, 0);
    EXPECT_NE(openssl(*directory, verify + "-purpose timestampsign seal-p256.crt").status, 0);
    EXPECT_EQ(openssl(*directory, verify + "-purpose sslserver tls.crt").status, 0);
    EXPECT_NE(openssl(*directory, verify + "-purpose sslserver timestamp.crt").status, 0);
    EXPECT_EQ(
        openssl(*directory, verify + "-verify_ip 127.0.0.1 -verify_hostname localhost tls.crt")
            .status,
        0);
    EXPECT_NE(openssl(*directory, verify + "-verify_ip 10.0.0.1 tls.crt").status, 0);
    EXPECT_TRUE(leaf("seal-p256").may_sign_documents());
    EXPECT_FALSE(leaf("seal-p256").may_sign_timestamps());
    EXPECT_TRUE(leaf("timestamp").may_sign_timestamps());
    EXPECT_FALSE(leaf("issuing").may_sign_documents());
    EXPECT_FALSE(leaf("timestamp").may_sign_documents());
    EXPECT_FALSE(leaf("tls").may_sign_documents());
    EXPECT_TRUE(leaf("issuing").is_ca());
    EXPECT_FALSE(leaf("tls").is_ca());
}

TEST_F(DemonstrationPki, says_in_every_subject_that_it_is_a_demonstration) {
    for (const char* stem : {"root", "issuing", "seal-p256", "seal-rsa", "timestamp", "tls"}) {
        const auto ran = openssl(
            *directory,
            "x509 -noout -subject -nameopt utf8,sep_comma_plus -in " + std::string(stem) + ".crt");
        EXPECT_THAT(ran.output, HasSubstr("演示")) << stem;
    }
    EXPECT_EQ(leaf("seal-p256").common_name(), "演示专用章");
    EXPECT_EQ(leaf("seal-p256").issuer_common_name(), "Issuing CA (DEMO)");
}

TEST_F(DemonstrationPki, refuses_subjects_that_could_pass_for_real) {
    const ScratchDirectory other;
    DemonstrationPkiPlan plan = demonstration();
    plan.seals = {{"seal", {.organization = "某部", .common_name = "专用章"}}};
    EXPECT_EQ(make_demonstration_pki(other.path(), plan).error().code(), ErrorCode::invalid_input);
    plan = demonstration();
    plan.organization = "某部";
    plan.common_name_tail = "";
    EXPECT_EQ(make_demonstration_pki(other.path(), plan).error().code(), ErrorCode::invalid_input);
}

TEST_F(DemonstrationPki, refuses_a_directory_that_has_keys) {
    EXPECT_EQ(make_demonstration_pki(directory->path(), demonstration()).error().code(),
              ErrorCode::conflict);
}

TEST_F(DemonstrationPki, writes_lists_the_openssl_program_reads) {
    const auto ran = openssl(*directory, "crl -noout -text -CAfile issuing.crt -in issuing.crl");
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_THAT(ran.output, HasSubstr("verify OK"));
    EXPECT_THAT(ran.output, HasSubstr("No Revoked Certificates"));
}

TEST_F(DemonstrationPki, reads_its_certificates_as_the_openssl_program_does) {
    const Certificate seal = leaf("seal-rsa");
    const auto ran =
        openssl(*directory, "x509 -noout -fingerprint -sha256 -dates -serial -in seal-rsa.crt");
    std::string fingerprint;
    for (const std::uint8_t byte : seal.fingerprint()) {
        fingerprint += (fingerprint.empty() ? "" : ":") + to_upper_ascii(to_hex({&byte, 1}));
    }
    EXPECT_THAT(ran.output, HasSubstr(fingerprint));
    EXPECT_THAT(ran.output, HasSubstr("notBefore=Nov 22 02:00:00 2026 GMT"));
    EXPECT_EQ(format_utc(seal.not_before()), "2026-11-22T02:00:00Z");
    EXPECT_THAT(ran.output, HasSubstr(to_upper_ascii(to_hex(seal.serial_der().subspan(2)))));
    EXPECT_EQ(Certificate::parse_pem(seal.pem())->fingerprint(), seal.fingerprint());
}

TEST_F(DemonstrationPki, chain_leads_to_the_root_within_its_dates_only) {
    const std::vector<Certificate> chain = load("seal-p256");
    const std::vector<Certificate> root = load("root");
    const std::span<const Certificate> intermediates = std::span(chain).subspan(1);
    const Certificate& seal = chain.front();
    EXPECT_TRUE(verify_chain(seal, intermediates, root, now));
    EXPECT_TRUE(verify_chain(seal, intermediates, root, seal.not_before()));
    EXPECT_TRUE(verify_chain(seal, intermediates, root, seal.not_after()));
    for (const Instant outside : {seal.not_before() - std::chrono::seconds(1),
                                  seal.not_after() + std::chrono::seconds(1)}) {
        const auto verified = verify_chain(seal, intermediates, root, outside);
        ASSERT_FALSE(verified);
        EXPECT_EQ(verified.error().code(), ErrorCode::certificate_not_current);
    }
}

TEST_F(DemonstrationPki, chain_without_a_link_or_an_anchor_is_untrusted) {
    const std::vector<Certificate> chain = load("seal-p256");
    const auto without_link = verify_chain(chain[0], {}, load("root"), now);
    ASSERT_FALSE(without_link);
    EXPECT_EQ(without_link.error().code(), ErrorCode::certificate_untrusted);
    const auto without_anchor = verify_chain(chain[0], std::span(chain).subspan(1), {}, now);
    ASSERT_FALSE(without_anchor);
    EXPECT_EQ(without_anchor.error().code(), ErrorCode::certificate_untrusted);
}

TEST_F(DemonstrationPki,
       a_chain_without_its_link_is_untrusted_although_a_whole_one_was_seen_before) {
    const std::vector<Certificate> chain = load("seal-p256");
    const TrustStore store(load("root"));
    ASSERT_TRUE(store.verify(chain[0], std::span(chain).subspan(1), now));
    const auto without_link = store.verify(chain[0], {}, now);
    ASSERT_FALSE(without_link) << "the answer must not depend on what was asked before";
    EXPECT_EQ(without_link.error().code(), ErrorCode::certificate_untrusted);
}

TEST_F(DemonstrationPki, an_outdated_chain_from_a_stranger_is_untrusted_first) {
    const std::vector<Certificate> chain = load("seal-p256");
    const auto verified =
        verify_chain(chain[0], {}, load("root"), chain[0].not_after() + std::chrono::days(400));
    EXPECT_EQ(verified.error().code(), ErrorCode::certificate_untrusted);
}

TEST_F(DemonstrationPki, a_seal_cannot_certify) {
    CertificatePlan plan;
    plan.subject.common_name = "DEMO below a seal";
    plan.not_before = now;
    plan.not_after = now + std::chrono::days(1);
    const Certificate forged = *issue_certificate(
        plan, key("tls")->public_key_spki(), *key("seal-p256"), leaf("seal-p256"));
    const std::vector<Certificate> between = load("seal-p256");
    EXPECT_EQ(verify_chain(forged, between, load("root"), now).error().code(),
              ErrorCode::certificate_untrusted);
}

TEST_F(DemonstrationPki, an_issuing_ca_cannot_make_another) {
    CertificatePlan plan;
    plan.role = CertificateRole::issuing_ca;
    plan.subject.common_name = "DEMO third CA";
    plan.not_before = now;
    plan.not_after = now + std::chrono::days(1);
    const Certificate third =
        *issue_certificate(plan, key("tls")->public_key_spki(), *key("issuing"), leaf("issuing"));
    plan.role = CertificateRole::seal;
    const Certificate below =
        *issue_certificate(plan, key("seal-p256")->public_key_spki(), *key("tls"), third);
    const std::vector<Certificate> between{third, leaf("issuing")};
    EXPECT_EQ(verify_chain(below, between, load("root"), now).error().code(),
              ErrorCode::certificate_untrusted);
}

Crl list_with(const Certificate& certificate, Instant revoked_at, RevocationReason reason) {
    const BytesView serial = certificate.serial_der();
    CrlPlan plan;
    plan.this_update = now;
    plan.next_update = now + std::chrono::days(7);
    plan.revoked = {{Bytes(serial.begin(), serial.end()), revoked_at, reason}};
    return *issue_crl(plan, *DemonstrationPki::key("issuing"), DemonstrationPki::leaf("issuing"));
}

TEST_F(DemonstrationPki, a_revocation_spoils_later_signatures_and_a_lost_key_all) {
    const std::vector<Certificate> chain = load("seal-p256");
    const auto intermediates = std::span(chain).subspan(1);
    const auto verify = [&](const Crl& crl, Instant signed_at) {
        return verify_chain(chain[0], intermediates, load("root"), signed_at, {&crl, 1});
    };
    const Crl superseded = list_with(chain[0], now, RevocationReason::superseded);
    EXPECT_TRUE(verify(superseded, now - std::chrono::seconds(1)));
    const auto refused = verify(superseded, now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::certificate_revoked);
    EXPECT_EQ(refused.error().params().at("revoked_at"), std::to_string(epoch_of(now)));
    EXPECT_EQ(refused.error().params().at("reason"), "4");
    const Crl lost = list_with(chain[0], now, RevocationReason::key_compromise);
    EXPECT_EQ(verify(lost, now - std::chrono::seconds(1)).error().code(),
              ErrorCode::certificate_revoked);
}

TEST_F(DemonstrationPki, a_revocation_counts_although_the_path_was_found_good_before) {
    const std::vector<Certificate> chain = load("seal-p256");
    const auto intermediates = std::span(chain).subspan(1);
    const TrustStore store(load("root"));
    const auto before = store.verify(chain[0], intermediates, now);
    ASSERT_TRUE(before);
    EXPECT_EQ(before->certificates.size(), 3U);
    EXPECT_FALSE(before->revocation_known);
    const Crl crl = list_with(chain[0], now, RevocationReason::unspecified);
    EXPECT_EQ(store.verify(chain[0], intermediates, now, {&crl, 1}).error().code(),
              ErrorCode::certificate_revoked);
    EXPECT_TRUE(store.verify(chain[0], intermediates, now));
}

TEST_F(DemonstrationPki, lists_at_hand_for_every_link_make_revocation_known) {
    const std::vector<Certificate> chain = load("seal-p256");
    const TrustStore store(
        load("root"), {*load_crl(*directory / "issuing.crl"), *load_crl(*directory / "root.crl")});
    const auto path = store.verify(chain[0], std::span(chain).subspan(1), now);
    ASSERT_TRUE(path);
    EXPECT_TRUE(path->revocation_known);
}

TEST_F(DemonstrationPki, a_list_of_somebody_else_is_not_used) {
    const std::vector<Certificate> chain = load("seal-p256");
    const BytesView serial = chain[0].serial_der();
    CrlPlan plan;
    plan.this_update = now;
    plan.next_update = now + std::chrono::days(7);
    plan.revoked = {{Bytes(serial.begin(), serial.end()), now, RevocationReason::unspecified}};
    // Right name, wrong key.
    const Crl forged = *issue_crl(plan, *key("tls"), leaf("issuing"));
    EXPECT_FALSE(forged.is_signed_by(leaf("issuing")));
    EXPECT_TRUE(
        verify_chain(chain[0], std::span(chain).subspan(1), load("root"), now, {&forged, 1}));
}

TEST_F(DemonstrationPki, a_list_shows_the_openssl_program_what_was_revoked) {
    const Crl crl = list_with(leaf("seal-p256"), now, RevocationReason::superseded);
    directory->write("revoked.crl", crl.pem());
    const auto ran = openssl(*directory,
                             "verify -crl_check -CRLfile revoked.crl -CAfile root.crt "
                             "-untrusted issuing.crt" +
                                 at(now) + "seal-p256.crt");
    EXPECT_NE(ran.status, 0);
    EXPECT_THAT(ran.output, HasSubstr("certificate revoked"));
    EXPECT_TRUE(crl.is_fresh(now));
    EXPECT_FALSE(crl.is_fresh(now + std::chrono::days(8)));
    EXPECT_FALSE(crl.is_fresh(now - std::chrono::seconds(1)));
}

TEST_F(DemonstrationPki, renewed_lists_keep_what_was_revoked) {
    const ScratchDirectory other;
    for (const char* name : {"root.key", "root.crt", "root.crl", "issuing.key", "issuing.crt"}) {
        std::filesystem::copy(*directory / name, other / name);
    }
    const Crl crl = list_with(leaf("seal-p256"), now, RevocationReason::superseded);
    other.write("issuing.crl", crl.pem());
    const Instant later = now + std::chrono::days(5);
    const auto renewed = renew_demonstration_crls(other.path(), later);
    ASSERT_TRUE(renewed) << renewed.error().describe();
    const Crl fresh = *load_crl(other / "issuing.crl");
    EXPECT_EQ(fresh.this_update(), later);
    const auto kept = fresh.find(leaf("seal-p256").serial_der());
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->at, now);
    EXPECT_EQ(kept->reason, RevocationReason::superseded);
}

TEST_F(DemonstrationPki, renews_the_lists_of_the_national_tree_as_well) {
    const ScratchDirectory other;
    for (const std::string stem : {"root", "issuing", "sm2-root", "sm2-issuing"}) {
        for (const char* kind : {".key", ".crt", ".crl"}) {
            std::filesystem::copy(*directory / (stem + kind), other / (stem + kind));
        }
    }
    const Instant later = now + std::chrono::days(5);
    ASSERT_TRUE(renew_demonstration_crls(other.path(), later));
    for (const char* name : {"sm2-root.crl", "sm2-issuing.crl"}) {
        const Crl fresh = *load_crl(other / name);
        EXPECT_EQ(fresh.this_update(), later) << name;
        // A list that its issuer did not sign would not be used: the revoked would pass.
        const TrustStore store(load("sm2-root"), {fresh}, load("sm2-issuing"));
        EXPECT_TRUE(store.verify(leaf("sm2-maker"), {}, later));
    }
}

TEST_F(DemonstrationPki, refuses_plans_that_make_no_sense) {
    CertificatePlan plan;
    plan.subject.common_name = "DEMO";
    plan.not_before = now;
    plan.not_after = now;
    EXPECT_EQ(issue_self_signed(plan, *key("tls")).error().code(), ErrorCode::invalid_input);
    plan.not_after = now + std::chrono::days(1);
    plan.subject.common_name = "";
    EXPECT_EQ(issue_self_signed(plan, *key("tls")).error().code(), ErrorCode::invalid_input);
    plan.subject.common_name = "DEMO";
    plan.role = CertificateRole::tls_server;
    plan.ip_addresses = {"300.0.0.1"};
    EXPECT_EQ(issue_self_signed(plan, *key("tls")).error().code(), ErrorCode::invalid_input);
}

TEST(Certificate, reads_an_sm2_chain_made_by_the_openssl_program) {
    const ScratchDirectory directory;
    const std::string sm2 = " -sm3 -sigopt distid:1234567812345678 ";
    for (const std::string& command : std::vector<std::string>{
             "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out ca.key",
             "req -new -x509 -key ca.key" + sm2 + "-days 30 -subj '/CN=DEMO SM2 CA' -out ca.crt",
             "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -out seal.key",
             "req -new -key seal.key" + sm2 + "-subj '/CN=DEMO SM2 seal' -out seal.csr",
             "x509 -req -in seal.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 20" + sm2 +
                 "-vfyopt distid:1234567812345678 -out seal.crt"}) {
        const auto ran = openssl(directory, command);
        ASSERT_EQ(ran.status, 0) << ran.output;
    }
    const std::vector<Certificate> ca = *load_certificates(directory / "ca.crt");
    const Certificate seal = load_certificates(directory / "seal.crt")->front();
    ASSERT_TRUE(seal.public_key());
    EXPECT_EQ(seal.public_key()->algorithm(), SignatureAlgorithm::sm2_sm3);
    const auto verified = verify_chain(seal, {}, ca, seal.not_before());
    EXPECT_TRUE(verified) << verified.error().describe();
}

TEST(Certificate, refuses_cut_extended_and_altered_encodings) {
    const ScratchDirectory directory;
    ASSERT_EQ(openssl(directory,
                      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k "
                      "-subj /CN=DEMO -outform DER -out c.der")
                  .status,
              0);
    const Bytes der = *read_file(directory / "c.der");
    ASSERT_TRUE(Certificate::parse_der(der));
    EXPECT_TRUE(Certificate::parse_der(der)->is_self_issued());
    Bytes extended = der;
    extended.push_back(0);
    EXPECT_EQ(Certificate::parse_der(extended).error().code(), ErrorCode::certificate_unreadable);
    for (std::size_t length = 0; length < der.size(); length += 11) {
        EXPECT_FALSE(Certificate::parse_der(BytesView(der).first(length)));
    }
    EXPECT_FALSE(Certificate::parse_pem("no certificate here"));
    EXPECT_FALSE(load_certificates(directory / "missing"));
}

}  // namespace
}  // namespace yinxin::crypto
