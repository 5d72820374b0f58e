// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/verification.hpp"

#include "support/scans.hpp"
#include "support/small_house.hpp"

#include "yinxin/service/endorsements.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

class Verification : public testing::Test {
  protected:
    void SetUp() override {
        held_ = house_->add_holder();
        copy_ = house_->endorse(held_);
        const auto sha256 =
            house_->one<Bytes>("SELECT sha256 FROM copy_file WHERE holder_id = $1 AND copy_id = $2",
                               held_.holder,
                               copy_);
        crypto::Digest32 name{};
        std::ranges::copy(sha256, name.begin());
        file_ = test::sure(house_->blobs().get(name));
        copy_no_ = house_->one<std::string>("SELECT copy_no FROM copy WHERE copy_id = $1", copy_);
        token_ = house_->one<std::string>("SELECT token FROM copy WHERE copy_id = $1", copy_);
    }
    verify::Report verified(storage::Checker checker = {}) {
        FileQuestion question;
        question.file = file_;
        question.checker = std::move(checker);
        return test::sure(house_->run(verify_file(house_->services(), std::move(question))));
    }
    void expect(verify::Verdict verdict, std::string_view code) {
        const verify::Report report = verified();
        EXPECT_EQ(domain::key(report.verdict), domain::key(verdict));
        EXPECT_EQ(verify::deciding_code(report), code);
    }

    test::ScratchHouse house_;
    test::Held held_;
    CopyId copy_;
    Bytes file_;
    std::string copy_no_;
    std::string token_;
};

TEST_F(Verification, a_copy_just_released_is_valid_and_named) {
    const verify::Report report = verified();
    EXPECT_EQ(report.verdict, verify::Verdict::valid);
    EXPECT_EQ(report.copy->copy_no, copy_no_);
    EXPECT_EQ(report.copy->masked_name.find("演示"), std::string::npos);
}

TEST_F(Verification, a_withdrawal_of_the_certificate_is_seen_at_once) {
    house_->set_status(held_, domain::CertificateStatus::suspended);
    expect(verify::Verdict::revoked, "certificate.suspended");
    house_->set_status(held_, domain::CertificateStatus::valid);
    expect(verify::Verdict::valid, "verdict.valid");
    house_->supersede(held_, "王改名演示");
    expect(verify::Verdict::revoked, "certificate.superseded");
}

TEST_F(Verification, an_edited_copy_is_altered_because_it_names_ours) {
    // A byte of the comment below the header, which says nothing: elsewhere a changed byte may make
    // the file unreadable, and then it is told so first.
    const std::size_t comment = as_text(file_).find("\n%") + 2;
    file_[comment + 1] ^= 1;
    expect(verify::Verdict::altered, "cms.message_digest_wrong");
}

TEST_F(Verification, a_file_sealed_by_us_that_the_register_lost_raises_the_alarm) {
    house_->change("DELETE FROM lookup_file");
    house_->change("DELETE FROM lookup_copy_no");
    expect(verify::Verdict::not_issued, "register.unknown");
    EXPECT_EQ(house_->one("SELECT count(*) FROM audit_event WHERE kind = 'file.unissued_seen'"), 1);
}

TEST_F(Verification, a_scan_in_a_pdf_proves_nothing_but_names_the_copy_of_its_code) {
    const std::string ours = house_->public_url() + "/v/" + token_;
    file_ = to_bytes(test::scanned_pdf({"HTTPS://ELSEWHERE.TEST/V/1", ours}));
    const verify::Report report = verified();
    EXPECT_EQ(report.verdict, verify::Verdict::unsealed);
    EXPECT_EQ(verify::deciding_code(report), "seal.none_but_code");
    EXPECT_NE(report.authenticity, verify::Authenticity::issued);
    ASSERT_EQ(report.codes.size(), 2U);
    EXPECT_EQ(report.codes[1].text, ours);
    EXPECT_EQ(report.codes[1].page, 2U);
    ASSERT_TRUE(report.copy);
    EXPECT_EQ(report.copy->copy_no, copy_no_);
}

TEST_F(Verification, a_look_by_nobody_known_is_counted_and_one_by_an_account_is_kept) {
    verified();
    EXPECT_EQ(house_->one("SELECT checks FROM copy_check WHERE door = 'upload'"), 1);
    verified({storage::CheckerKind::organisation, "7", "演示建设集团", "招标资格审查", {}});
    const auto rows = test::sure(house_->store().read_now([&](storage::Reader& reader) {
        return storage::list_checks(reader, house_->keys(), held_.holder, house_->clock.now(), 9);
    }));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].checker_name, "演示建设集团");
    EXPECT_EQ(rows[0].purpose, "招标资格审查");
    EXPECT_EQ(rows[0].outcome, "VALID");
    EXPECT_EQ(rows[0].copy_no, copy_no_);
}

TEST_F(Verification, a_check_with_a_delay_is_shown_to_the_holder_only_then) {
    const Instant later = house_->clock.now() + Days(3);
    verified({storage::CheckerKind::client, "9", "演示评标中心", "评标", later});
    const auto shown_at = [&](Instant now) {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
                   return storage::list_checks(reader, house_->keys(), held_.holder, now, 9);
               }))
            .size();
    };
    EXPECT_EQ(shown_at(later - std::chrono::seconds(1)), 0U);
    EXPECT_EQ(shown_at(later), 1U);
}

TEST_F(Verification, what_is_kept_of_a_check_is_not_readable_in_the_database) {
    verified({storage::CheckerKind::organisation, "7", "演示建设集团", "招标资格审查", {}});
    const auto name = house_->one<Bytes>("SELECT checker_name_sealed FROM certificate_check");
    EXPECT_EQ(as_text(name).find("演示"), std::string_view::npos);
}

TEST_F(Verification, a_copy_is_found_by_number_code_token_and_our_own_link_alone) {
    const auto find = [&](const std::string& name) {
        return house_->run(find_registered_copy(house_->services(), name));
    };
    const auto code = house_->one<std::string>("SELECT copy_code FROM copy");
    for (const std::string& name :
         {copy_no_, token_, code, house_->public_url() + "/v/" + token_}) {
        const auto found = find(name);
        ASSERT_TRUE(found) << name;
        EXPECT_EQ(found->copy_no, copy_no_);
    }
    EXPECT_EQ(find("https://elsewhere.example/v/" + token_).error().code(), ErrorCode::not_found);
    EXPECT_EQ(find("").error().code(), ErrorCode::not_found);
}

TEST_F(Verification, a_file_over_the_limit_is_refused_before_it_is_read) {
    FileQuestion question;
    question.file = Bytes(verify::ReadLimits{}.file_bytes + 1);
    const auto report = house_->run(verify_file(house_->services(), std::move(question)));
    EXPECT_EQ(report.error().code(), ErrorCode::too_large);
}

TEST_F(Verification, a_reader_that_fails_says_nothing_against_a_copy_of_ours) {
    const char* told = "reading.time";
    house_->services().read_file = [&](Bytes file) -> Task<Result<verify::Claims>> {
        verify::Claims claims;
        claims.sha256 = crypto::sha256(file);
        claims.sm3 = crypto::sm3(file);
        claims.is_hostile = true;
        claims.findings = {{"reading", verify::Level::fail, told, ""}};
        co_return claims;
    };
    const auto asked = [&](Bytes file) {
        return house_->run(verify_file(house_->services(), {std::move(file), {}, {}, {}}));
    };
    EXPECT_EQ(asked(file_).error().code(), ErrorCode::timed_out);
    EXPECT_TRUE(asked(file_).error().retry_after());
    told = "reading.died";
    EXPECT_EQ(asked(file_).error().code(), ErrorCode::unavailable);
    // A stranger's bytes may well have done it.
    EXPECT_EQ(verify::deciding_code(test::sure(asked(to_bytes("%PDF-1.7 x")))), "reading.died");
}

}  // namespace
}  // namespace yinxin::service
