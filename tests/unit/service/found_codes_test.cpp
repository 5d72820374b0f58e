// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/found_codes.hpp"

#include "support/small_house.hpp"

#include "yinxin/signing/offline_code.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

constexpr std::string_view ours = "https://yanshi.example";
constexpr std::string_view token = "AbCdEfGhIjKlMnOpQrStUg";

CodeText read(const std::string& text) {
    return read_code_text(text, ours);
}

TEST(FoundCodes, a_link_of_ours_names_its_copy) {
    const CodeText text = read(std::string(ours) + "/v/" + std::string(token) + "\n");
    EXPECT_EQ(text.target, CodeTarget::copy);
    EXPECT_EQ(text.token, token);
}

TEST(FoundCodes, an_address_of_ours_that_is_no_copy_is_unknown) {
    EXPECT_EQ(read(std::string(ours)).target, CodeTarget::unknown);
    EXPECT_EQ(read(std::string(ours) + "/v/short").target, CodeTarget::unknown);
    EXPECT_EQ(read(std::string(ours) + "/v/" + std::string(token) + "/match").target,
              CodeTarget::unknown);
}

TEST(FoundCodes, a_host_that_only_looks_like_ours_is_named_as_what_it_is) {
    const auto host = [](const std::string& text) {
        const CodeText found = read(text);
        EXPECT_EQ(found.target, CodeTarget::elsewhere) << text;
        return found.host;
    };
    EXPECT_EQ(host("https://yanshi.example.evil.test/v/x"), "yanshi.example.evil.test");
    EXPECT_EQ(host("https://yanshi.example@evil.test/v/x"), "evil.test");
    EXPECT_EQ(host("https://yanshi.example\\@evil.test/"), "yanshi.example");
    EXPECT_EQ(host("http://yanshi.example/v/" + std::string(token)), "yanshi.example");
    EXPECT_EQ(host("HTTPS://EVIL.test:81/"), "evil.test:81");
    EXPECT_EQ(host("https://\xFF\xFE/"), "");
    EXPECT_EQ(host("https://"), "");
}

TEST(FoundCodes, an_offline_code_is_told_from_a_foreign_text) {
    EXPECT_EQ(read("YX1:6BF").target, CodeTarget::offline);
    EXPECT_EQ(read("WIFI:S:guest;;").target, CodeTarget::other);
    EXPECT_EQ(read("").target, CodeTarget::other);
}

class ResolvedCodes : public testing::Test {
  protected:
    void SetUp() override {
        house_->endorse(house_->add_holder());
        claims_.copy_no = house_->one<std::string>("SELECT copy_no FROM copy");
        claims_.made_at = house_->clock.now();
        claims_.qualification = "演示";
    }
    std::vector<FoundCopy> resolved(const std::vector<verify::FoundCode>& codes, Instant at) {
        return test::sure(house_->run(resolve_codes(house_->services(), codes, std::nullopt, at)));
    }
    std::string offline(const crypto::Signer& signer) {
        return test::sure(signing::sign_offline_code(claims_, signer));
    }
    test::ScratchHouse house_;
    signing::OfflineClaims claims_;
};

TEST_F(ResolvedCodes, an_offline_code_of_ours_leads_to_its_copy_and_a_forged_one_nowhere) {
    const Instant now = house_->clock.now();
    const auto led = resolved({{offline(*house_->seals().offline), 1}}, now);
    ASSERT_EQ(led.size(), 1U);
    EXPECT_EQ(led[0].target, CodeTarget::copy);
    EXPECT_EQ(led[0].copy->copy_no, claims_.copy_no);
    EXPECT_EQ(led[0].verdict, verify::Verdict::valid);
    const auto forged = resolved({{offline(house_->approval_key()), 1}, {"YX1:AAA", 1}}, now);
    ASSERT_EQ(forged.size(), 2U);
    for (const FoundCopy& found : forged) {
        EXPECT_EQ(found.target, CodeTarget::offline);
        EXPECT_FALSE(found.copy);
    }
}

TEST_F(ResolvedCodes, both_codes_of_a_copy_are_one_answer_a_page) {
    const std::string link =
        house_->public_url() + "/v/" + house_->one<std::string>("SELECT token FROM copy");
    const std::string second = offline(*house_->seals().offline);
    EXPECT_EQ(resolved({{link, 1}, {second, 1}, {second, 2}}, house_->clock.now()).size(), 1U);
}

TEST_F(ResolvedCodes, a_copy_whose_time_had_not_begun_is_not_called_over) {
    const auto found = resolved({{claims_.copy_no, 1}, {offline(*house_->seals().offline), 1}},
                                house_->clock.now() - std::chrono::hours(1));
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[1].verdict, verify::Verdict::expired);
    EXPECT_TRUE(found[1].is_early);
}

TEST_F(ResolvedCodes, a_photograph_of_one_code_of_ours_leads_to_its_copy_and_any_other_nowhere) {
    const auto shown = house_->one<std::string>("SELECT token FROM copy");
    const std::string link = house_->public_url() + "/v/" + shown;
    verify::Claims claims;
    house_->services().read_file = [&](Bytes) -> Task<Result<verify::Claims>> { co_return claims; };
    const auto leads_to = [&] {
        return test::sure(house_->run(find_photographed_copy(house_->services(), {})));
    };
    claims.format = verify::FileFormat::picture;
    EXPECT_EQ(leads_to(), std::nullopt);
    claims.codes = {{link, 1}};
    EXPECT_EQ(leads_to(), shown);
    claims.codes = {{link, 1}, {offline(*house_->seals().offline), 1}};
    EXPECT_EQ(leads_to(), shown) << "both codes of one copy";
    claims.codes = {{link, 1}, {"https://elsewhere.test/", 1}};
    EXPECT_EQ(leads_to(), std::nullopt);
    claims.codes = {{house_->public_url() + "/v/AbCdEfGhIjKlMnOpQrStUg", 1}};
    EXPECT_EQ(leads_to(), std::nullopt);
    claims.codes = {{link, 1}};
    claims.format = verify::FileFormat::pdf;
    EXPECT_EQ(leads_to(), std::nullopt);
}

}  // namespace
}  // namespace yinxin::service
