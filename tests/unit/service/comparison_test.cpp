// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/comparison.hpp"

#include "support/small_house.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::CertificateStatus;
using service::ComparisonVerdict;

class ComparisonPage : public testing::Test {
  protected:
    void SetUp() override {
        held_ = house_->add_holder();
        copy_ = house_->endorse(held_);
        const auto view =
            sure(house_->run(service::load_copy(house_->services(), held_.actor, copy_)));
        token_ = view.copy.token;
        code_ = view.copy.code;
        id_number_ = view.certificate.certificate.face.id_number;
    }
    Result<service::Comparison> compare(const std::string& token) {
        return house_->run(
            service::compare_by_token(house_->services(), token, storage::Door::page));
    }
    ComparisonVerdict verdict() { return sure(compare(token_)).verdict; }
    static std::string full_width(std::string_view text) {
        std::string wide;
        for (const char c : text)
            wide += encode_utf8(static_cast<char32_t>(c) + 0xFEE0);
        return wide;
    }
    Result<service::MatchAnswer> match(const std::string& name, const std::string& tail) {
        return house_->run(service::match_copy(house_->services(), token_, name, tail));
    }
    std::string tail() const { return id_number_.substr(id_number_.size() - 4); }

    ScratchHouse house_;
    Held held_;
    CopyId copy_;
    std::string token_;
    std::string code_;
    std::string id_number_;
};

TEST_F(ComparisonPage, shows_the_data_and_masks_the_person) {
    const auto seen = sure(compare(token_));
    EXPECT_EQ(seen.verdict, ComparisonVerdict::current);
    EXPECT_EQ(seen.masked_name, "王**");
    EXPECT_EQ(seen.masked_id.size(), 18U);
    EXPECT_THAT(seen.masked_id, testing::Not(testing::HasSubstr(id_number_.substr(1, 16))));
    EXPECT_EQ(seen.face.qualification.zh, "一级建造师");
    EXPECT_EQ(seen.status, CertificateStatus::valid);
    EXPECT_EQ(seen.as_of, house_->clock.now());
}

TEST_F(ComparisonPage, counts_who_looked_through_which_door_and_nothing_else) {
    sure(compare(token_));
    sure(compare(token_));
    EXPECT_EQ(house_->one("SELECT SUM(checks) FROM copy_check WHERE door = 'page'"), 2);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_check"), 1) << "one row per minute";
}

TEST_F(ComparisonPage, an_endorsement_is_current_until_its_end_and_expired_from_then_on) {
    const Instant end = start_of(make_day(2027, 2, 21));
    house_->clock.set(end - std::chrono::seconds(1));
    EXPECT_EQ(verdict(), ComparisonVerdict::current);
    house_->clock.set(end);
    EXPECT_EQ(verdict(), ComparisonVerdict::expired);
}

TEST_F(ComparisonPage, a_withdrawal_wins_over_expiry) {
    sure(house_->run(service::withdraw_endorsement(house_->services(), held_.actor, copy_)));
    EXPECT_EQ(verdict(), ComparisonVerdict::withdrawn);
    house_->clock.advance(std::chrono::days(200));
    EXPECT_EQ(verdict(), ComparisonVerdict::withdrawn);
}

TEST_F(ComparisonPage, the_certificates_status_wins_over_the_endorsements) {
    sure(house_->run(service::withdraw_endorsement(house_->services(), held_.actor, copy_)));
    house_->clock.advance(std::chrono::days(200));
    house_->set_status(held_, CertificateStatus::suspended);
    EXPECT_EQ(verdict(), ComparisonVerdict::suspended);
    house_->set_status(held_, CertificateStatus::revoked);
    EXPECT_EQ(verdict(), ComparisonVerdict::revoked);
    house_->set_status(held_, CertificateStatus::cancelled);
    EXPECT_EQ(verdict(), ComparisonVerdict::cancelled);
}

TEST_F(ComparisonPage, a_copy_of_an_older_version_is_superseded) {
    house_->supersede(held_, "王更正");
    const auto seen = sure(compare(token_));
    EXPECT_EQ(seen.verdict, ComparisonVerdict::superseded);
    EXPECT_EQ(seen.face.version, 1) << "the data printed on the copy, not the new ones";
}

TEST_F(ComparisonPage, a_recalled_batch_is_said_and_an_unreleased_one_shows_nothing) {
    house_->change("UPDATE batch SET state = 'recalled' WHERE batch_id = $1", held_.batch);
    EXPECT_EQ(verdict(), ComparisonVerdict::recalled);
    house_->change("UPDATE batch SET state = 'approved' WHERE batch_id = $1", held_.batch);
    EXPECT_EQ(compare(token_).error().code(), ErrorCode::not_found);
    EXPECT_EQ(match("王演示", tail()).error().code(), ErrorCode::not_found);
}

TEST_F(ComparisonPage, one_ended_by_the_office_says_so) {
    house_->change("UPDATE endorsement SET state = 'ended_by_office' WHERE holder_id = $1",
                   held_.holder);
    EXPECT_EQ(verdict(), ComparisonVerdict::ended);
}

TEST_F(ComparisonPage, a_copy_that_is_being_made_is_not_ready) {
    domain::EndorsementTerms other;
    other.days = 60;
    const auto id = house_->apply(held_, other);
    const CopyId waiting = house_->copy_of(held_, id);
    const auto token =
        house_->one<std::string>("SELECT token FROM copy WHERE copy_id = $1", waiting);
    EXPECT_EQ(sure(compare(token)).verdict, ComparisonVerdict::not_ready);
}

TEST_F(ComparisonPage, an_unknown_or_malformed_token_is_not_found) {
    EXPECT_EQ(compare("AAAAAAAAAAAAAAAAAAAAAA").error().code(), ErrorCode::not_found);
    EXPECT_EQ(compare("").error().code(), ErrorCode::not_found);
    EXPECT_EQ(compare(token_ + "x").error().code(), ErrorCode::not_found);
    EXPECT_EQ(compare("../../etc").error().code(), ErrorCode::not_found);
}

TEST_F(ComparisonPage, the_right_name_and_last_four_match) {
    const auto right = sure(match("王演示", tail()));
    EXPECT_TRUE(right.is_match);
    EXPECT_FALSE(right.photo.empty());
    EXPECT_TRUE(sure(match("  王演示 ", " " + tail() + " ")).is_match) << "spaces are no fault";
    EXPECT_TRUE(sure(match("王　演示", full_width(tail()))).is_match)
        << "as a Chinese keyboard types";
    for (const auto& [name, digits] : {std::pair{std::string("王演"), tail()},
                                       {std::string("李演示"), tail()},
                                       {std::string("王演示"), std::string("0000")},
                                       {std::string("王演示"), tail().substr(1)},
                                       {std::string(), std::string()}}) {
        const auto wrong = sure(match(name, digits));
        EXPECT_FALSE(wrong.is_match);
        EXPECT_TRUE(wrong.photo.empty());
    }
}

TEST_F(ComparisonPage, a_lower_case_x_is_an_x) {
    // Serial numbers run until a check character X comes up; one in eleven has it.
    for (int i = 0; i < 200; ++i) {
        const Held held = house_->add_holder();
        const auto facts =
            sure(house_->run(service::load_certificate(house_->services(), held.actor, held.line)));
        const std::string& number = facts.certificate.face.id_number;
        if (number.back() != 'X') continue;
        const CopyId copy = house_->endorse(held);
        token_ =
            sure(house_->run(service::load_copy(house_->services(), held.actor, copy))).copy.token;
        const std::string upper = number.substr(number.size() - 4);
        EXPECT_TRUE(sure(match("王演示", upper)).is_match);
        EXPECT_TRUE(sure(match("王演示", upper.substr(0, 3) + "x")).is_match);
        return;
    }
    FAIL() << "no number with an X";
}

TEST_F(ComparisonPage, after_ten_tries_the_copy_rests_for_an_hour) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(sure(match("王演示", "0000")).is_match);
    }
    const auto refused = match("王演示", tail());
    ASSERT_FALSE(refused) << "even the right answer";
    EXPECT_EQ(refused.error().code(), ErrorCode::too_many_requests);
    ASSERT_TRUE(refused.error().retry_after());
    EXPECT_EQ(*refused.error().retry_after(), std::chrono::hours(1));
    EXPECT_EQ(verdict(), ComparisonVerdict::current) << "looking is not matching";
    house_.reopen();
    EXPECT_FALSE(match("王演示", tail())) << "a restart forgets nothing";
    house_->clock.advance(std::chrono::hours(1));
    EXPECT_TRUE(sure(match("王演示", tail())).is_match);
}

TEST_F(ComparisonPage, who_guesses_from_one_address_leaves_tries_for_others) {
    const auto match_from = [this](const std::string& address, const std::string& digits) {
        service::Onlooker onlooker;
        onlooker.address = address;
        return house_->run(
            service::match_copy(house_->services(), token_, "王演示", digits, onlooker));
    };
    for (int i = 0; i < 6; ++i) {
        EXPECT_FALSE(sure(match_from("198.51.100.1", "0000")).is_match);
    }
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(match_from("198.51.100.1", "0000")) << "its share is used up";
    }
    EXPECT_TRUE(sure(match_from("192.0.2.7", tail())).is_match);
}

TEST_F(ComparisonPage, the_photo_is_never_shown_after_the_end) {
    house_->clock.set(start_of(make_day(2027, 2, 21)));
    const auto expired = sure(match("王演示", tail()));
    EXPECT_TRUE(expired.is_match);
    EXPECT_TRUE(expired.photo.empty());
    house_->clock.set(house_opens);
    house_->set_status(held_, CertificateStatus::suspended);
    EXPECT_TRUE(sure(match("王演示", tail())).photo.empty());
    house_->set_status(held_, CertificateStatus::valid);
    EXPECT_FALSE(sure(match("王演示", tail())).photo.empty());
    sure(house_->run(service::withdraw_endorsement(house_->services(), held_.actor, copy_)));
    EXPECT_TRUE(sure(match("王演示", tail())).photo.empty());
}

TEST_F(ComparisonPage, a_typed_code_leads_to_its_copy_however_it_is_typed) {
    const auto find = [&](const std::string& typed) {
        return house_->run(service::find_token_by_code(house_->services(), typed));
    };
    const std::string grouped = domain::grouped(domain::CopyCode{code_});
    std::string lower = grouped;
    for (char& c : lower) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    std::string oh = code_;
    for (char& c : oh) {
        if (c == '0') c = 'O';
        if (c == '1') c = 'l';
    }
    for (const std::string& typed : {code_, grouped, lower, " " + grouped + " ", oh}) {
        const auto token = find(typed);
        ASSERT_TRUE(token) << typed << token.error().describe();
        EXPECT_EQ(*token, token_);
    }
    std::string wrong = code_;
    wrong[3] = wrong[3] == 'A' ? 'B' : 'A';
    EXPECT_EQ(find(wrong).error().code(), ErrorCode::copy_code_invalid) << "the check character";
    EXPECT_EQ(find("").error().code(), ErrorCode::copy_code_invalid);
    std::string other(domain::copy_code_length - 1, '7');
    other += domain::copy_code_check(other);
    EXPECT_EQ(find(other).error().code(), ErrorCode::not_found);
}

}  // namespace
}  // namespace yinxin::test
