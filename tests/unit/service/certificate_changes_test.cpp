// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/certificate_changes.hpp"

#include "certificate_office.hpp"

#include "yinxin/service/certificates.hpp"
#include "yinxin/service/copies.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;

class CertificateChanges : public CertificateOffice {
  protected:
    test::Held held_ = house_->add_holder();
};

TEST_F(CertificateChanges, two_people_suspend_and_restore_and_revoke) {
    change(held_, Kind::suspend_certificate);
    EXPECT_EQ(status(held_), "suspended");
    change(held_, Kind::restore_certificate);
    EXPECT_EQ(status(held_), "valid");
    const auto id = change(held_, Kind::revoke_certificate);
    EXPECT_EQ(status(held_), "revoked");
    const auto steps = history(held_);
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].status, Status::revoked);
    EXPECT_EQ(steps[0].former, Status::valid);
    EXPECT_EQ(steps[0].reason, "核查发现问题");
    EXPECT_EQ(steps[0].decision_no, "演示人考〔2026〕12号");
    EXPECT_EQ(steps[0].proposal, id);
    EXPECT_EQ(steps[0].staff, approver_.id);
    EXPECT_EQ(steps[0].at, house_->clock.now());
    EXPECT_EQ(steps[2].status, Status::suspended);
    for (const auto kind : {EventKind::certificate_suspended,
                            EventKind::certificate_restored,
                            EventKind::certificate_revoked}) {
        EXPECT_EQ(events(kind), 1) << domain::key(kind);
    }
}

TEST_F(CertificateChanges, a_suspended_certificate_can_be_cancelled) {
    change(held_, Kind::suspend_certificate);
    change(held_, Kind::cancel_certificate);
    EXPECT_EQ(status(held_), "cancelled");
    EXPECT_EQ(events(EventKind::certificate_cancelled), 1);
}

TEST_F(CertificateChanges, nothing_follows_an_end) {
    change(held_, Kind::revoke_certificate);
    for (const Kind kind : {Kind::suspend_certificate,
                            Kind::restore_certificate,
                            Kind::revoke_certificate,
                            Kind::cancel_certificate}) {
        EXPECT_EQ(failure(propose(held_, kind)), ErrorCode::certificate_may_not_become)
            << domain::key(kind);
    }
    EXPECT_EQ(failure(stop(approver_, held_)), ErrorCode::certificate_may_not_become);
}

TEST_F(CertificateChanges, nothing_happens_before_the_second_person) {
    const auto id = test::sure(propose(held_, Kind::revoke_certificate));
    EXPECT_EQ(status(held_), "valid");
    EXPECT_EQ(failure(approve(clerk_, id)), ErrorCode::forbidden) << "a clerk decides nothing";
    auto both = add_staff("both", {Role::clerk, Role::approver});
    const auto own = test::sure(propose(both, held_, Kind::suspend_certificate, wish()));
    EXPECT_EQ(failure(approve(both, own)), ErrorCode::staff_same_person);
    EXPECT_EQ(status(held_), "valid");
    EXPECT_TRUE(history(held_).empty());
}

TEST_F(CertificateChanges, roles_and_authorities_are_checked_again_behind_the_pages) {
    EXPECT_EQ(failure(propose(approver_, held_, Kind::suspend_certificate, wish())),
              ErrorCode::forbidden);
    EXPECT_EQ(failure(propose(stranger_, held_, Kind::suspend_certificate, wish())),
              ErrorCode::not_found);
    EXPECT_EQ(failure(stop(stranger_, held_)), ErrorCode::not_found);
    const auto correspondent = add_staff("correspondent", {Role::correspondent});
    EXPECT_EQ(failure(stop(correspondent, held_)), ErrorCode::forbidden);
    const auto id = test::sure(propose(held_, Kind::suspend_certificate));
    EXPECT_EQ(failure(approve(stranger_, id)), ErrorCode::not_found);
    EXPECT_EQ(status(held_), "valid");
}

TEST_F(CertificateChanges, what_cannot_be_undone_wants_reason_and_decision_number) {
    ChangeWish bare = wish();
    bare.decision_no = "  ";
    EXPECT_EQ(wrong_field(propose(clerk_, held_, Kind::revoke_certificate, bare)), "decision_no");
    EXPECT_EQ(wrong_field(propose(clerk_, held_, Kind::cancel_certificate, bare)), "decision_no");
    EXPECT_TRUE(propose(clerk_, held_, Kind::suspend_certificate, bare));
    bare.reason = "x";
    EXPECT_EQ(wrong_field(propose(clerk_, held_, Kind::revoke_certificate, bare)), "reason");
    bare = wish();
    bare.decision_no = std::string(65, 'x');
    EXPECT_EQ(wrong_field(propose(clerk_, held_, Kind::revoke_certificate, bare)), "decision_no");
}

TEST_F(CertificateChanges, one_of_a_kind_waits_at_a_time) {
    ASSERT_TRUE(propose(held_, Kind::suspend_certificate));
    EXPECT_EQ(failure(propose(held_, Kind::suspend_certificate)), ErrorCode::conflict);
    EXPECT_TRUE(propose(held_, Kind::revoke_certificate)) << "another kind may wait beside it";
}

TEST_F(CertificateChanges, what_was_prepared_from_another_state_is_outdated) {
    const auto revoke = test::sure(propose(held_, Kind::revoke_certificate));
    change(held_, Kind::suspend_certificate);
    EXPECT_EQ(test::sure(approve(approver_, revoke)), State::failed);
    EXPECT_EQ(status(held_), "suspended");
    const auto shown = test::sure(house_->run(find_proposal(house_->services(), clerk_, revoke)));
    EXPECT_EQ(shown.proposal.failure_code, "proposal.outdated");
}

TEST_F(CertificateChanges, a_change_for_later_is_in_force_at_its_second_and_not_before) {
    const Instant at = house_->clock.now() + std::chrono::hours(30);
    ChangeWish later = wish();
    later.effective_at = at;
    const auto id = test::sure(propose(clerk_, held_, Kind::revoke_certificate, later));
    EXPECT_EQ(test::sure(approve(approver_, id)), State::approved);
    house_->clock.set(at - std::chrono::seconds(1));
    EXPECT_EQ(look_at_clock(), 0);
    EXPECT_EQ(status(held_), "valid");
    house_->clock.set(at);
    EXPECT_EQ(look_at_clock(), 1);
    EXPECT_EQ(status(held_), "revoked");
    EXPECT_EQ(present(held_).status_at, at);
    EXPECT_EQ(look_at_clock(), 0);
}

TEST_F(CertificateChanges, a_service_that_was_down_at_that_second_does_not_move_it) {
    const Instant at = house_->clock.now() + std::chrono::hours(30);
    ChangeWish later = wish();
    later.effective_at = at;
    const auto id = test::sure(propose(clerk_, held_, Kind::revoke_certificate, later));
    test::sure(approve(approver_, id));
    house_->clock.set(at + std::chrono::hours(3));
    EXPECT_EQ(look_at_clock(), 1);
    EXPECT_EQ(present(held_).status_at, at);
    EXPECT_EQ(history(held_).front().at, at);
}

TEST_F(CertificateChanges, approved_after_its_time_it_is_in_force_from_the_approval) {
    ChangeWish later = wish();
    later.effective_at = house_->clock.now() + std::chrono::hours(1);
    const auto id = test::sure(propose(clerk_, held_, Kind::suspend_certificate, later));
    house_->clock.advance(std::chrono::hours(2));
    EXPECT_EQ(test::sure(approve(approver_, id)), State::applied);
    EXPECT_EQ(present(held_).status_at, house_->clock.now());
}

TEST_F(CertificateChanges, times_that_are_over_or_too_far_are_refused) {
    ChangeWish later = wish();
    later.effective_at = house_->clock.now();
    EXPECT_EQ(wrong_field(propose(clerk_, held_, Kind::suspend_certificate, later)), "effective");
    later.effective_at = house_->clock.now() + Days(367);
    EXPECT_EQ(wrong_field(propose(clerk_, held_, Kind::suspend_certificate, later)), "effective");
}

TEST_F(CertificateChanges, an_approved_change_fails_at_its_time_if_something_came_between) {
    ChangeWish later = wish();
    later.effective_at = house_->clock.now() + std::chrono::hours(1);
    const auto id = test::sure(propose(clerk_, held_, Kind::suspend_certificate, later));
    test::sure(approve(approver_, id));
    test::sure(stop(approver_, held_));
    house_->clock.advance(std::chrono::hours(1));
    EXPECT_EQ(look_at_clock(), 1);
    EXPECT_EQ(state_of(id), State::failed);
    EXPECT_EQ(events(EventKind::proposal_failed), 1);
}

TEST_F(CertificateChanges, one_person_stops_at_once_and_restoring_takes_two) {
    const auto id = test::sure(stop(approver_, held_));
    EXPECT_EQ(status(held_), "suspended");
    EXPECT_EQ(present(held_).status_at, house_->clock.now());
    EXPECT_EQ(history(held_).front().reason, "电话反映冒名取得");
    EXPECT_EQ(state_of(id), State::open);
    EXPECT_EQ(failure(stop(second_, held_)), ErrorCode::certificate_may_not_become);
    EXPECT_EQ(failure(approve(approver_, id)), ErrorCode::staff_same_person);
    EXPECT_EQ(test::sure(approve(second_, id)), State::applied);
    EXPECT_EQ(status(held_), "suspended") << "confirming changes nothing";
    change(held_, Kind::restore_certificate);
    EXPECT_EQ(status(held_), "valid");
}

TEST_F(CertificateChanges, a_clerk_may_stop_as_well) {
    ASSERT_TRUE(stop(clerk_, held_));
    EXPECT_EQ(status(held_), "suspended");
}

TEST_F(CertificateChanges, refusing_to_confirm_does_not_restore) {
    const auto id = test::sure(stop(clerk_, held_));
    test::sure(
        house_->run(decide(house_->services(), approver_, id, Decision::refuse, "理由不足")));
    EXPECT_EQ(status(held_), "suspended");
}

TEST_F(CertificateChanges, a_stop_that_two_people_overruled_waits_no_longer_and_can_be_made_again) {
    const auto stopped = test::sure(stop(approver_, held_));
    // The approver who stopped it approves the restoration: the clerk is the second pair of eyes.
    change(held_, Kind::restore_certificate);
    EXPECT_EQ(state_of(stopped), State::applied);
    EXPECT_EQ(events(EventKind::stop_confirmed), 1);
    const auto again = stop(second_, held_);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(status(held_), "suspended");
    EXPECT_NE(*again, stopped);
}

TEST_F(CertificateChanges, copies_in_their_time_end_with_what_cannot_be_undone_and_do_not_count) {
    house_->endorse(held_);
    change(held_, Kind::suspend_certificate);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement WHERE state = 'ready'"), 1)
        << "a suspension may be lifted";
    change(held_, Kind::revoke_certificate);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement WHERE state = 'ended_by_office' AND "
                          "failure_code = 'certificate.ended'"),
              1);
    EXPECT_EQ(events(EventKind::endorsement_ended_by_office), 1);
}

TEST_F(CertificateChanges, a_restored_certificate_has_its_copies_back) {
    const CopyId copy = house_->endorse(held_);
    const auto open = [&] {
        return house_->run(open_file(house_->services(), held_.actor, copy)).has_value();
    };
    change(held_, Kind::suspend_certificate);
    EXPECT_FALSE(open());
    change(held_, Kind::restore_certificate);
    EXPECT_TRUE(open());
}

TEST_F(CertificateChanges, holders_are_told_without_saying_what) {
    change(held_, Kind::suspend_certificate);
    ASSERT_EQ(messages("certificate_changed").size(), 1U);
    EXPECT_TRUE(messages("certificate_changed")[0].message.parameters.empty());
    test::sure(house_->run(
        stop_certificate(house_->services(), clerk_, key_of(house_->add_holder()), "电话反映")));
    EXPECT_EQ(messages("certificate_changed").size(), 2U);
}

TEST_F(CertificateChanges, a_batch_that_is_not_out_is_not_betrayed_by_a_message) {
    const test::Held hidden = house_->add_holder({.batch = storage::BatchState::approved});
    change(hidden, Kind::suspend_certificate);
    EXPECT_EQ(status(hidden), "suspended");
    EXPECT_TRUE(messages("certificate_changed").empty());
}

TEST_F(CertificateChanges, reasons_stand_sealed_in_the_database) {
    ChangeWish named = wish();
    named.reason = "当事人王演示承认替考";
    change(held_, Kind::revoke_certificate, named);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM certificate WHERE status_reason LIKE '%王演示%'"),
              0);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE facts LIKE '%王演示%'"), 0);
    EXPECT_EQ(history(held_).front().reason, named.reason);
}

}  // namespace
}  // namespace yinxin::service
