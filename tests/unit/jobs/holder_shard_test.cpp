// SPDX-License-Identifier: Apache-2.0
// The holder's way on a cluster: every transaction in one place, and whoever dies between is
// finished by somebody else. The cluster is an embedded database that is watched.
#include "support/shard_spy.hpp"
#include "support/small_house.hpp"
#include "support/test_database.hpp"

#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/outbox_store.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::chrono::seconds after_lease{3600};

class HolderShard : public testing::TestWithParam<Faces> {
  protected:
    HolderShard() {
        SmallHouse::dress = [this](std::unique_ptr<storage::Store> database, const Clock& clock) {
            auto spy = std::make_unique<ShardSpy>(std::move(database));
            spy_ = spy.get();
            return std::make_unique<storage::OutboxStore>(std::move(spy), clock);
        };
        house_.emplace(Timestamps::off, GetParam());
        SmallHouse::dress = nullptr;
        held_ = house().add_holder();
    }

    SmallHouse& house() { return **house_; }
    storage::OutboxStore& outbox() { return *storage::outbox_of(house().store()); }
    std::int64_t settle() {
        return sure(
            storage::settle_outbox(house().store(), house().clock.now(), house().clock.now()));
    }
    std::int64_t left() { return house().one("SELECT COUNT(*) FROM holder_outbox"); }
    std::int64_t audited(const char* kind) {
        return house().one("SELECT COUNT(*) FROM audit_event WHERE kind = $1", kind);
    }
    std::int64_t faces() { return GetParam() == Faces::both ? 2 : 1; }
    /// Applies and dies right after the commit.
    EndorsementId apply_and_die() {
        outbox().set_dying(true);
        const EndorsementId id = house().apply(held_);
        outbox().set_dying(false);
        return id;
    }

    std::optional<ScratchHouse> house_;
    ShardSpy* spy_ = nullptr;
    Held held_;
};

INSTANTIATE_TEST_SUITE_P(Faces, HolderShard, testing::Values(Faces::pdf, Faces::both));

TEST_P(HolderShard, every_transaction_of_the_way_writes_in_one_place) {
    spy_->begin();
    const CopyId copy = house().endorse(held_);
    const auto link = sure(house().run(service::make_download_link(
        house().services(), held_.actor, copy, domain::CopyFormat::pdf)));
    sure(house().run(service::redeem_link(house().services(), link.token)));
    sure(house().run(service::withdraw_endorsement(house().services(), held_.actor, copy)));

    const auto places = spy_->noted();
    EXPECT_THAT(places, SizeIs(testing::Gt(10U)));
    EXPECT_THAT(places, Each(Not(HasSubstr(" + "))));
    EXPECT_THAT(places, Each(Not(HasSubstr("every"))));
    EXPECT_EQ(left(), 0);
    EXPECT_EQ(audited("endorsement.applied"), 1);
    EXPECT_EQ(audited("endorsement.ready"), 1);
    EXPECT_EQ(audited("endorsement.withdrawn"), 1);
    EXPECT_EQ(audited("seal.used"), faces());
    EXPECT_EQ(house().one("SELECT SUM(uses) FROM seal"), faces());
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM job WHERE state = 'done'"), 1);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM status_change WHERE state = 'withdrawn'"), 1);
}

TEST_P(HolderShard, one_database_writes_it_all_at_once) {
    // What the watch would see without the outbox; otherwise the test above would show nothing.
    spy_->begin();
    sure(outbox().database().write_now([&](storage::Transaction& transaction) {
        return storage::insert_copy_with_job(
            transaction,
            house().keys(),
            {CopyId{77}, held_.holder, held_.line, 1, std::nullopt, house().clock.now()});
    }));
    EXPECT_THAT(spy_->noted(), testing::ElementsAre(HasSubstr(" + ")));
}

TEST_P(HolderShard, an_application_whose_node_died_is_pressed_all_the_same) {
    apply_and_die();
    EXPECT_EQ(left(), 1);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM job"), 0);
    EXPECT_EQ(house().press().claimed, 0);

    EXPECT_EQ(settle(), 1);
    EXPECT_EQ(left(), 0);
    EXPECT_EQ(audited("endorsement.applied"), 1);
    EXPECT_EQ(house().press().released, 1);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM lookup_copy_token"), 1);
}

TEST_P(HolderShard, what_was_done_before_the_death_is_not_done_twice) {
    apply_and_die();
    const auto entry = house().one("SELECT entry_id FROM holder_outbox");
    const auto body = house().one<Bytes>("SELECT body FROM holder_outbox");
    EXPECT_EQ(settle(), 1);
    // It died between the work and the row.
    house().change(
        "INSERT INTO holder_outbox (holder_id, entry_id, posted_at, body)"
        " VALUES ($1, $2, 0, $3)",
        held_.holder,
        entry,
        body);
    EXPECT_EQ(settle(), 1);
    EXPECT_EQ(left(), 0);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM job"), 1);
    EXPECT_EQ(audited("endorsement.applied"), 1);
}

TEST_P(HolderShard, a_release_whose_worker_died_ends_its_job_once) {
    const EndorsementId id = house().apply(held_);
    outbox().set_dying(true);
    EXPECT_EQ(house().press().released, 1);
    outbox().set_dying(false);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM copy WHERE state = 'released'"), 1);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM job WHERE state = 'leased'"), 1);

    // Another worker takes the job over before the outbox is looked at.
    house().clock.advance(after_lease);
    EXPECT_EQ(house().press().claimed, 1);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM job WHERE state = 'done'"), 1);
    EXPECT_GE(settle(), 1);
    EXPECT_EQ(left(), 0);
    EXPECT_EQ(audited("endorsement.ready"), 1);
    EXPECT_EQ(house().one("SELECT SUM(uses) FROM seal"), faces());
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM copy_file"), faces());
    EXPECT_EQ(
        house().one<std::string>("SELECT state FROM endorsement WHERE endorsement_id = $1", id),
        "ready");
}

TEST_P(HolderShard, a_copy_is_released_only_after_its_hashes_are_entered) {
    house().apply(held_);
    spy_->begin();
    EXPECT_EQ(house().press().released, 1);
    const auto places = spy_->noted();
    const auto release = std::ranges::find_if(places, [&, seen = 0](const auto& place) mutable {
        return place == "holder " + held_.holder.str() &&
               ++seen == 4;  // intent, seal, what that left, release
    });
    ASSERT_NE(release, places.end());
    EXPECT_EQ(
        std::ranges::count_if(places.begin(),
                              release,
                              [](const auto& place) { return place.starts_with("lookup_file "); }),
        faces());
    EXPECT_EQ(
        std::ranges::count_if(places.begin(),
                              release,
                              [](const auto& place) { return place.starts_with("lookup_sm3 "); }),
        faces());
}

TEST_P(HolderShard, a_code_that_another_copy_has_fails_the_application_and_frees_its_slot) {
    apply_and_die();
    house().change(
        "INSERT INTO lookup_copy_code (copy_code, holder_id, copy_id)"
        " SELECT copy_code, 1, 1 FROM copy");
    EXPECT_EQ(settle(), 1);
    EXPECT_EQ(left(), 0);
    EXPECT_EQ(house().one<std::string>("SELECT state FROM endorsement"), "failed");
    EXPECT_EQ(house().one<std::string>("SELECT state FROM copy"), "failed");
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM job"), 0);
    house().endorse(held_);
    EXPECT_EQ(house().one("SELECT slot FROM endorsement WHERE state = 'ready'"), 1);
}

TEST_P(HolderShard, changes_are_told_without_triggers_too) {
    // SQLite names a trigger alone, PostgreSQL with its table.
    if (is_on_postgres()) {
        house().change("DROP TRIGGER endorsement_end_is_told ON endorsement");
        house().change("DROP TRIGGER certificate_status_is_told ON certificate");
    } else {
        house().change("DROP TRIGGER endorsement_end_is_told");
        house().change("DROP TRIGGER certificate_status_is_told");
    }
    const CopyId copy = house().endorse(held_);
    sure(house().run(service::withdraw_endorsement(house().services(), held_.actor, copy)));
    house().set_status(held_, domain::CertificateStatus::suspended);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM status_change WHERE kind = 'endorsement'"
                          " AND state = 'withdrawn' AND former = 'ready' AND copy_id = $1",
                          copy),
              1);
    EXPECT_EQ(house().one("SELECT COUNT(*) FROM status_change WHERE kind = 'certificate'"
                          " AND state = 'suspended' AND former = 'valid' AND batch_id <> 0"),
              1);
}

TEST_P(HolderShard, a_refused_application_leaves_nothing) {
    house().apply(held_);
    spy_->begin();
    const auto again = house().run(service::apply_for_endorsement(
        house().services(), held_.actor, held_.line, {.days = 7, .recipient = "另一单位"}, {}));
    EXPECT_FALSE(again);
    EXPECT_THAT(spy_->noted(), IsEmpty());
    EXPECT_EQ(left(), 0);
}

}  // namespace
}  // namespace yinxin::test
