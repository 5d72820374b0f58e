// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/keys.hpp"

#include "support/programs.hpp"
#include "support/small_house.hpp"
#include "support/soft_token.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/crypto/pki.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/storage/key_register.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

using test::sure;
using testing::HasSubstr;
using testing::Not;

/// A house, and a token beside it.
class Keys : public testing::Test {
  protected:
    [[nodiscard]] KeyRequest request(KeyAction action, bool is_applied) const {
        KeyRequest request;
        request.action = action;
        request.data = house_.directory();
        request.name = "seal-on-token";
        request.key = token_.uri("object=seal");
        request.certificates = token_.directory() / "chain.pem";
        request.is_applied = is_applied;
        return request;
    }
    int run(const KeyRequest& request) {
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code = run_key(request);
        said_ = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
        EXPECT_THAT(said_, Not(HasSubstr(token_.pin())));
        return code;
    }
    /// The house's issuing CA certifies the key on the token, from yesterday on.
    void certify() {
        const auto keys = house_.directory() / "keys";
        const auto key = sure(crypto::open_key(token_.uri("object=seal")));
        const auto issuer_key = sure(crypto::open_file_key(keys / "issuing.key"));
        const auto issuer = sure(crypto::load_certificates(keys / "issuing.crt")).front();
        const auto root = sure(crypto::load_certificates(keys / "root.crt")).front();
        const Instant now = std::min(SystemClock().now(), house_->clock.now());
        const crypto::CertificatePlan plan{.subject = {.common_name = "演示印章"},
                                           .not_before = now - std::chrono::days(1),
                                           .not_after = issuer.not_after()};
        const auto certificate =
            sure(crypto::issue_certificate(plan, key->public_key_spki(), *issuer_key, issuer));
        token_.directory().write("chain.pem", certificate.pem() + issuer.pem() + root.pem());
    }

    test::ScratchHouse house_;
    test::SoftToken token_;
    std::string said_;
};

TEST_F(Keys, nothing_is_changed_without_apply) {
    EXPECT_EQ(run(request(KeyAction::make, false)), exit_ok);
    EXPECT_THAT(said_, HasSubstr("Nothing was changed"));
    EXPECT_FALSE(crypto::open_key(token_.uri("object=seal")));
    ASSERT_EQ(run(request(KeyAction::make, true)), exit_ok) << said_;
    certify();
    EXPECT_EQ(run(request(KeyAction::enter, false)), exit_ok) << said_;
    EXPECT_THAT(said_, HasSubstr("Nothing was changed"));
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM key_register WHERE key_name = 'seal-on-token'"), 0);
}

TEST_F(Keys, one_made_on_a_token_and_entered_seals_copies) {
    ASSERT_EQ(run(request(KeyAction::make, true)), exit_ok) << said_;
    EXPECT_EQ(run(request(KeyAction::make, true)), exit_failed) << "there is one already";
    certify();
    ASSERT_EQ(run(request(KeyAction::enter, true)), exit_ok) << said_;
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'configuration.changed'"),
              2);
    ASSERT_EQ(house_->change("UPDATE seal SET key_name = 'seal-on-token' "
                             "WHERE seal_id = 'demo_certificate_seal'"),
              1);
    house_.reopen();
    const test::Held held = house_->add_holder();
    (void)house_->endorse(held);  // verified against the certificate before it was released
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_file WHERE key_name = 'seal-on-token'"), 1);
}

TEST_F(Keys, are_listed_and_shown_with_where_they_lie) {
    ASSERT_EQ(run(request(KeyAction::make, true)), exit_ok) << said_;
    certify();
    ASSERT_EQ(run(request(KeyAction::enter, true)), exit_ok) << said_;
    EXPECT_EQ(run(request(KeyAction::list, false)), exit_ok);
    EXPECT_THAT(said_, HasSubstr("seal-on-token"));
    EXPECT_THAT(said_, HasSubstr("approval"));
    KeyRequest one = request(KeyAction::show, false);
    EXPECT_EQ(run(one), exit_ok);
    EXPECT_THAT(said_, HasSubstr("pkcs11:token=yinxin-test"));
    one.is_json = true;
    EXPECT_EQ(run(one), exit_ok);
    EXPECT_THAT(said_, HasSubstr("\"algorithm\":\"ecdsa-p256-sha256\""));
    one.name = "nobody";
    EXPECT_EQ(run(one), exit_failed);
}

TEST_F(Keys, that_do_not_open_are_named_by_check) {
    ASSERT_EQ(run(request(KeyAction::make, true)), exit_ok) << said_;
    certify();
    ASSERT_EQ(run(request(KeyAction::enter, true)), exit_ok) << said_;
    EXPECT_EQ(run(request(KeyAction::check, false)), exit_ok) << said_;
    EXPECT_THAT(said_, HasSubstr("opens   seal-on-token"));
    std::filesystem::remove(token_.pin_file());
    token_.forget_everybody();
    EXPECT_EQ(run(request(KeyAction::check, false)), exit_failed);
    EXPECT_THAT(said_, HasSubstr("closed  seal-on-token"));
    EXPECT_THAT(said_, HasSubstr("opens   approval"));
}

TEST_F(Keys, are_not_entered_with_somebody_elses_certificate) {
    ASSERT_EQ(run(request(KeyAction::make, true)), exit_ok) << said_;
    certify();
    KeyRequest other = request(KeyAction::enter, true);
    other.certificates = house_.directory() / "keys" / "issuing.crt";
    EXPECT_EQ(run(other), exit_failed);
    EXPECT_THAT(said_, HasSubstr("not about this key"));
}

TEST_F(Keys, on_a_token_are_asked_a_certificate_for) {
    if (!test::is_installed("openssl")) GTEST_SKIP() << "openssl is not installed";
    for (const auto kind : {crypto::KeyKind::p256, crypto::KeyKind::rsa3072}) {
        const std::string object = kind == crypto::KeyKind::p256 ? "object=one" : "object=two";
        KeyRequest made = request(KeyAction::make, true);
        made.key = token_.uri(object);
        made.kind = kind;
        ASSERT_EQ(run(made), exit_ok) << said_;
        KeyRequest asked = request(KeyAction::request, false);
        asked.key = made.key;
        asked.subject.organization = "演示中心";
        asked.subject.common_name = "演示电子证书专用章";
        ASSERT_EQ(run(asked), exit_ok) << said_;
        const auto file = token_.directory().write("request.pem", said_);
        const test::Said judged = test::run_program(
            "openssl req -noout -verify -subject -nameopt utf8 -in " + file.string());
        EXPECT_EQ(judged.status, 0) << judged.output;
        EXPECT_THAT(judged.output, HasSubstr("CN=演示电子证书专用章"));
        asked.subject.common_name.clear();
        EXPECT_EQ(run(asked), exit_failed);
    }
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'configuration.changed'"),
              4);
}

TEST_F(Keys, with_a_pin_in_the_uri_are_refused) {
    KeyRequest careless = request(KeyAction::make, true);
    careless.key = token_.without_pin("object=seal") + "&pin-value=" + token_.pin();
    EXPECT_EQ(run(careless), exit_failed);
    EXPECT_THAT(said_, HasSubstr("pin-value"));
}

}  // namespace
}  // namespace yinxin::cli
