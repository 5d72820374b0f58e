// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/copies.hpp"

#include "support/small_house.hpp"
#include "support/test_database.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/jobs/housekeeping.hpp"
#include "yinxin/service/endorsements.hpp"

#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using service::LinkKind;
using testing::HasSubstr;

class Copies : public testing::Test {
  protected:
    void SetUp() override {
        held_ = house_->add_holder();
        copy_ = house_->endorse(held_, terms(30));
    }
    static domain::EndorsementTerms terms(int days) {
        domain::EndorsementTerms wish;
        wish.days = days;
        return wish;
    }
    service::DownloadLink make_link() {
        return sure(
            house_->run(service::make_download_link(house_->services(), held_.actor, copy_)));
    }
    Result<service::SealedFile> redeem(const std::string& token) {
        return house_->run(service::redeem_link(house_->services(), token));
    }
    Result<service::SealedFile> open() {
        return house_->run(service::open_file(house_->services(), held_.actor, copy_));
    }
    LinkKind look_at(const std::string& token) {
        return sure(house_->run(service::look_at_link(house_->services(), token))).kind;
    }
    void withdraw() {
        sure(house_->run(service::withdraw_endorsement(house_->services(), held_.actor, copy_)));
    }
    Held exempt_holder() {
        CertificateWish wish;
        wish.qualification = "tax_adviser";
        wish.specialty = "";
        wish.approved_on = make_day(2020, 11, 1);
        wish.issued_on = make_day(2021, 3, 1);
        return house_->add_holder(wish);
    }

    ScratchHouse house_;
    Held held_;
    CopyId copy_;
};

TEST_F(Copies, a_link_gives_the_file_once) {
    const auto link = make_link();
    EXPECT_EQ(look_at(link.token), LinkKind::usable);
    EXPECT_EQ(look_at(link.token), LinkKind::usable) << "looking does not use it up";
    const auto file = redeem(link.token);
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_THAT(*file->bytes, testing::StartsWith("%PDF-1."));
    const auto again = redeem(link.token);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::download_link_used);
    EXPECT_EQ(look_at(link.token), LinkKind::used);
}

TEST_F(Copies, twenty_browsers_at_one_link_get_one_file) {
    const auto link = make_link();
    std::vector<std::thread> browsers;
    std::atomic<int> files{0};
    for (int i = 0; i < 20; ++i) {
        browsers.emplace_back([&] { files += redeem(link.token) ? 1 : 0; });
    }
    for (auto& browser : browsers) {
        browser.join();
    }
    EXPECT_EQ(files, 1);
}

TEST_F(Copies, a_link_is_good_for_ten_minutes) {
    const auto early = make_link();
    const auto late = make_link();
    EXPECT_EQ(early.expires_at, house_->clock.now() + std::chrono::minutes(10));
    house_->clock.advance(std::chrono::minutes(10) - std::chrono::seconds(1));
    EXPECT_TRUE(redeem(early.token));
    house_->clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(look_at(late.token), LinkKind::over);
    EXPECT_EQ(redeem(late.token).error().code(), ErrorCode::download_link_used);
    EXPECT_EQ(redeem("no such token").error().code(), ErrorCode::download_link_used);
    EXPECT_EQ(look_at("no such token"), LinkKind::over);
}

TEST_F(Copies, a_link_is_dead_after_withdrawal_and_after_a_change_of_status) {
    const auto first = make_link();
    const auto second = make_link();
    house_->set_status(held_, domain::CertificateStatus::suspended);
    EXPECT_EQ(redeem(first.token).error().code(), ErrorCode::certificate_not_valid);
    house_->set_status(held_, domain::CertificateStatus::valid);
    withdraw();
    EXPECT_EQ(redeem(second.token).error().code(), ErrorCode::endorsement_withdrawn);
}

TEST_F(Copies, the_token_of_a_link_is_not_in_the_database) {
    const auto link = make_link();
    const std::string stored = test::stored_bytes(house_->directory);
    EXPECT_EQ(stored.find(link.token), std::string::npos);
    EXPECT_EQ(stored.find(to_hex(as_bytes(link.token))), std::string::npos);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM download_link WHERE token_hash = $1",
                          crypto::sha256(as_bytes(link.token))),
              1);
}

TEST_F(Copies, another_holders_copy_is_not_there) {
    const Held stranger = house_->add_holder();
    const auto as_stranger = [&](auto task) { return house_->run(std::move(task)).error().code(); };
    service::Services& services = house_->services();
    EXPECT_EQ(as_stranger(service::load_copy(services, stranger.actor, copy_)),
              ErrorCode::not_found);
    EXPECT_EQ(as_stranger(service::open_file(services, stranger.actor, copy_)),
              ErrorCode::not_found);
    EXPECT_EQ(as_stranger(service::draw_copy(services, stranger.actor, copy_)),
              ErrorCode::not_found);
    EXPECT_EQ(as_stranger(service::make_download_link(services, stranger.actor, copy_)),
              ErrorCode::not_found);
    EXPECT_EQ(as_stranger(service::withdraw_endorsement(services, stranger.actor, copy_)),
              ErrorCode::not_found);
    const service::Actor nobody{stranger.actor.account, {}};
    EXPECT_EQ(as_stranger(service::load_copy(services, nobody, copy_)), ErrorCode::not_found);
}

TEST_F(Copies, an_endorsement_ends_at_the_end_of_its_last_day) {
    const Instant end = start_of(make_day(2026, 12, 23));
    house_->clock.set(end - std::chrono::seconds(1));
    EXPECT_TRUE(open());
    house_->clock.set(end);
    EXPECT_EQ(open().error().code(), ErrorCode::endorsement_expired);
    EXPECT_EQ(
        house_->run(service::draw_copy(house_->services(), held_.actor, copy_)).error().code(),
        ErrorCode::endorsement_expired);
    EXPECT_EQ(house_->run(service::make_download_link(house_->services(), held_.actor, copy_))
                  .error()
                  .code(),
              ErrorCode::endorsement_expired);
}

TEST_F(Copies, a_copy_is_closed_while_it_is_made_and_after_the_batch_is_recalled) {
    const auto id = house_->apply(held_, terms(60));
    const CopyId waiting = house_->copy_of(held_, id);
    EXPECT_EQ(
        house_->run(service::open_file(house_->services(), held_.actor, waiting)).error().code(),
        ErrorCode::endorsement_not_ready);
    house_->change("UPDATE batch SET state = 'recalled' WHERE batch_id = $1", held_.batch);
    EXPECT_EQ(open().error().code(), ErrorCode::not_found);
}

TEST_F(Copies, a_copy_of_an_older_version_is_closed) {
    house_->supersede(held_, "王更正");
    EXPECT_EQ(open().error().code(), ErrorCode::certificate_not_valid);
}

TEST_F(Copies, the_file_name_says_what_is_inside) {
    const auto file = sure(open());
    EXPECT_THAT(file.name,
                testing::StartsWith("一级建造师_港口与航道工程_王演示_有效至2026-12-22_YX"));
    EXPECT_THAT(file.name, testing::EndsWith(".pdf"));
    EXPECT_THAT(file.name, testing::Not(HasSubstr(" ")));
}

TEST_F(Copies, the_picture_has_seal_and_qr_and_its_text_says_the_same) {
    const auto picture =
        sure(house_->run(service::draw_copy(house_->services(), held_.actor, copy_)));
    EXPECT_THAT(picture.svg, HasSubstr("<svg"));
    std::string words;
    for (const auto& line : picture.text) {
        words += line.value + "\n";
    }
    EXPECT_THAT(words, HasSubstr("王演示"));
    EXPECT_THAT(words, HasSubstr("2026年12月22日24:00"));
}

TEST_F(Copies, an_exempt_certificate_gets_one_copy_however_many_ask) {
    const Held held = exempt_holder();
    std::vector<std::thread> browsers;
    std::vector<std::optional<Result<CopyId>>> answers(20);
    for (auto& answer : answers) {
        browsers.emplace_back([&] {
            answer.emplace(house_->run(
                service::ensure_exempt_copy(house_->services(), held.actor, held.line)));
        });
    }
    for (auto& browser : browsers) {
        browser.join();
    }
    std::set<CopyId> ids;
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer->has_value()) << answer->error().describe();
        ids.insert(answer->value());
    }
    ASSERT_EQ(ids.size(), 1U);
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_TRUE(house_->run(service::open_file(house_->services(), held.actor, *ids.begin())));
    EXPECT_EQ(
        sure(house_->run(service::ensure_exempt_copy(house_->services(), held.actor, held.line))),
        *ids.begin());
    // A new version has a copy of its own.
    house_->supersede(held, "王更正");
    const CopyId next =
        sure(house_->run(service::ensure_exempt_copy(house_->services(), held.actor, held.line)));
    EXPECT_NE(next, *ids.begin());
    EXPECT_EQ(house_->press().released, 1);
}

TEST_F(Copies, an_exempt_copy_has_no_end) {
    const Held held = exempt_holder();
    const CopyId copy =
        sure(house_->run(service::ensure_exempt_copy(house_->services(), held.actor, held.line)));
    house_->press();
    house_->clock.advance(std::chrono::days(3000));
    EXPECT_TRUE(house_->run(service::open_file(house_->services(), held.actor, copy)));
    EXPECT_EQ(
        sure(jobs::forget_ended_files(house_->store(), house_->blobs(), house_->clock.now(), 100)),
        1)
        << "only the endorsed copy of the other holder has ended";
    EXPECT_TRUE(house_->run(service::open_file(house_->services(), held.actor, copy)));
}

TEST_F(Copies, a_certificate_that_needs_an_endorsement_has_no_exempt_copy) {
    EXPECT_EQ(house_->run(service::ensure_exempt_copy(house_->services(), held_.actor, held_.line))
                  .error()
                  .code(),
              ErrorCode::not_found);
}

TEST_F(Copies, files_of_ended_copies_are_forgotten_and_their_rows_stay) {
    const auto view = sure(house_->run(service::load_copy(house_->services(), held_.actor, copy_)));
    crypto::Digest32 name{};
    std::ranges::copy(view.files[0].sha256, name.begin());
    const auto forget = [&] {
        return sure(
            jobs::forget_ended_files(house_->store(), house_->blobs(), house_->clock.now(), 100));
    };
    EXPECT_EQ(forget(), 0);
    house_->clock.set(start_of(make_day(2026, 12, 23)));
    EXPECT_EQ(forget(), 1);
    EXPECT_EQ(forget(), 0);
    EXPECT_EQ(house_->blobs().get(name).error().code(), ErrorCode::not_found);
    const auto after =
        sure(house_->run(service::load_copy(house_->services(), held_.actor, copy_)));
    ASSERT_EQ(after.files.size(), 1U);
    EXPECT_FALSE(after.files[0].has_blob);
    EXPECT_EQ(after.files[0].sha256, view.files[0].sha256);
    EXPECT_EQ(
        house_->one("SELECT COUNT(*) FROM lookup_file WHERE sha256 = $1", view.files[0].sha256), 1)
        << "a verifier still learns that it was ours";
}

TEST_F(Copies, the_file_of_a_withdrawn_copy_is_forgotten_too) {
    withdraw();
    EXPECT_EQ(
        sure(jobs::forget_ended_files(house_->store(), house_->blobs(), house_->clock.now(), 100)),
        1);
}

TEST_F(Copies, a_download_leaves_one_audit_event) {
    EXPECT_TRUE(open());
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'copy.downloaded'"), 1);
    EXPECT_TRUE(redeem(make_link().token));
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'copy.downloaded'"), 2);
}

}  // namespace
}  // namespace yinxin::test
