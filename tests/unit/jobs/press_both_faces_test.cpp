// SPDX-License-Identifier: Apache-2.0
// One copy, two faces: both are there or none, and strangers accept both.
#include "support/programs.hpp"
#include "support/small_house.hpp"
#include "test_places.hpp"

#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/verify/read.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::CopyFormat;
using service::FileUse;

class BothFaces : public testing::TestWithParam<Timestamps> {
  protected:
    service::SealedFile open(const Held& held, CopyId copy, CopyFormat format) {
        return sure(house_->run(
            service::open_file(house_->services(), held.actor, copy, format, FileUse::keep)));
    }
    service::CopyView view(const Held& held, CopyId copy) {
        return sure(house_->run(service::load_copy(house_->services(), held.actor, copy)));
    }
    std::string put(const std::string& name, const std::string& bytes) {
        const auto path = house_.directory() / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path.string();
    }
    verify::Report judge(const std::string& bytes) {
        const verify::Claims claims = verify::read(as_bytes(bytes));
        const Instant now = house_->clock.now();
        return verify::judge(claims, {house_->seals().trust, {}}, nullptr, {.at = now}, now);
    }

    ScratchHouse house_{GetParam(), Faces::both};
};

TEST_P(BothFaces, are_released_together_under_one_number_and_each_is_valid) {
    const Held held = house_->add_holder({}, "㛃䶮𬍛𠮷𮧵");
    const CopyId copy =
        house_->endorse(held, {.days = 90, .recipient = "演示市轨道交通建设有限公司"});
    const service::CopyView seen = view(held, copy);
    ASSERT_EQ(seen.files.size(), 2U);
    EXPECT_EQ(seen.files[0].format, CopyFormat::pdf);
    EXPECT_EQ(seen.files[1].format, CopyFormat::ofd);
    const bool is_stamped = GetParam() == Timestamps::on;
    EXPECT_EQ(seen.files[1].profile, is_stamped ? "SES-T" : "SES-B");
    const service::SealedFile ofd = open(held, copy, CopyFormat::ofd);
    EXPECT_TRUE(ofd.name.ends_with(".ofd")) << ofd.name;
    const verify::Report report = judge(*ofd.bytes);
    EXPECT_EQ(report.verdict, verify::Verdict::valid);
    EXPECT_EQ(report.is_time_trusted, is_stamped);
    EXPECT_EQ(report.face.copy_no, seen.copy.copy_no);
    EXPECT_EQ(judge(*open(held, copy, CopyFormat::pdf).bytes).face.copy_no, seen.copy.copy_no);
    EXPECT_EQ(house_->one("SELECT uses FROM seal WHERE seal_id = 'demo_certificate_seal'"), 2);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM seal_intent WHERE state = 'sealed'"), 2);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM lookup_file"), 2);
}

INSTANTIATE_TEST_SUITE_P(All,
                         BothFaces,
                         testing::Values(Timestamps::off, Timestamps::on),
                         [](const auto& info) {
                             return info.param == Timestamps::on ? "stamped" : "bare";
                         });

class OneOfBoth : public BothFaces {};
INSTANTIATE_TEST_SUITE_P(Bare, OneOfBoth, testing::Values(Timestamps::off));

class StampedFaces : public BothFaces {};
INSTANTIATE_TEST_SUITE_P(Stamped, StampedFaces, testing::Values(Timestamps::on));

TEST_P(StampedFaces, a_stamped_ofd_leads_to_the_root_alone) {
    const Held held = house_->add_holder();
    const service::SealedFile ofd = open(held, house_->endorse(held), CopyFormat::ofd);
    const auto keys = house_->directory / "keys";
    auto roots = sure(crypto::load_certificates(keys / "sm2-root.crt"));
    const Instant now = house_->clock.now();
    const verify::Report report =
        verify::judge(verify::read(as_bytes(*ofd.bytes)),
                      {std::make_shared<const crypto::TrustStore>(std::move(roots)), {}},
                      nullptr,
                      {.at = now},
                      now);
    EXPECT_EQ(report.verdict, verify::Verdict::valid) << verify::deciding_code(report);
}

TEST_P(StampedFaces, bouncycastle_verifies_the_sealed_ofd) {
    const Held held = house_->add_holder();
    const CopyId copy = house_->endorse(held);
    const std::string ofd = put("copy.ofd", *open(held, copy, CopyFormat::ofd).bytes);
    const Said said =
        run_program(YX_SOURCE_DIR "/tests/tools/java.sh OfdSeals " +
                    (house_->directory / "keys" / "sm2-issuing.crt").string() + " " + ofd);
    if (said.status == 77) GTEST_SKIP() << said.output;
    EXPECT_EQ(said.status, 0) << said.output;
}

TEST_P(OneOfBoth, the_kind_fetched_last_is_offered_first) {
    const Held held = house_->add_holder();
    const CopyId copy = house_->endorse(held);
    EXPECT_EQ(view(held, copy).preferred, CopyFormat::pdf);
    (void)open(held, copy, CopyFormat::ofd);
    EXPECT_EQ(view(held, copy).preferred, CopyFormat::ofd);
    (void)sure(house_->run(
        service::open_file(house_->services(), held.actor, copy, CopyFormat::pdf, FileUse::look)));
    EXPECT_EQ(view(held, copy).preferred, CopyFormat::ofd) << "a look is no choice";
    (void)open(held, copy, CopyFormat::pdf);
    EXPECT_EQ(view(held, copy).preferred, CopyFormat::pdf);
}

TEST_P(OneOfBoth, a_link_hands_out_the_kind_it_was_made_for) {
    const Held held = house_->add_holder();
    const CopyId copy = house_->endorse(held);
    const auto link = sure(house_->run(
        service::make_download_link(house_->services(), held.actor, copy, CopyFormat::ofd)));
    EXPECT_EQ(sure(house_->run(service::look_at_link(house_->services(), link.token))).format,
              CopyFormat::ofd);
    const auto file = sure(house_->run(service::redeem_link(house_->services(), link.token)));
    EXPECT_EQ(file.format, CopyFormat::ofd);
    EXPECT_TRUE(file.bytes->starts_with("PK"));
}

TEST_P(OneOfBoth, neither_is_released_when_one_cannot_be_sealed) {
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    // An electronic seal that is over seals no OFD; the application waits, as in every outage.
    house_->change("UPDATE seal SET state = 'suspended'");
    EXPECT_EQ(house_->press().released, 0);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_file"), 0);
    house_->change("UPDATE seal SET state = 'in_use'");
    house_->clock.advance(std::chrono::hours(1));
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_file"), 2);
    EXPECT_EQ(view(held, house_->copy_of(held, id)).files.size(), 2U);
}

TEST_P(OneOfBoth, a_seal_whose_certificate_was_renewed_has_to_be_made_again) {
    // The electronic seal of another certificate: GB/T 38540-2020, 7.2.
    house_->change(
        "UPDATE seal SET electronic_seal = (SELECT electronic_seal FROM seal WHERE seal_id = "
        "'demo_tax_seal') WHERE seal_id = 'demo_certificate_seal'");
    const auto room = jobs::open_seal_room(house_->store(),
                                           house_->shelf(),
                                           house_->settings_,
                                           jobs::Installation::demonstration,
                                           house_->clock.now());
    ASSERT_FALSE(room);
    EXPECT_EQ(room.error().code(), ErrorCode::certificate_unreadable);
    EXPECT_THAT(room.error().detail(), testing::HasSubstr("have it made again"));
}

TEST_P(OneOfBoth, a_copy_made_before_there_was_an_ofd_key_is_pdf_alone) {
    ScratchHouse before;
    const Held held = before->add_holder();
    const CopyId copy = before->endorse(held);
    const auto none = before->run(
        service::open_file(before->services(), held.actor, copy, CopyFormat::ofd, FileUse::keep));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code(), ErrorCode::not_found);
    EXPECT_EQ(
        sure(before->run(service::load_copy(before->services(), held.actor, copy))).files.size(),
        1U);
}

/// A house whose seals sign PDFs with their SM2 keys (docs/seals.md, "PDF with SM2").
class NationalPdf : public BothFaces {
  protected:
    NationalPdf() {
        house_->change(
            "UPDATE seal SET key_name = ofd_key_name WHERE seal_id <> 'demo_banking_seal'");
        house_.reopen(GetParam());
    }
};
INSTANTIATE_TEST_SUITE_P(Stamps, NationalPdf, testing::Values(Timestamps::on, Timestamps::off));

TEST_P(NationalPdf, is_released_beside_the_ofd_and_valid_by_our_verdict) {
    const Held held = house_->add_holder();
    const CopyId copy = house_->endorse(held);
    const service::SealedFile pdf = open(held, copy, CopyFormat::pdf);
    const verify::Report report = judge(*pdf.bytes);
    EXPECT_EQ(report.verdict, verify::Verdict::valid);
    EXPECT_EQ(report.is_time_trusted, GetParam() == Timestamps::on);
    const verify::Claims claims = verify::read(as_bytes(*pdf.bytes));
    EXPECT_EQ(claims.seal->algorithm, "sm2-sm3");
    std::string altered = *pdf.bytes;
    altered[altered.find("/CreationDate") + 20] ^= 1;
    EXPECT_EQ(judge(altered).verdict, verify::Verdict::invalid);
}

TEST_P(NationalPdf, is_verified_by_bouncycastle) {
    const Held held = house_->add_holder();
    const CopyId copy = house_->endorse(held);
    std::string bytes = *open(held, copy, CopyFormat::pdf).bytes;
    const std::string command = YX_SOURCE_DIR "/tests/tools/java.sh PdfSignatures " +
                                std::string(GetParam() == Timestamps::on ? "--timestamp " : "");
    const Said whole = run_program(command + put("national.pdf", bytes));
    if (whole.status == 77) GTEST_SKIP() << whole.output;
    EXPECT_EQ(whole.status, 0) << whole.output;
    bytes[100] ^= 1;
    EXPECT_NE(run_program(command + put("national.pdf", bytes)).status, 0) << "it must say no";
}

/// A house with electronic seals whose key of one is taken away.
class LostKeys : public testing::Test {
  protected:
    Result<jobs::SealRoom> open_after(const char* state) {
        std::filesystem::remove(house_.directory() / "keys" / "tax.sm2.key");
        house_->change("UPDATE seal SET state = $1 WHERE seal_id = 'demo_tax_seal'",
                       std::string_view(state));
        return jobs::open_seal_room(house_->store(),
                                    house_->shelf(),
                                    house_->settings_,
                                    jobs::Installation::production,
                                    house_->clock.now());
    }
    ScratchHouse house_{Timestamps::off, Faces::both};
};

TEST_F(LostKeys, of_a_seal_that_is_over_do_not_stop_the_start) {
    const auto room = open_after("cancelled");
    EXPECT_TRUE(room) << room.error().describe();
}

TEST_F(LostKeys, of_a_seal_in_use_stop_it) {
    const auto room = open_after("in_use");
    ASSERT_FALSE(room);
    EXPECT_EQ(room.error().code(), ErrorCode::key_unavailable);
}

TEST_F(LostKeys, and_an_electronic_seal_that_has_ended_keep_copies_waiting) {
    const Held held = house_->add_holder();
    // Its certificate lasts three years; the register's seal, by the catalogue, is open.
    house_->clock.advance(std::chrono::days(4 * 365));
    house_->apply(held);
    const jobs::PressTally tally = house_->press();
    EXPECT_EQ(tally.released, 0);
    EXPECT_EQ(tally.put_back, 1);
    EXPECT_EQ(tally.buried, 0);
}

}  // namespace
}  // namespace yinxin::test
