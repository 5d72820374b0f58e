// SPDX-License-Identifier: Apache-2.0
// What may become a draft, and what the press says about a file that is not what it sealed.
#include "yinxin/issuing/draft.hpp"

#include "support/small_house.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/signing/cms.hpp"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

/// Everything a draft is made from, good as it stands; a test spoils one thing.
struct Wish {
    domain::FaceData data;
    domain::EndorsementPolicy policy;
    domain::IssuerKind issuer = domain::IssuerKind::government;
    issuing::Letterhead letterhead;
    issuing::CopyFacts copy;
    std::string seal_id = "demo_certificate_seal";
    Bytes photo;
};

class Drafts : public testing::Test {
  public:
    static void SetUpTestSuite() {
        house_ = std::make_unique<ScratchHouse>();
        const Held held = (*house_)->add_holder();
        const auto facts = sure((*house_)->run(
            service::load_certificate((*house_)->services(), held.actor, held.line)));
        good_.data = facts.certificate.face;
        good_.policy = *facts.policy;
        good_.letterhead = service::letterhead_of((*house_)->services());
        good_.photo = sure(service::load_photo((*house_)->services(), good_.data));
        std::array<std::uint8_t, 7> code{1, 2, 3, 4, 5, 6, 7};
        std::array<std::uint8_t, 16> token{9};
        good_.copy = {
            "YX20261123-000001234561",
            domain::make_copy_code(code),
            domain::make_copy_token(token),
            issuing::EndorsementFacts{{}, sure(domain::validity(good_.policy, house_opens, 90))},
            house_opens};
    }
    static void TearDownTestSuite() { house_.reset(); }

  protected:
    Result<issuing::Draft> draft(const std::function<void(Wish&)>& spoil = {}) {
        Wish wish = good_;
        if (spoil) spoil(wish);
        return issuing::make_draft({wish.data,
                                    wish.policy,
                                    wish.issuer,
                                    wish.letterhead,
                                    wish.copy,
                                    wish.seal_id,
                                    wish.photo},
                                   press().stationery());
    }
    ErrorCode refusal(const std::function<void(Wish&)>& spoil) {
        const auto outcome = draft(spoil);
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    static const issuing::Press& press() { return *(*house_)->seals().press; }

    static inline std::unique_ptr<ScratchHouse> house_;
    static inline Wish good_;
};

TEST_F(Drafts, what_is_right_becomes_a_file_of_the_same_bytes_each_time) {
    const auto first = sure(press().build(sure(draft())));
    const auto second = sure(press().build(sure(draft())));
    EXPECT_EQ(first.at(0).digest(), second.at(0).digest());
    EXPECT_EQ(std::get<documents::UnsignedPdf>(first.at(0).file).bytes,
              std::get<documents::UnsignedPdf>(second.at(0).file).bytes);
}

TEST_F(Drafts, an_endorsement_stands_where_the_policy_wants_one_and_nowhere_else) {
    EXPECT_EQ(refusal([](Wish& wish) { wish.copy.endorsement.reset(); }), ErrorCode::draft_refused);
    EXPECT_EQ(refusal([](Wish& wish) {
                  wish.policy.exempt_before = make_day(2030, 1, 1);
                  wish.policy.exempt_issuers = {domain::IssuerKind::government};
              }),
              ErrorCode::draft_refused);
}

TEST_F(Drafts, no_second_more_than_the_policy_gives) {
    EXPECT_EQ(refusal([](Wish& wish) {
                  wish.copy.endorsement->validity.until += std::chrono::seconds(1);
              }),
              ErrorCode::draft_refused);
    EXPECT_EQ(
        refusal([](Wish& wish) { wish.copy.endorsement->validity.from -= std::chrono::days(1); }),
        ErrorCode::draft_refused);
    EXPECT_EQ(refusal([](Wish& wish) { wish.copy.endorsement->terms.days = 91; }),
              ErrorCode::endorsement_days_out_of_range);
}

TEST_F(Drafts, a_copy_is_made_within_the_validity_it_states) {
    EXPECT_EQ(
        refusal([](Wish& wish) { wish.copy.made_at = wish.copy.endorsement->validity.until; }),
        ErrorCode::draft_refused);
    EXPECT_EQ(
        refusal([](Wish& wish) { wish.copy.made_at = house_opens - std::chrono::seconds(1); }),
        ErrorCode::draft_refused);
    EXPECT_TRUE(draft([](Wish& wish) {
        wish.copy.made_at = wish.copy.endorsement->validity.until - std::chrono::seconds(1);
    }));
}

TEST_F(Drafts, nothing_is_missing_on_the_face) {
    using Spoil = std::function<void(Wish&)>;
    const std::vector<Spoil> spoils{
        [](Wish& wish) { wish.data.name.clear(); },
        [](Wish& wish) { wish.data.id_number.clear(); },
        [](Wish& wish) { wish.data.title.zh.clear(); },
        [](Wish& wish) { wish.data.management_no.clear(); },
        [](Wish& wish) { wish.data.authorities.clear(); },
        [](Wish& wish) { wish.data.issued_on = wish.data.approved_on - Days(1); },
        [](Wish& wish) { wish.photo.clear(); },
        [](Wish& wish) { wish.seal_id = "another"; },
    };
    for (std::size_t i = 0; i < spoils.size(); ++i) {
        SCOPED_TRACE(i);
        EXPECT_EQ(refusal(spoils[i]), ErrorCode::draft_refused);
    }
}

TEST_F(Drafts, a_character_without_a_glyph_stops_it_wherever_it_stands) {
    const std::string private_use = "\xEE\xA1\xA3";  // U+E863
    EXPECT_EQ(refusal([&](Wish& wish) { wish.data.name += private_use; }),
              ErrorCode::glyph_missing);
    EXPECT_EQ(
        refusal([&](Wish& wish) { wish.copy.endorsement->terms.recipient = "演示" + private_use; }),
        ErrorCode::glyph_missing);
    EXPECT_EQ(refusal([&](Wish& wish) { wish.data.specialty.zh += private_use; }),
              ErrorCode::glyph_missing);
    const auto refused = draft([&](Wish& wish) { wish.data.name += private_use; });
    EXPECT_EQ(refused.error().params().at("code_point"), "U+E863");
}

TEST_F(Drafts, an_unprintable_character_never_reaches_a_seal_by_any_other_field) {
    const std::string private_use = "\xEE\xA1\xA3";
    using Spoil = std::function<void(Wish&)>;
    const std::vector<Spoil> spoils{
        [&](Wish& wish) { wish.data.certificate_no += private_use; },
        [&](Wish& wish) { wish.data.management_no += private_use; },
        [&](Wish& wish) { wish.data.title.en += private_use; },
        [&](Wish& wish) { wish.data.qualification.en += private_use; },
        [&](Wish& wish) { wish.copy.endorsement->terms.scenario += private_use; },
    };
    for (std::size_t i = 0; i < spoils.size(); ++i) {
        SCOPED_TRACE(i);
        auto made = draft(spoils[i]);
        if (!made) continue;  // refused already
        EXPECT_FALSE(press().build(*std::move(made)));
    }
}

TEST_F(Drafts, a_file_with_anothers_signature_is_not_let_out) {
    auto unsigned_pdf = std::move(sure(press().build(sure(draft()))).at(0));
    auto other = std::move(
        sure(press().build(sure(draft([](Wish& wish) { wish.data.name = "李演示"; })))).at(0));
    const auto credential = sure(signing::SealCredential::load(
        "file:" + ((*house_)->directory / "keys" / "central.key").string(),
        (*house_)->directory / "keys" / "central.crt"));
    const Bytes cms =
        sure(signing::sign_detached(credential, other.digest(), nullptr, house_opens));
    EXPECT_TRUE(press().finish(other, cms, "demo_certificate_seal", house_opens));
    const auto wrong = press().finish(unsigned_pdf, cms, "demo_certificate_seal", house_opens);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), ErrorCode::sealed_file_refused);
}

TEST_F(Drafts, a_seal_that_is_not_the_drafts_is_not_let_out) {
    auto unsigned_pdf = std::move(sure(press().build(sure(draft()))).at(0));
    const auto credential = sure(signing::SealCredential::load(
        "file:" + ((*house_)->directory / "keys" / "tax.key").string(),
        (*house_)->directory / "keys" / "tax.crt"));
    const Bytes cms =
        sure(signing::sign_detached(credential, unsigned_pdf.digest(), nullptr, house_opens));
    const auto wrong = press().finish(unsigned_pdf, cms, "demo_certificate_seal", house_opens);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), ErrorCode::sealed_file_refused);
}

TEST_F(Drafts, a_file_name_says_what_is_inside_and_nothing_a_header_chokes_on) {
    Wish wish = good_;
    wish.data.name = "阿\"依/努\\尔·买;买提\r\n";
    const std::string name = issuing::copy_file_name(wish.data, wish.copy, "pdf");
    EXPECT_THAT(name, testing::StartsWith("一级建造师_港口与航道工程_阿_依_努_尔·买_买提_"));
    EXPECT_EQ(name.find_first_of("\"/\\;\r\n"), std::string::npos);
    EXPECT_THAT(name, testing::EndsWith("_有效至2027-02-20_YX20261123-000001234561.pdf"));
}

}  // namespace
}  // namespace yinxin::test
