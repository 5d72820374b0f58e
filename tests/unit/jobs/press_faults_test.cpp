// SPDX-License-Identifier: Apache-2.0
// What happens to an application when a row is bad or something outside fails: nothing acknowledged
// is lost, and nobody's fault is somebody else's.
#include "unit/jobs/press_steps.hpp"

#include <sys/mount.h>

namespace yinxin::test {
namespace {

using storage::Transaction;

class PressFaults : public PressSteps {};

TEST_F(PressFaults, a_name_nobody_can_print_fails_for_good_and_the_others_go_on) {
    // U+E863 is a private use character: every font draws another one.
    const Held poisoned = house_->add_holder({}, "王\xEE\xA1\xA3");
    const Held other = house_->add_holder();
    const EndorsementId bad = house_->apply(poisoned);
    const EndorsementId good = house_->apply(other);
    const auto tally = house_->press();
    EXPECT_EQ(tally.released, 1);
    EXPECT_EQ(tally.buried, 1);
    EXPECT_EQ(state(other, good), "ready");
    EXPECT_EQ(state(poisoned, bad), "failed");
    EXPECT_EQ(row(poisoned, bad).failure_code, "document.glyph_missing");
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM job WHERE state = 'dead' "
                          "AND error_code = 'document.glyph_missing'"),
              1);
    const auto facts = sure(
        house_->run(service::load_certificate(house_->services(), poisoned.actor, poisoned.line)));
    EXPECT_EQ(facts.used, 0) << "a failed application costs no use";
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'job.dead_lettered'"), 1);
}

TEST_F(PressFaults, a_row_that_was_never_approved_gets_no_seal) {
    CertificateWish wish;
    wish.is_approved = false;
    const Held intruder = house_->add_holder(wish);
    const EndorsementId id = house_->apply(intruder);
    EXPECT_EQ(house_->press().buried, 1);
    EXPECT_EQ(state(intruder, id), "failed");
    EXPECT_EQ(job_error(), "signing.signature_wrong");
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 0);
}

TEST_F(PressFaults, a_face_moved_from_another_row_gets_no_seal) {
    const Held held = house_->add_holder();
    const Held other = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    house_->change(
        "UPDATE certificate SET (face_sealed, face_signature) = (SELECT face_sealed, "
        "face_signature FROM certificate WHERE holder_id = $1) WHERE holder_id = $2",
        other.holder,
        held.holder);
    for (int i = 0; i < 20 && state(held, id) == "pending"; ++i) {
        house_->press();
        house_->clock.advance(std::chrono::minutes(20));
    }
    EXPECT_EQ(state(held, id), "failed");
    EXPECT_EQ(job_error(), "crypto.unsealing_failed");
    EXPECT_EQ(files(), 0);
}

TEST_F(PressFaults, a_suspended_seal_keeps_jobs_waiting_until_it_is_restored) {
    const Held held = house_->add_holder();
    const Held banker =
        house_->add_holder({.qualification = "banker", .specialty = "1", .level = "1"});
    const EndorsementId id = house_->apply(held);
    const EndorsementId elsewhere = house_->apply(banker);
    house_->change("UPDATE seal SET state = 'suspended' WHERE seal_id = 'demo_certificate_seal'");
    EXPECT_EQ(house_->press().released, 1) << "another seal's faces go on";
    EXPECT_EQ(state(banker, elsewhere), "ready");
    // Longer than any number of tries, shorter than the promise.
    for (int i = 0; i < 20; ++i) {
        house_->clock.advance(std::chrono::minutes(20));
        EXPECT_EQ(house_->press().put_back, 1);
    }
    EXPECT_EQ(state(held, id), "pending");
    house_->change("UPDATE seal SET state = 'in_use' WHERE seal_id = 'demo_certificate_seal'");
    house_->clock.advance(std::chrono::minutes(20));
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_EQ(state(held, id), "ready");
}

TEST_F(PressFaults, an_outage_longer_than_the_promise_ends_the_application_without_a_use) {
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    house_->change("UPDATE seal SET state = 'suspended'");
    for (int i = 0; i < 200 && state(held, id) == "pending"; ++i) {
        house_->press();
        house_->clock.advance(std::chrono::minutes(20));
    }
    EXPECT_EQ(state(held, id), "failed");
    EXPECT_EQ(row(held, id).failure_code, "signing.seal_not_in_use");
    EXPECT_GE(house_->clock.now() - house_opens, std::chrono::hours(24));
}

TEST_F(PressFaults, a_clock_that_stands_behind_the_audit_signs_nothing_until_it_is_right) {
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    sure(house_->store().write_now([&](Transaction& transaction) {
        return storage::append_audit(transaction,
                                     {house_->clock.now() + std::chrono::seconds(3),
                                      domain::ActorKind::system,
                                      "test",
                                      domain::EventKind::batch_released,
                                      "",
                                      {}});
    }));
    EXPECT_EQ(house_->press().put_back, 1);
    EXPECT_EQ(job_error(), "signing.clock_behind");
    EXPECT_EQ(state(held, id), "pending");
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 0);
    house_->clock.advance(std::chrono::seconds(3));
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_EQ(state(held, id), "ready");
}

TEST_F(PressFaults, two_seconds_behind_the_audit_are_tolerated) {
    const Held held = house_->add_holder();
    house_->apply(held);
    sure(house_->store().write_now([&](Transaction& transaction) {
        return storage::append_audit(transaction,
                                     {house_->clock.now() + std::chrono::seconds(2),
                                      domain::ActorKind::system,
                                      "test",
                                      domain::EventKind::batch_released,
                                      "",
                                      {}});
    }));
    EXPECT_EQ(house_->press().released, 1);
}

TEST_F(PressFaults, a_full_blob_store_delays_and_loses_nothing) {
    const std::filesystem::path blobs = house_.directory() / "blobs";
    const std::filesystem::path photos = house_.directory() / "photos";
    const Held held = house_->add_holder();
    std::filesystem::copy(blobs, photos, std::filesystem::copy_options::recursive);
    if (::mount("tmpfs", blobs.c_str(), "tmpfs", 0, "size=160k") != 0) {
        GTEST_SKIP() << "a full disk needs a file system of its own, which only root can mount";
    }
    std::filesystem::copy(photos, blobs, std::filesystem::copy_options::recursive);
    std::vector<EndorsementId> ids;
    std::vector<Held> holders{held};
    for (int i = 0; i < 3; ++i) {
        holders.push_back(house_->add_holder());
    }
    for (const Held& one : holders) {
        ids.push_back(house_->apply(one));
    }
    const auto tally = house_->press();
    EXPECT_GT(tally.put_back, 0) << "the disk was meant to be full";
    EXPECT_EQ(job_error(), "file.io");
    EXPECT_EQ(tally.released + tally.put_back, 4);
    ::umount(blobs.c_str());
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement WHERE state = 'pending'"),
              tally.put_back);
    house_->clock.advance(std::chrono::minutes(20));
    EXPECT_EQ(house_->press().released, tally.put_back);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement WHERE state = 'ready'"), 4);
}

TEST_F(PressFaults, a_blob_directory_that_is_not_mounted_delays_and_loses_nothing) {
    const std::filesystem::path blobs = house_.directory() / "blobs";
    const std::filesystem::path away = house_.directory() / "away";
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    std::filesystem::rename(blobs, away);
    EXPECT_EQ(house_->press().put_back, 1);
    EXPECT_EQ(state(held, id), "pending");
    std::filesystem::rename(away, blobs);
    house_->clock.advance(std::chrono::minutes(20));
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_EQ(state(held, id), "ready");
}

TEST_F(PressFaults, one_row_the_register_refuses_does_not_hold_up_the_rest_of_its_batch) {
    const Held odd = house_->add_holder();
    const Held other = house_->add_holder();
    const EndorsementId bad = house_->apply(odd);
    const EndorsementId good = house_->apply(other);
    // Somebody entered a file for this copy by hand; the real one cannot be entered any more.
    house_->change(
        "INSERT INTO copy_file (holder_id, copy_id, format, sha256, size, seal_id, "
        "key_name, profile, intent_id, has_blob, sealed_at) "
        "SELECT holder_id, copy_id, 'pdf', $2, 1, 'x', 'x', 'B-B', 1, 0, 0 "
        "FROM copy WHERE holder_id = $1",
        odd.holder,
        Bytes{0});
    const auto tally = house_->press();
    EXPECT_EQ(tally.released, 1);
    EXPECT_EQ(tally.put_back, 1);
    EXPECT_EQ(state(other, good), "ready");
    EXPECT_EQ(state(odd, bad), "pending");
}

TEST_F(PressFaults, a_copy_given_up_elsewhere_does_not_come_back_for_ever) {
    const Held held = house_->add_holder();
    house_->apply(held);
    house_->change("UPDATE copy SET state = 'failed' WHERE holder_id = $1", held.holder);
    EXPECT_EQ(house_->press().buried, 1);
    let_lease_run_out();
    EXPECT_EQ(house_->press().claimed, 0);
}

TEST_F(PressFaults, a_job_whose_register_cannot_be_read_does_not_leave_the_application_pending) {
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    jobs::PressItem item;
    item.job = sure(house_->store().write_now([&](Transaction& transaction) {
                   return storage::claim_jobs(
                       transaction, house_->clock.now(), std::chrono::seconds(60), 1);
               })).at(0);
    // It never got as far as reading its copy.
    item.error = Error(ErrorCode::internal, "test");
    item.job.attempts = 8;
    const auto ending = sure(house_->store().write_now([&](Transaction& transaction) {
        return jobs::record_failure(transaction, house_->shop(), item, house_->clock.now());
    }));
    EXPECT_EQ(ending, jobs::Ending::failed);
    EXPECT_EQ(state(held, id), "failed");
}

}  // namespace
}  // namespace yinxin::test
