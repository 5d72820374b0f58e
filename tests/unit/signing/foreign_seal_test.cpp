// SPDX-License-Identifier: Apache-2.0
// Seals, chains, revocation lists and timestamps that BouncyCastle made, with algorithms that our
// own never use, and SM2 under the names of GB/T 35275.
#include "unit/signing/foreign_seal.hpp"

#include "yinxin/crypto/signature_scheme.hpp"
#include "yinxin/signing/cms_read.hpp"
#include "yinxin/signing/timestamp.hpp"

#include <array>
#include <chrono>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::signing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view document = "the covered bytes of a document";
constexpr std::string_view gm_data = "1.2.156.10197.6.1.4.2.1";

/// Made once per kind.
const test::ForeignSeal& made(const std::string& kind) {
    static std::map<std::string, test::ForeignSeal> all;
    return all.try_emplace(kind, kind, document).first->second;
}

std::vector<CmsProblem> check(const ReceivedCms& cms,
                              std::string_view content = document,
                              std::string_view type = "1.2.840.113549.1.7.1") {
    const std::array pieces{as_bytes(content)};
    return check_cms(
        cms, *crypto::digest_named(cms.signer()->digest_oid, pieces), ContentPlace::detached, type);
}

struct Kind {
    std::string key;
    std::string algorithm;  ///< as we call it
};

void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.key;
}

class ForeignSeal : public testing::TestWithParam<Kind> {
  protected:
    void SetUp() override {
        if (made_.is_missing()) GTEST_SKIP() << "no JDK or no BouncyCastle";
        ASSERT_TRUE(made_.is_made());
    }
    [[nodiscard]] crypto::TrustStore trust() const {
        return crypto::TrustStore({made_.certificate("root.crt")});
    }

    const test::ForeignSeal& made_ = made(GetParam().key);
    const Instant now_ = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
};

INSTANTIATE_TEST_SUITE_P(Kinds,
                         ForeignSeal,
                         testing::Values(Kind{"sm2", "sm2-sm3"},
                                         Kind{"p384", "ecdsa-p384-sha384"},
                                         Kind{"p521", "ecdsa-p521-sha512"},
                                         Kind{"pss", "rsa-pss-sha512"}),
                         [](const auto& info) { return info.param.key; });

TEST_P(ForeignSeal, holds_over_its_document_only) {
    const ReceivedCms cms = *ReceivedCms::parse(made_.read("seal.der"));
    EXPECT_THAT(check(cms), IsEmpty());
    EXPECT_EQ(name_of_algorithm(cms), GetParam().algorithm);
    EXPECT_THAT(check(cms, "another"), ElementsAre(CmsProblem::message_digest_wrong));
}

TEST_P(ForeignSeal, is_refused_when_its_value_was_changed) {
    Bytes changed = made_.read("seal.der");
    const ReceivedCms cms = *ReceivedCms::parse(changed);
    const BytesView value = cms.signer()->signature;
    const auto at = std::ranges::search(changed, value).begin();
    at[static_cast<std::ptrdiff_t>(value.size()) - 1] ^= 1;
    EXPECT_THAT(check(*ReceivedCms::parse(changed)), ElementsAre(CmsProblem::signature_wrong));
}

TEST_P(ForeignSeal, is_led_to_its_root_and_to_no_other) {
    const auto signer = made_.certificate("signer.crt");
    EXPECT_TRUE(trust().verify(signer, {}, now_));
    const crypto::TrustStore others(
        {made(GetParam().key == "sm2" ? "p384" : "sm2").certificate("root.crt")});
    EXPECT_EQ(others.verify(signer, {}, now_).error().code(), ErrorCode::certificate_untrusted);
}

TEST_P(ForeignSeal, is_spoiled_by_the_list_of_its_issuer) {
    const auto list = crypto::Crl::parse_der(made_.read("revoked.crl"));
    ASSERT_TRUE(list) << list.error().describe();
    const auto judged = trust().verify(made_.certificate("signer.crt"), {}, now_, {&*list, 1});
    ASSERT_FALSE(judged);
    EXPECT_EQ(judged.error().code(), ErrorCode::certificate_revoked);
}

TEST_P(ForeignSeal, has_a_timestamp_that_covers_its_value_only) {
    const Bytes token = made_.read("token.der");
    const ReceivedCms cms = *ReceivedCms::parse(made_.read("seal.der"));
    const auto info = verify_token(token, imprint_of(cms.signer()->signature, token), trust());
    ASSERT_TRUE(info) << info.error().describe();
    EXPECT_LT(now_ - info->at, std::chrono::minutes(5));
    const auto elsewhere = verify_token(token, imprint_of(as_bytes("another"), token), trust());
    EXPECT_EQ(elsewhere.error().code(), ErrorCode::timestamp_wrong);
}

TEST(GmSeal, is_the_same_seal_under_the_names_of_the_national_standard) {
    const test::ForeignSeal& sm2 = made("sm2");
    if (sm2.is_missing()) GTEST_SKIP() << "no JDK or no BouncyCastle";
    const auto cms = ReceivedCms::parse(sm2.read("gm.der"));
    ASSERT_TRUE(cms) << cms.error().describe();
    EXPECT_EQ(cms->content_type(), gm_data);
    EXPECT_THAT(check(*cms, document, gm_data), IsEmpty());
    EXPECT_EQ(name_of_algorithm(*cms), "sm2-sm3");
    EXPECT_THAT(check(*cms, "another", gm_data), ElementsAre(CmsProblem::message_digest_wrong));
}

}  // namespace
}  // namespace yinxin::signing
