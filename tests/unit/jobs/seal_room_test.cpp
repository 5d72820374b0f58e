// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_room.hpp"

#include "support/programs.hpp"
#include "support/small_house.hpp"
#include "test_places.hpp"
#include "unit/jobs/scripted_authority.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/crypto/demonstration_pki.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/signing/timestamp_authority.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

/// A house whose timestamps come over HTTP, from the authority whose key lies in it.
class RemoteHouse : public testing::Test {
  protected:
    void SetUp() override {
        const auto keys = house().directory / "keys";
        authority_ = sure(signing::TimestampAuthority::load(
            "file:" + (keys / "timestamp.key").string(), keys / "timestamp.crt"));
        settings_ = house().settings_;
        settings_.timestamp.url = server_.url();
        settings_.timestamp.certificates = keys / "timestamp.crt";
    }
    SmallHouse& house() { return *house_; }
    Result<jobs::SealRoom> open() {
        return jobs::open_seal_room(house().store(),
                                    house().shelf(),
                                    settings_,
                                    jobs::Installation::demonstration,
                                    house().clock.now());
    }
    /// The use cases still refer to the room the house began with: it stays.
    void move_in() { first_room_ = std::exchange(house().seals(), sure(open())); }

    std::optional<std::string> answer(const ArrivedRequest& request) {
        return http_response(200, sure(authority_->respond(request.body, house().clock.now())));
    }

    ScratchHouse house_;
    std::shared_ptr<const signing::TimestampAuthority> authority_;
    ScriptedAuthority server_{[this](const ArrivedRequest& request) { return answer(request); }};
    config::Settings settings_;
    std::optional<jobs::SealRoom> first_room_;
};

TEST_F(RemoteHouse, copies_are_released_with_a_stamp_from_afar) {
    move_in();
    EXPECT_EQ(house().seals().press->profile(), issuing::SealProfile::b_t);
    const Held held = house().add_holder();
    // The press itself verifies what it releases, with the timestamp required.
    house().endorse(held);
    EXPECT_EQ(server_.requests(), 1);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM copy_file"), 1);
}

TEST_F(RemoteHouse, software_that_is_not_ours_finds_everything_in_a_copy) {
    move_in();
    const Held held = house().add_holder();
    const CopyId copy = house().endorse(held);
    std::string bytes =
        *sure(house().run(service::open_file(house().services(), held.actor, copy))).bytes;
    const auto path = house().directory / "copy.pdf";
    const std::string command =
        YX_SOURCE_DIR "/tests/tools/java.sh PdfSignatures --ours --timestamp " + path.string();
    sure(write_file_durably(path, as_bytes(bytes)));
    const Said whole = run_program(command);
    if (whole.status == 77) GTEST_SKIP() << whole.output;
    EXPECT_EQ(whole.status, 0) << whole.output;
    bytes[100] ^= 1;
    sure(write_file_durably(path, as_bytes(bytes)));
    EXPECT_NE(run_program(command).status, 0) << "it must be able to say no";
}

TEST_F(RemoteHouse, while_the_authority_is_down_the_application_waits_and_is_not_lost) {
    move_in();
    server_.follow([](const ArrivedRequest&) { return http_response(503, {}); });
    const Held held = house().add_holder();
    house().apply(held);
    const jobs::PressTally down = house().press();
    EXPECT_EQ(down.put_back, 1);
    EXPECT_EQ(down.released, 0);
    server_.follow([this](const ArrivedRequest& request) { return answer(request); });
    house().clock.advance(std::chrono::hours(1));
    EXPECT_EQ(house().press().released, 1);
}

TEST_F(RemoteHouse, an_authority_nobody_vouches_for_stamps_nothing) {
    // Somebody else's CA: the authority's answers lead nowhere.
    crypto::DemonstrationPkiPlan plan;
    plan.organization = "另一演示机构";
    plan.common_name_tail = " (DEMO)";
    plan.now = house_opens;
    const auto others = house().directory / "others";
    sure(crypto::make_demonstration_pki(others, plan));
    settings_.timestamp.certificates = others / "timestamp.crt";
    move_in();
    const Held held = house().add_holder();
    house().apply(held);
    const jobs::PressTally tally = house().press();
    EXPECT_EQ(tally.put_back, 1);
    EXPECT_EQ(tally.released, 0);
}

/// A house with two faces and two authorities: the second stamps SM3.
class TwoAuthorities : public testing::Test {
  protected:
    std::optional<std::string> stamp(std::string_view stem, const ArrivedRequest& request) {
        const auto keys = house_.directory() / "keys";
        const auto authority = sure(signing::TimestampAuthority::load(
            "file:" + (keys / stem).string() + ".key", keys / (std::string(stem) + ".crt")));
        return http_response(200, sure(authority->respond(request.body, house_->clock.now())));
    }

    ScratchHouse house_{Timestamps::on, Faces::both};
    ScriptedAuthority first_{
        [this](const ArrivedRequest& request) { return stamp("timestamp", request); }};
    ScriptedAuthority second_{
        [this](const ArrivedRequest& request) { return stamp("sm2-timestamp", request); }};
};

TEST_F(TwoAuthorities, stamp_one_face_each_with_their_own_digest) {
    const auto keys = house_.directory() / "keys";
    config::Settings settings = house_->settings_;
    settings.timestamp.url = first_.url();
    settings.timestamp.certificates = keys / "timestamp.crt";
    settings.timestamp.ofd_url = second_.url();
    settings.timestamp.ofd_certificates = keys / "sm2-timestamp.crt";
    auto room = sure(jobs::open_seal_room(house_->store(),
                                          house_->shelf(),
                                          settings,
                                          jobs::Installation::demonstration,
                                          house_->clock.now()));
    // The use cases still refer to the room the house began with: it stays.
    const auto first_room = std::exchange(house_->seals(), std::move(room));
    const Held held = house_->add_holder();
    house_->endorse(held);
    EXPECT_EQ(first_.requests(), 1);
    EXPECT_EQ(second_.requests(), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy_file WHERE profile IN ('B-T', 'SES-T')"), 2);
}

TEST_F(RemoteHouse, certificates_of_the_authority_must_name_a_ca) {
    settings_.timestamp.certificates = house().directory / "none.pem";
    EXPECT_EQ(open().error().code(), ErrorCode::file_missing);
    const auto leaf = sure(crypto::load_certificates(house().directory / "keys/timestamp.crt"));
    sure(write_file_durably(settings_.timestamp.certificates, as_bytes(leaf.front().pem())));
    EXPECT_EQ(open().error().code(), ErrorCode::certificate_unreadable);
}

}  // namespace
}  // namespace yinxin::test
