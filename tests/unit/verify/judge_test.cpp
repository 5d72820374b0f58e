// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/judge.hpp"

#include "support/small_house.hpp"

#include "yinxin/verify/read.hpp"

#include <gtest/gtest.h>

namespace yinxin::verify {
namespace {

using domain::CertificateStatus;
using domain::EndorsementState;

/// One copy fresh from the press, read once, and the register's row for it.
class Judge : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        const auto held =
            house_->add_holder({.qualification = GetParam(), .specialty = specialty()});
        const CopyId copy = house_->endorse(held, {.days = 30, .recipient = "演示建设集团"});
        const auto sha256 =
            house_->one<Bytes>("SELECT sha256 FROM copy_file WHERE holder_id = $1 AND copy_id = $2",
                               held.holder,
                               copy);
        crypto::Digest32 name{};
        std::ranges::copy(sha256, name.begin());
        file_ = test::sure(house_->blobs().get(name));
        now_ = house_->clock.now();
        claims_ = read(file_);
        row_.copy_no = claims_.face.copy_no;
        row_.has_endorsement = true;
        row_.applied_at = now_;
        row_.valid_until = now_ + Days(30);
        row_.recipient = "演示建设集团";
        row_.status_at = now_ - Days(10);
        trust_.store = house_->seals().trust;
    }
    static std::string specialty() {
        return std::string_view(GetParam()) == "constructor_1" ? "05" : "";
    }
    Report judged(const std::optional<std::string>& recipient = std::nullopt) {
        const RegisterAnswer answer{row_, std::nullopt};
        return judge(claims_, trust_, &answer, {recipient, at_.value_or(now_)}, now_);
    }
    Report alone() {
        return judge(claims_, trust_, nullptr, {std::nullopt, at_.value_or(now_)}, now_);
    }
    void expect(Verdict verdict, std::string_view code, const Report& report) {
        EXPECT_EQ(domain::key(report.verdict), domain::key(verdict));
        EXPECT_EQ(deciding_code(report), code);
    }
    bool has(const Report& report, std::string_view code) {
        return std::ranges::any_of(report.findings,
                                   [&](const Finding& finding) { return finding.code == code; });
    }

    test::ScratchHouse house_{test::Timestamps::on};
    Bytes file_;
    Instant now_;
    std::optional<Instant> at_;
    Claims claims_;
    RegisteredCopy row_;
    Trust trust_;
};

INSTANTIATE_TEST_SUITE_P(BothKeys,
                         Judge,
                         testing::Values("constructor_1", "banker"),
                         [](const auto& which) { return std::string(which.param); });

TEST_P(Judge, a_fresh_copy_is_valid_and_says_what_it_is) {
    const Report report = judged();
    expect(Verdict::valid, "verdict.valid", report);
    EXPECT_EQ(report.integrity, Integrity::full);
    EXPECT_EQ(report.authenticity, Authenticity::issued);
    EXPECT_EQ(report.currency, Currency::current);
    EXPECT_TRUE(report.is_time_trusted);
    EXPECT_FALSE(report.signer->common_name.empty());
    EXPECT_EQ(report.face.recipient, "演示建设集团");
    EXPECT_EQ(report.face.valid_until.has_value(), true);
    for (const Finding& finding : report.findings) {
        EXPECT_EQ(finding.level, Level::info) << finding.code;
    }
}

TEST_P(Judge, without_the_register_the_file_is_judged_alone) {
    expect(Verdict::valid, "verdict.valid_alone", alone());
    at_ = *claims_.face.valid_until - std::chrono::seconds(1);
    expect(Verdict::valid, "verdict.valid_alone", alone());
    at_ = *claims_.face.valid_until;
    expect(Verdict::expired, "endorsement.expired", alone());
}

TEST_P(Judge, a_changed_byte_is_altered_when_the_register_knows_the_copy) {
    file_[file_.size() / 2] ^= 1;
    claims_ = read(file_);
    const RegisterAnswer named{std::nullopt, row_};
    const Report report = judge(claims_, trust_, &named, {std::nullopt, now_}, now_);
    EXPECT_EQ(domain::key(report.verdict), "ALTERED");
    EXPECT_EQ(domain::key(alone().verdict), "INVALID");
}

TEST_P(Judge, bytes_after_the_seal_are_outside_it) {
    file_.push_back('\n');
    claims_ = read(file_);
    const Report report = alone();
    expect(Verdict::invalid, "pdf.byte_range.not_whole", report);
    EXPECT_EQ(report.integrity, Integrity::revision);
}

TEST_P(Judge, a_stranger_to_the_anchors_is_untrusted) {
    trust_.store = std::make_shared<crypto::TrustStore>(std::vector<crypto::Certificate>{});
    expect(Verdict::untrusted, "signer.untrusted", alone());
}

TEST_P(Judge, another_certificate_than_the_pinned_ones_is_untrusted) {
    trust_.pinned_signers = {to_bytes("another")};
    expect(Verdict::untrusted, "signer.not_pinned", alone());
    trust_.pinned_signers = {claims_.seal->certificate};
    expect(Verdict::valid, "verdict.valid_alone", alone());
}

TEST_P(Judge, a_file_the_register_does_not_know_is_not_issued) {
    const RegisterAnswer nothing;
    const Report report = judge(claims_, trust_, &nothing, {std::nullopt, now_}, now_);
    expect(Verdict::not_issued, "register.unknown", report);
    EXPECT_EQ(report.authenticity, Authenticity::not_issued);
}

TEST_P(Judge, a_receipt_of_ours_is_no_copy_and_says_so) {
    const RegisterAnswer receipt{std::nullopt, std::nullopt, "HZ20261123-000000000001"};
    const Report report = judge(claims_, trust_, &receipt, {std::nullopt, now_}, now_);
    expect(Verdict::not_issued, "register.receipt", report);
    EXPECT_EQ(report.integrity, Integrity::full);
}

TEST_P(Judge, about_a_time_to_come_only_what_is_known_today_is_said) {
    EXPECT_FALSE(has(judged(), "register.time_ahead"));
    at_ = now_ + std::chrono::seconds(1);
    const Report report = judged();
    EXPECT_TRUE(has(report, "register.time_ahead"));
    EXPECT_FALSE(has(report, "register.as_of"));
}

TEST_P(Judge, other_bytes_with_our_copys_name_are_altered) {
    const RegisterAnswer named{std::nullopt, row_};
    expect(Verdict::altered,
           "register.other_bytes",
           judge(claims_, trust_, &named, {std::nullopt, now_}, now_));
}

TEST_P(Judge, every_withdrawal_has_a_word_of_its_own_and_wins_over_expiry) {
    at_ = row_.valid_until + Days(1);
    for (const auto& [status, code] :
         {std::pair{CertificateStatus::suspended, "certificate.suspended"},
          std::pair{CertificateStatus::revoked, "certificate.revoked"},
          std::pair{CertificateStatus::cancelled, "certificate.cancelled"},
          std::pair{CertificateStatus::superseded, "certificate.superseded"}}) {
        row_.status = status;
        expect(Verdict::revoked, code, judged());
    }
    row_.status = CertificateStatus::valid;
    row_.endorsement = EndorsementState::withdrawn;
    row_.ended_at = now_;
    expect(Verdict::revoked, "endorsement.withdrawn", judged());
    row_.endorsement = EndorsementState::ended_by_office;
    expect(Verdict::revoked, "endorsement.ended_by_office", judged());
    row_.is_recalled = true;
    expect(Verdict::revoked, "certificate.recalled", judged());
}

TEST_P(Judge, a_withdrawal_after_the_moment_asked_about_does_not_count_yet) {
    at_ = now_ + Days(1);
    row_.status = CertificateStatus::revoked;
    row_.status_at = *at_ + std::chrono::seconds(1);
    expect(Verdict::valid, "verdict.valid", judged());
    row_.status_at = *at_;
    expect(Verdict::revoked, "certificate.revoked", judged());
}

TEST_P(Judge, what_the_register_keeps_no_time_for_counts_at_any_moment_and_is_said) {
    at_ = now_ - std::chrono::seconds(1);
    row_.applied_at = *at_;
    row_.is_superseded = true;
    const Report replaced = judged();
    expect(Verdict::revoked, "certificate.superseded", replaced);
    EXPECT_TRUE(has(replaced, "register.today_only"));
    row_.is_superseded = false;
    row_.status_at = now_;
    const Report earlier = judged();
    expect(Verdict::valid, "verdict.valid", earlier);
    EXPECT_TRUE(has(earlier, "register.earlier_status"));
    EXPECT_TRUE(has(earlier, "register.as_of"));
}

TEST_P(Judge, a_wrong_timestamp_is_told_before_anything_about_the_signer) {
    claims_.seal->timestamp_imprint.front() ^= 1;
    expect(Verdict::invalid, "timestamp.wrong", alone());
    trust_.store = std::make_shared<crypto::TrustStore>(std::vector<crypto::Certificate>{});
    expect(Verdict::invalid, "timestamp.wrong", alone());
}

TEST_P(Judge, an_endorsement_is_half_open) {
    at_ = row_.valid_until - std::chrono::seconds(1);
    expect(Verdict::valid, "verdict.valid", judged());
    at_ = row_.valid_until;
    expect(Verdict::expired, "endorsement.expired", judged());
    at_ = row_.applied_at - std::chrono::seconds(1);
    expect(Verdict::expired, "endorsement.not_yet", judged());
}

TEST_P(Judge, a_copy_that_needs_no_endorsement_does_not_expire) {
    row_.has_endorsement = false;
    at_ = now_ + Days(400);
    expect(Verdict::valid, "verdict.valid", judged());
}

TEST_P(Judge, the_recipient_is_reported_and_not_judged) {
    EXPECT_TRUE(has(judged("演示建设集团"), "recipient.same"));
    EXPECT_TRUE(has(judged("  演示建设集团 "), "recipient.same"));
    const Report other = judged("别的演示单位");
    EXPECT_TRUE(has(other, "recipient.other"));
    EXPECT_EQ(other.verdict, Verdict::valid);
}

TEST(Read, what_is_no_document_is_rejected) {
    EXPECT_TRUE(read(as_bytes("hello")).is_hostile);
    EXPECT_TRUE(read({}).is_hostile);
    EXPECT_EQ(read(as_bytes("hello")).findings.front().code, "file.unknown");
}

TEST(Read, a_file_over_the_limit_is_not_read) {
    ReadLimits limits;
    limits.file_bytes = 4;
    const Claims claims = read(as_bytes("%PDF-1.7"), limits);
    EXPECT_EQ(claims.findings.front().code, "file.too_large");
    const Instant now;
    const Report report = judge(claims, {}, nullptr, {std::nullopt, now}, now);
    EXPECT_EQ(report.sha256, "") << "of a file that was not read no digest is told";
}

TEST(Read, what_people_send_by_mistake_is_called_what_it_is) {
    using namespace std::string_view_literals;
    for (const auto& [code, start] : {
             std::pair{"file.archive"sv, "Rar!\x1A\x07\1"sv},
             std::pair{"file.archive"sv, "7z\xBC\xAF\x27\x1C\0"sv},
             std::pair{"file.archive"sv, "\x1F\x8B\x08\0"sv},
             std::pair{"file.archive"sv, "PK\3\4 stored.pdf %PDF-1.7"sv},
             std::pair{"file.office"sv, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Word"sv},
             std::pair{"file.other_picture"sv, "GIF89a"sv},
             std::pair{"file.other_picture"sv, "BM\x10\0"sv},
             std::pair{"file.other_picture"sv, "II*\0\x08"sv},
             std::pair{"file.other_picture"sv, "MM\0*\0"sv},
             std::pair{"file.other_picture"sv, "RIFF\x20\0\0\0WEBPVP8 "sv},
             std::pair{"file.other_picture"sv,
                       "\0\0\0\x18"
                       "ftypheic\0\0"sv},
             std::pair{"file.other_picture"sv,
                       "\0\0\0\x18"
                       "ftypmif1\0\0"sv},
             std::pair{"file.unknown"sv,
                       "\0\0\0\x18"
                       "ftypmp42\0\0"sv},
             std::pair{"file.unknown"sv, "RIFF\x20\0\0\0WAVEfmt "sv},
             std::pair{"file.unknown"sv, "<!DOCTYPE html>"sv},
         }) {
        const Claims claims = read(as_bytes(start));
        EXPECT_TRUE(claims.is_hostile);
        EXPECT_EQ(claims.findings.front().code, code) << start;
    }
}

}  // namespace
}  // namespace yinxin::verify
