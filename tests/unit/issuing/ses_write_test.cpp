// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/ses_write.hpp"

#include "support/ofd/fresh_ofd.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/signing/ses_read.hpp"

#include <gtest/gtest.h>

namespace yinxin::signing {
namespace {

using test::sure;

constexpr std::string_view property = "/Doc_0/Signs/Sign_0/Signature.xml";

class SesWrite : public testing::Test {
  protected:
    [[nodiscard]] SesSealPlan plan() const {
        SesSealPlan plan;
        plan.id = "demo_seal";
        plan.name = "演示专用章";
        plan.picture_type = "ofd";
        plan.picture = to_bytes("picture");
        plan.width_mm = plan.height_mm = 40;
        plan.signers = {ofd_.signer().certificate};
        plan.created_at = ofd_.now();
        plan.not_before = ofd_.now() - Days(1);
        plan.not_after = ofd_.now() + Days(1);
        return plan;
    }
    [[nodiscard]] Bytes seal(const SesSealPlan& plan) const {
        return sure(make_ses_seal(plan, *ofd_.maker().key, ofd_.maker().certificate));
    }
    [[nodiscard]] Result<SesCredential> credential(Bytes seal) const {
        return SesCredential::create(ofd_.signer().key,
                                     ofd_.signer().certificate,
                                     {ofd_.root().certificate},
                                     std::move(seal));
    }
    void expect_refused(Bytes seal, ErrorCode code) const {
        const auto refused = credential(std::move(seal));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), code) << refused.error().describe();
    }

    ofd::FreshOfd ofd_;
    const Bytes data_ = to_bytes("<ofd:Signature/>");
};

TEST_F(SesWrite, a_seal_says_what_was_planned) {
    const Bytes der = seal(plan());
    const SesSeal read = sure(read_ses_seal(der));
    EXPECT_EQ(read.version, 4);
    EXPECT_EQ(read.vendor, "Yinxin");
    EXPECT_EQ(read.id, "demo_seal");
    EXPECT_EQ(read.name, "演示专用章");
    EXPECT_EQ(read.picture_type, "ofd");
    EXPECT_EQ(as_text(read.picture), "picture");
    EXPECT_EQ(read.width_mm, 40);
    EXPECT_EQ(read.created_at, ofd_.now());
    EXPECT_EQ(read.not_before, ofd_.now() - Days(1));
    EXPECT_EQ(read.not_after, ofd_.now() + Days(1));
    ASSERT_EQ(read.certificates.size(), 1U);
    EXPECT_TRUE(std::ranges::equal(read.certificates[0], ofd_.signer().certificate.der()));
    EXPECT_TRUE(check_ses_seal(read).empty());
}

TEST_F(SesWrite, a_plan_that_lacks_a_part_makes_no_seal) {
    const std::vector<std::function<void(SesSealPlan&)>> spoils{
        [](SesSealPlan& wrong) { wrong.id.clear(); },
        [](SesSealPlan& wrong) { wrong.name.clear(); },
        [](SesSealPlan& wrong) { wrong.picture.clear(); },
        [](SesSealPlan& wrong) { wrong.picture_type = "gif"; },
        [](SesSealPlan& wrong) { wrong.signers.clear(); },
        [](SesSealPlan& wrong) { wrong.width_mm = 0; },
        [](SesSealPlan& wrong) { std::swap(wrong.not_before, wrong.not_after); },
    };
    for (const auto& spoil : spoils) {
        SesSealPlan wrong = plan();
        spoil(wrong);
        const auto made = make_ses_seal(wrong, *ofd_.maker().key, ofd_.maker().certificate);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code(), ErrorCode::invalid_input);
    }
}

TEST_F(SesWrite, a_maker_signs_with_the_key_of_the_certificate) {
    EXPECT_FALSE(make_ses_seal(plan(), *ofd_.signer().key, ofd_.maker().certificate));
}

TEST_F(SesWrite, what_is_signed_holds_and_says_when) {
    const SesCredential own = sure(credential(seal(plan())));
    const Bytes der = sure(sign_ses(own, crypto::sm3(data_), property, nullptr, ofd_.now()));
    const SesSignature read = sure(read_ses(der));
    EXPECT_TRUE(check_ses(read, data_, property).empty());
    EXPECT_EQ(read.claimed_at, ofd_.now());
    EXPECT_FALSE(read.timestamp);
    EXPECT_FALSE(check_ses(read, to_bytes("other"), property).empty());
    EXPECT_FALSE(check_ses(read, data_, "/Doc_1/Signature.xml").empty());
}

TEST_F(SesWrite, a_timestamp_is_over_the_value_with_the_authority_s_digest) {
    const SesCredential own = sure(credential(seal(plan())));
    crypto::CertificatePlan stamping = ofd_.plan("演示时间戳机构");
    stamping.role = crypto::CertificateRole::timestamp;
    const ofd::KeyHolder national = ofd_.certify(stamping);
    const auto authority = sure(TimestampAuthority::create(national.key, national.certificate, {}));
    EXPECT_EQ(authority->digest(), crypto::DigestAlgorithm::sm3);
    EXPECT_EQ(ofd_.authority().digest(), crypto::DigestAlgorithm::sha256);
    for (const Timestamper* stamper : {static_cast<const Timestamper*>(authority.get()),
                                       static_cast<const Timestamper*>(&ofd_.authority())}) {
        const Bytes der = sure(sign_ses(own, crypto::sm3(data_), property, stamper, ofd_.now()));
        const SesSignature read = sure(read_ses(der));
        ASSERT_TRUE(read.timestamp);
        const std::string token(as_text(*read.timestamp));
        const auto imprint = stamper->digest() == crypto::DigestAlgorithm::sm3
                                 ? crypto::sm3(read.signature)
                                 : crypto::sha256(read.signature);
        EXPECT_NE(token.find(as_text(imprint)), std::string::npos);
    }
}

TEST_F(SesWrite, nothing_is_signed_outside_the_seal_s_time) {
    const SesCredential own = sure(credential(seal(plan())));
    for (const Instant at :
         {ofd_.now() - Days(2), ofd_.now() + Days(1) + std::chrono::seconds(1)}) {
        const auto refused = sign_ses(own, crypto::sm3(data_), property, nullptr, at);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::certificate_not_current);
    }
    EXPECT_TRUE(sign_ses(own, crypto::sm3(data_), property, nullptr, own.not_after()));
}

TEST_F(SesWrite, a_seal_of_another_certificate_is_refused) {
    SesSealPlan other = plan();
    other.signers = {ofd_.false_signer().certificate};
    expect_refused(seal(other), ErrorCode::certificate_unreadable);
}

TEST_F(SesWrite, a_seal_that_its_maker_did_not_sign_is_refused) {
    Bytes changed = seal(plan());
    const std::string_view name = "演示专用章";
    const auto at = as_text(changed).find(name);
    changed[at] ^= 1U;
    expect_refused(std::move(changed), ErrorCode::signature_wrong);
}

TEST_F(SesWrite, bytes_behind_a_seal_are_refused) {
    Bytes longer = seal(plan());
    longer.push_back(0);
    expect_refused(std::move(longer), ErrorCode::malformed);
}

TEST_F(SesWrite, a_key_that_is_not_sm2_seals_no_ofd) {
    const ofd::KeyHolder other = ofd_.certify(ofd_.plan("演示"), crypto::KeyKind::p256);
    const auto refused = SesCredential::create(other.key, other.certificate, {}, seal(plan()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::certificate_unreadable);
}

}  // namespace
}  // namespace yinxin::signing
