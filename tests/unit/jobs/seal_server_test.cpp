// SPDX-License-Identifier: Apache-2.0
// A press whose seals are in another process: two stores on one database file, a socket between.
#include "yinxin/jobs/seal_server.hpp"

#include "support/test_database.hpp"
#include "unit/jobs/press_steps.hpp"

#include "yinxin/jobs/remote_seal_desk.hpp"
#include "yinxin/jobs/seal_wire.hpp"
#include "yinxin/jobs/signer_desk.hpp"

#include <condition_variable>

#include <gmock/gmock.h>
#include <unistd.h>

namespace yinxin::test {
namespace {

using jobs::RemoteSealDesk;
using jobs::SealServer;
using std::chrono::steady_clock;
using testing::HasSubstr;

class Signer : public PressSteps {
  protected:
    Signer() {
        settings_ = house_->settings_;
        settings_.signing.socket = house_.directory() / "signer" / "socket";
        std::filesystem::create_directory(directory());
        std::filesystem::permissions(directory(), std::filesystem::perms::owner_all);
        store_ = sure(storage::open_store(test::database_of(house_.directory())));
        desk_ = sure(jobs::open_seal_desk(*store_, house_->keys(), house_->shelf(), settings_));
    }
    [[nodiscard]] std::filesystem::path directory() const {
        return settings_.signing.socket.parent_path();
    }
    [[nodiscard]] SealServer::Plan plan() const {
        return {.socket = settings_.signing.socket,
                .users = {::geteuid()},
                .patience = std::chrono::milliseconds(300),
                .at_once = 2};
    }
    void start() { server_ = sure(SealServer::start(*desk_, house_->clock, plan())); }
    [[nodiscard]] RemoteSealDesk remote(
        std::chrono::milliseconds deadline = std::chrono::seconds(20)) const {
        return RemoteSealDesk({settings_.signing.socket, deadline, ::geteuid()});
    }
    /// A round of a press that has no key of any seal.
    jobs::PressTally press_without_keys() {
        if (!room_.press) {
            for (const char* key : {"central", "banking", "tax"}) {
                std::filesystem::remove(house_.directory() / "keys" / (std::string(key) + ".key"));
            }
            room_ = sure(jobs::open_seal_room(house_->store(),
                                              house_->shelf(),
                                              settings_,
                                              jobs::Installation::production,
                                              house_->clock.now()));
        }
        const jobs::PressShop whole = house_->shop();
        const jobs::PressShop shop{whole.store,
                                   whole.blobs,
                                   whole.keys,
                                   whole.reference,
                                   *room_.press,
                                   *room_.desk,
                                   whole.letterhead,
                                   whole.approval,
                                   whole.settings,
                                   whole.offline};
        return sure(jobs::press_copies(shop, house_->clock.now(), 16));
    }
    [[nodiscard]] jobs::Socket stranger() const {
        return sure(jobs::connect_to(settings_.signing.socket));
    }
    /// Whether a right question is still answered.
    void expect_it_answers() {
        const std::vector<jobs::IntentKey> nothing{{HolderId{1}, IntentId{2}}};
        const auto answers = remote().seal(nothing, house_->clock.now());
        ASSERT_TRUE(answers) << answers.error().describe();
        EXPECT_FALSE(answers->at(0));
    }

    config::Settings settings_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<jobs::SealDesk> desk_;
    std::unique_ptr<SealServer> server_;
    jobs::SealRoom room_;
};

TEST_F(Signer, seals_for_a_press_that_has_no_key) {
    start();
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    EXPECT_EQ(press_without_keys().released, 1) << job_error();
    EXPECT_EQ(state(held, id), "ready");
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'seal.used'"), 1);
}

TEST_F(Signer, believes_no_word_of_the_caller) {
    start();
    const Held held = house_->add_holder();
    house_->apply(held);
    auto item = claim_and_build();
    record_intent(item.at(0));
    const IntentId intent = item[0].faces[0].intent;
    const std::vector<jobs::IntentKey> asked{{held.holder, IntentId{intent.value + 1}},
                                             {HolderId{held.holder.value + 1}, intent},
                                             {held.holder, intent},
                                             {held.holder, intent}};
    const auto answers = sure(remote().seal(asked, house_->clock.now()));
    ASSERT_EQ(answers.size(), 4U);
    ASSERT_FALSE(answers[0]) << "no such intent";
    EXPECT_EQ(answers[0].error().code(), ErrorCode::intent_refused);
    ASSERT_FALSE(answers[1]) << "somebody else's";
    EXPECT_EQ(answers[1].error().code(), ErrorCode::intent_refused);
    EXPECT_TRUE(answers[2]);
    ASSERT_FALSE(answers[3]) << "used up";
    EXPECT_EQ(answers[3].error().code(), ErrorCode::intent_refused);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 1);
}

TEST_F(Signer, reads_the_row_itself_and_seals_none_that_nobody_approved) {
    start();
    const Held held = house_->add_holder();
    house_->apply(held);
    auto item = claim_and_build();
    record_intent(item.at(0));
    // As if a press that was taken over had let a row pass whose approval is another's.
    house_->change("UPDATE certificate SET face_signature = $1", Bytes(70, 0x30));
    const std::vector<jobs::IntentKey> asked{{held.holder, item[0].faces[0].intent}};
    const auto answers = sure(remote().seal(asked, house_->clock.now()));
    ASSERT_FALSE(answers.at(0));
    EXPECT_EQ(answers[0].error().code(), ErrorCode::intent_refused);
    EXPECT_EQ(answers[0].error().detail(), "not what was approved");
}

TEST_F(Signer, knows_which_seal_a_kind_of_certificate_gets) {
    start();
    const Held held = house_->add_holder();
    house_->apply(held);
    auto item = claim_and_build();
    item.at(0).seal_id = "demo_banking_seal";
    record_intent(item[0]);
    const std::vector<jobs::IntentKey> asked{{held.holder, item[0].faces[0].intent}};
    const auto answers = sure(remote().seal(asked, house_->clock.now()));
    ASSERT_FALSE(answers.at(0));
    EXPECT_EQ(answers[0].error().code(), ErrorCode::intent_refused);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 0);
}

TEST_F(Signer, looks_at_its_own_clock) {
    const HouseClock slow(house_->clock.now() - std::chrono::hours(1));
    server_ = sure(SealServer::start(*desk_, slow, plan()));
    house_->add_holder();
    const std::vector<jobs::IntentKey> any{{HolderId{1}, IntentId{2}}};
    const auto answers = remote().seal(any, house_->clock.now());
    ASSERT_FALSE(answers);
    EXPECT_EQ(answers.error().code(), ErrorCode::clock_behind);
    server_->stop();  // before the clock goes
}

TEST_F(Signer, that_is_away_lets_jobs_wait_until_it_is_back) {
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    EXPECT_EQ(press_without_keys().put_back, 1);
    EXPECT_EQ(job_error(), "signing.key_unavailable");
    EXPECT_EQ(state(held, id), "pending");
    start();
    house_->clock.advance(std::chrono::minutes(30));
    EXPECT_EQ(press_without_keys().released, 1) << job_error();
    EXPECT_EQ(state(held, id), "ready");
}

/// Does not come back from a question until it is let go. The server that asks it is stopped before
/// it goes.
class StuckDoor final : public jobs::SealDoor {
  public:
    [[nodiscard]] Result<std::vector<Result<Bytes>>> seal(std::span<const jobs::IntentKey>,
                                                          Instant) const override {
        std::unique_lock lock(mutex_);
        released_.wait(lock, [&] { return is_released_; });
        return Error(ErrorCode::storage_unavailable, "was stuck");
    }
    void let_go() {
        {
            const std::scoped_lock lock(mutex_);
            is_released_ = true;
        }
        released_.notify_all();
    }

  private:
    mutable std::mutex mutex_;
    mutable std::condition_variable released_;
    bool is_released_ = false;
};

TEST_F(Signer, that_hangs_costs_a_deadline_and_no_more) {
    StuckDoor stuck;
    server_ = sure(SealServer::start(stuck, house_->clock, plan()));
    // The server's thread leaves the door before the door goes, whatever the test finds.
    const std::shared_ptr<void> ending(nullptr, [&](void*) {
        stuck.let_go();
        server_->stop();
    });
    const std::vector<jobs::IntentKey> any{{HolderId{1}, IntentId{2}}};
    const auto begun = steady_clock::now();
    const auto answers = remote(std::chrono::milliseconds(200)).seal(any, house_->clock.now());
    EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds(10));
    ASSERT_FALSE(answers);
    EXPECT_EQ(answers.error().code(), ErrorCode::key_unavailable);
    EXPECT_THAT(answers.error().detail(), HasSubstr("timed_out"));
}

TEST_F(Signer, is_not_disturbed_by_noise) {
    start();
    const auto soon = [] { return steady_clock::now() + std::chrono::seconds(5); };
    const auto expect_cut_off = [&](const jobs::Socket& socket) {
        const auto answer = jobs::read_frame(socket, 1024, soon());
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code(), ErrorCode::unavailable) << "closed, not left waiting";
    };
    const jobs::Socket garbage = stranger();
    sure(jobs::write_frame(garbage, as_bytes("GET / HTTP/1.1"), soon()));
    expect_cut_off(garbage);
    const jobs::Socket huge = stranger();
    const Bytes promise{0xFF, 0xFF, 0xFF, 0xFF};
    ASSERT_EQ(::write(huge.get(), promise.data(), promise.size()), 4);
    expect_cut_off(huge);
    expect_it_answers();
}

TEST_F(Signer, cuts_off_whoever_is_slow) {
    start();
    // As many as are served at once: those who come after them wait for their end, and get it.
    const std::vector<std::uint8_t> half{0, 0};
    std::vector<jobs::Socket> slow;
    for (int i = 0; i < 2; ++i) {
        slow.push_back(stranger());
        ASSERT_EQ(::write(slow.back().get(), half.data(), half.size()), 2);
    }
    expect_it_answers();
}

TEST_F(Signer, answers_its_own_user_alone) {
    SealServer::Plan others = plan();
    others.users = {::geteuid() + 1};
    server_ = sure(SealServer::start(*desk_, house_->clock, others));
    const std::vector<jobs::IntentKey> any{{HolderId{1}, IntentId{2}}};
    const auto refused = remote().seal(any, house_->clock.now());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::key_unavailable);
}

TEST_F(Signer, of_another_user_is_not_asked) {
    start();
    const RemoteSealDesk wary({settings_.signing.socket, std::chrono::seconds(5), ::geteuid() + 1});
    const std::vector<jobs::IntentKey> any{{HolderId{1}, IntentId{2}}};
    const auto refused = wary.seal(any, house_->clock.now());
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().detail(), HasSubstr("another user"));
}

TEST_F(Signer, may_be_started_after_the_service) {
    std::filesystem::remove(directory());
    const auto door = sure(RemoteSealDesk::open(settings_.signing.socket, std::chrono::seconds(5)));
    const std::vector<jobs::IntentKey> any{{HolderId{1}, IntentId{2}}};
    const auto early = door->seal(any, house_->clock.now());
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code(), ErrorCode::key_unavailable);
    std::filesystem::create_directory(directory());
    std::filesystem::permissions(directory(), std::filesystem::perms::owner_all);
    start();
    EXPECT_TRUE(door->seal(any, house_->clock.now()));
}

TEST_F(Signer, is_not_asked_where_others_could_put_a_socket) {
    using std::filesystem::perms;
    std::filesystem::permissions(directory(), perms::owner_all | perms::others_all);
    const auto refused = RemoteSealDesk::open(settings_.signing.socket, std::chrono::seconds(5));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::config_invalid);
}

TEST_F(Signer, listens_where_nobody_else_can_put_a_socket) {
    using std::filesystem::perms;
    for (const perms wider : {perms::group_write, perms::others_exec}) {
        std::filesystem::permissions(directory(), perms::owner_all | wider);
        const auto refused = SealServer::start(*desk_, house_->clock, plan());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::config_invalid);
    }
}

TEST_F(Signer, takes_the_place_of_one_that_died_and_not_of_one_that_lives) {
    {
        const jobs::Socket dead = sure(jobs::listen_at(settings_.signing.socket));
    }
    ASSERT_TRUE(std::filesystem::is_socket(settings_.signing.socket));
    start();
    expect_it_answers();
    const auto second = SealServer::start(*desk_, house_->clock, plan());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), ErrorCode::conflict);
    server_->stop();
    EXPECT_FALSE(std::filesystem::exists(settings_.signing.socket));
}

}  // namespace
}  // namespace yinxin::test
