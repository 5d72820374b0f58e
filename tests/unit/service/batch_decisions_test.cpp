// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/batch_decisions.hpp"

#include "support/staged_batch.hpp"

#include "yinxin/jobs/release_batches.hpp"
#include "yinxin/service/batch_notices.hpp"
#include "yinxin/service/batches.hpp"
#include "yinxin/storage/imports.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

using domain::BatchState;
using domain::ProposalKind;
using domain::ProposalState;
using test::sure;
using Role = domain::StaffRole;

class BatchDecisions : public testing::Test {
  protected:
    BatchDecisions()
        : clerk_(test::add_staff(*house_, "clerk1", {Role::clerk, Role::approver})),
          approver_(test::add_staff(*house_, "approver1", {Role::approver})),
          stranger_(test::add_staff(
              *house_, "approver2", {Role::clerk, Role::approver}, "demo_tax_association")) {
        for (int i = 1; i <= 3; ++i)
            results_.push_back(test::exam_result(i));
        batch_ = test::stage_batch(*house_, results_);
    }

    static ErrorCode failure(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    Result<ProposalState> decide_on(domain::ProposalId id,
                                    Decision decision = Decision::approve,
                                    std::string note = "已核对") {
        return house_->run(decide(house_->services(), approver_, id, decision, std::move(note)));
    }
    storage::BatchRow row() {
        return *sure(house_->store().read_now(
            [&](storage::Reader& reader) { return storage::find_batch(reader, batch_); }));
    }
    void write() {
        jobs::BatchWriter writer(test::issue_shop(*house_));
        test::write_all(writer);
    }
    void release() {
        sure(jobs::release_due_batches(house_->store(), house_->keys(), house_->clock.now()));
    }
    /// Submitted, approved, written and released.
    void bring_out() {
        ASSERT_EQ(sure(decide_on(test::submit_batch(*house_, clerk_, batch_))),
                  ProposalState::applied);
        write();
        release();
        ASSERT_EQ(row().state, BatchState::released);
    }
    Result<domain::ProposalId> wish(ProposalKind kind,
                                    std::optional<Instant> release_at = std::nullopt) {
        BatchWish wish;
        wish.kind = kind;
        wish.reason = "名单有误";
        wish.release_at = release_at;
        return house_->run(propose_for_batch(house_->services(), clerk_, batch_, wish));
    }
    Result<void> stop(const domain::StaffActor& actor, std::string reason = "发现名单有误") {
        return house_->run(stop_batch(house_->services(), actor, batch_, std::move(reason)));
    }
    std::int64_t audited(std::string_view kind) {
        return house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = $1", kind);
    }
    std::vector<std::string> trail() {
        std::vector<std::string> kinds;
        const auto details = sure(house_->run(load_batch(house_->services(), approver_, batch_)));
        for (const TrailLine& line : details.trail)
            kinds.push_back(line.kind);
        return kinds;
    }

    test::ScratchHouse house_;
    domain::StaffActor clerk_;
    domain::StaffActor approver_;
    domain::StaffActor stranger_;
    std::vector<domain::ExamResult> results_;
    BatchId batch_;
};

TEST_F(BatchDecisions, the_second_person_begins_the_writing_and_the_maker_cannot) {
    const auto id = test::submit_batch(*house_, clerk_, batch_);
    const auto own =
        house_->run(decide(house_->services(), clerk_, id, Decision::approve, "自己批准"));
    EXPECT_EQ(failure(own), ErrorCode::staff_same_person);
    EXPECT_EQ(row().state, BatchState::checking);
    EXPECT_EQ(sure(decide_on(id)), ProposalState::applied);
    EXPECT_EQ(row().state, BatchState::issuing);
    EXPECT_EQ(row().issue_day, civil_day(house_->clock.now()));
    EXPECT_TRUE(row().announced_at) << "the progress page may name it";
    EXPECT_EQ(audited("batch.approved"), 1);
}

TEST_F(BatchDecisions, rows_changed_since_the_submission_are_not_what_was_submitted) {
    const auto id = test::submit_batch(*house_, clerk_, batch_);
    house_->change("UPDATE import SET version = version + 1");
    EXPECT_EQ(sure(decide_on(id)), ProposalState::failed);
    EXPECT_EQ(row().state, BatchState::refused) << "it can be submitted again";
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM certificate"), 0);
}

TEST_F(BatchDecisions, a_refused_batch_is_never_written_and_its_rows_stay) {
    const auto id = test::submit_batch(*house_, clerk_, batch_);
    EXPECT_EQ(sure(decide_on(id, Decision::refuse, "人数不符")), ProposalState::refused);
    EXPECT_EQ(row().state, BatchState::refused);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM import_row"), 3) << "to be repaired";
    write();
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM certificate"), 0);
    EXPECT_EQ(audited("batch.refused"), 1);
    const auto kinds = trail();
    EXPECT_EQ(
        kinds,
        (std::vector<std::string>{"uploaded", "proposed_issue_batch", "refused_issue_batch"}));
}

TEST_F(BatchDecisions, a_withdrawn_submission_is_as_good_as_refused) {
    const auto id = test::submit_batch(*house_, clerk_, batch_);
    ASSERT_TRUE(house_->run(withdraw(house_->services(), clerk_, id)));
    EXPECT_EQ(row().state, BatchState::refused);
    EXPECT_EQ(trail().back(), "withdrawn");
}

TEST_F(BatchDecisions, without_the_approval_key_the_decision_waits) {
    const auto id = test::submit_batch(*house_, clerk_, batch_);
    house_->services().approver = nullptr;
    EXPECT_EQ(failure(decide_on(id)), ErrorCode::key_unavailable);
    EXPECT_EQ(row().state, BatchState::checking);
    house_->services().approver = &house_->approval_key();
    EXPECT_EQ(sure(decide_on(id)), ProposalState::applied);
}

TEST_F(BatchDecisions, two_people_choose_another_release_time_until_the_batch_is_out) {
    const Instant first = house_->clock.now() + std::chrono::hours(2);
    const Instant second = house_->clock.now() + std::chrono::hours(30);
    sure(decide_on(test::submit_batch(*house_, clerk_, batch_, first)));
    write();
    const auto id = sure(wish(ProposalKind::release_batch, second));
    EXPECT_EQ(row().release_at, first) << "not yet";
    EXPECT_EQ(sure(decide_on(id)), ProposalState::applied);
    EXPECT_EQ(row().release_at, second);
    house_->clock.set(first);
    release();
    EXPECT_EQ(row().state, BatchState::approved);
    house_->clock.set(second);
    release();
    EXPECT_EQ(row().state, BatchState::released);
    EXPECT_EQ(failure(wish(ProposalKind::release_batch, second + std::chrono::hours(1))),
              ErrorCode::batch_state_wrong);
    EXPECT_EQ(audited("batch.rescheduled"), 1);
}

TEST_F(BatchDecisions, a_release_time_that_is_over_is_refused_beside_its_field) {
    sure(decide_on(
        test::submit_batch(*house_, clerk_, batch_, house_->clock.now() + std::chrono::hours(2))));
    const auto refused = wish(ProposalKind::release_batch, house_->clock.now());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::office_time_invalid);
    EXPECT_EQ(refused.error().params().at("field"), "release_at");
}

TEST_F(BatchDecisions, postponing_a_batch_that_is_out_by_now_has_failed) {
    const Instant at = house_->clock.now() + std::chrono::hours(2);
    sure(decide_on(test::submit_batch(*house_, clerk_, batch_, at)));
    write();
    const auto id = sure(wish(ProposalKind::release_batch, at + std::chrono::hours(24)));
    house_->clock.set(at);
    release();
    EXPECT_EQ(sure(decide_on(id)), ProposalState::failed);
    EXPECT_EQ(row().state, BatchState::released);
}

TEST_F(BatchDecisions, a_recall_takes_two_and_is_told_to_the_holders) {
    bring_out();
    const auto id = sure(wish(ProposalKind::recall_batch));
    EXPECT_EQ(row().state, BatchState::released) << "one person recalls nothing";
    EXPECT_EQ(sure(decide_on(id)), ProposalState::applied);
    EXPECT_EQ(row().state, BatchState::recalled);
    EXPECT_EQ(row().notice, storage::BatchNotice::recalled);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM certificate WHERE status <> 'valid'"), 0)
        << "a recall is no revocation";
    EXPECT_EQ(audited("batch.recalled"), 1);
}

TEST_F(BatchDecisions, a_recalled_batch_comes_back_by_two_and_with_its_first_release) {
    bring_out();
    const auto released_at = row().released_at;
    sure(decide_on(sure(wish(ProposalKind::recall_batch))));
    house_->clock.advance(std::chrono::hours(5));
    const auto id = sure(wish(ProposalKind::restore_batch));
    EXPECT_EQ(row().state, BatchState::recalled);
    EXPECT_EQ(sure(decide_on(id)), ProposalState::applied);
    EXPECT_EQ(row().state, BatchState::released);
    EXPECT_EQ(row().released_at, released_at);
    EXPECT_EQ(row().notice, storage::BatchNotice::restored);
}

TEST_F(BatchDecisions, one_person_stops_at_once_and_a_second_is_asked_to_look) {
    bring_out();
    ASSERT_TRUE(stop(approver_));
    EXPECT_EQ(row().state, BatchState::stopped);
    EXPECT_EQ(audited("batch.stopped"), 1);
    const auto details = sure(house_->run(load_batch(house_->services(), clerk_, batch_)));
    ASSERT_EQ(details.waiting.size(), 1U);
    EXPECT_EQ(details.waiting[0].proposal.kind, ProposalKind::confirm_stop);
    EXPECT_EQ(failure(stop(approver_)), ErrorCode::batch_state_wrong);
    const auto id = details.waiting[0].proposal.id;
    EXPECT_EQ(failure(decide_on(id)), ErrorCode::staff_same_person);
    EXPECT_TRUE(house_->run(decide(house_->services(), clerk_, id, Decision::approve, "已核对")));
    EXPECT_EQ(row().state, BatchState::stopped) << "confirmed is not restored";
}

TEST_F(BatchDecisions, a_stop_needs_a_reason_and_somebody_who_may) {
    bring_out();
    EXPECT_EQ(failure(stop(approver_, " ")), ErrorCode::office_reason_missing);
    domain::StaffActor editor = approver_;
    editor.roles = {Role::editor};
    EXPECT_EQ(failure(stop(editor)), ErrorCode::forbidden);
    EXPECT_EQ(failure(stop(stranger_)), ErrorCode::not_found);
    EXPECT_EQ(row().state, BatchState::released);
}

TEST_F(BatchDecisions, a_second_stop_after_a_restoration_is_never_held_up_by_the_first) {
    bring_out();
    ASSERT_TRUE(stop(approver_));
    sure(decide_on(sure(wish(ProposalKind::restore_batch))));
    ASSERT_EQ(row().state, BatchState::released);
    EXPECT_TRUE(stop(approver_)) << "the first stop still waits for its confirmation";
    EXPECT_EQ(row().state, BatchState::stopped);
}

TEST_F(BatchDecisions, an_unreleased_batch_that_is_stopped_goes_on_where_it_stood) {
    const Instant at = house_->clock.now() + std::chrono::hours(2);
    sure(decide_on(test::submit_batch(*house_, clerk_, batch_, at)));
    write();
    ASSERT_TRUE(stop(clerk_));
    house_->clock.set(at);
    release();
    EXPECT_EQ(row().state, BatchState::stopped) << "its release passes by";
    sure(decide_on(sure(wish(ProposalKind::restore_batch))));
    EXPECT_EQ(row().state, BatchState::approved);
    EXPECT_EQ(row().notice, storage::BatchNotice::none);
    release();
    EXPECT_EQ(row().state, BatchState::released);
}

TEST_F(BatchDecisions, what_changed_meanwhile_makes_a_decision_fail) {
    bring_out();
    const auto id = sure(wish(ProposalKind::recall_batch));
    ASSERT_TRUE(stop(approver_));
    EXPECT_EQ(sure(decide_on(id)), ProposalState::failed);
    EXPECT_EQ(row().state, BatchState::stopped);
    EXPECT_EQ(sure(decide_on(sure(wish(ProposalKind::recall_batch)))), ProposalState::applied);
    EXPECT_EQ(row().state, BatchState::recalled) << "a stopped batch can be recalled";
}

TEST_F(BatchDecisions, another_authority_s_batch_does_not_exist) {
    bring_out();
    EXPECT_EQ(failure(house_->run(load_batch(house_->services(), stranger_, batch_))),
              ErrorCode::not_found);
    BatchWish wish;
    wish.reason = "名单有误";
    EXPECT_EQ(failure(house_->run(propose_for_batch(house_->services(), stranger_, batch_, wish))),
              ErrorCode::not_found);
    const auto list = sure(house_->run(list_batches(house_->services(), stranger_, {})));
    EXPECT_EQ(list.total, 0);
}

TEST_F(BatchDecisions, the_trail_tells_everything_in_order_with_names_and_reasons) {
    sure(decide_on(test::submit_batch(*house_, clerk_, batch_)));
    house_->clock.advance(std::chrono::seconds(1));
    write();
    house_->clock.advance(std::chrono::seconds(1));
    release();
    house_->clock.advance(std::chrono::seconds(1));
    ASSERT_TRUE(stop(approver_));
    house_->clock.advance(std::chrono::seconds(1));
    const auto recall = sure(wish(ProposalKind::recall_batch));
    house_->clock.advance(std::chrono::seconds(1));
    sure(decide_on(recall));
    EXPECT_EQ(trail(),
              (std::vector<std::string>{"uploaded",
                                        "proposed_issue_batch",
                                        "approved_issue_batch",
                                        "written",
                                        "released",
                                        "stopped",
                                        "proposed_recall_batch",
                                        "approved_recall_batch"}));
    const auto details = sure(house_->run(load_batch(house_->services(), clerk_, batch_)));
    EXPECT_EQ(details.trail[1].who, clerk_.name);
    EXPECT_EQ(details.trail[1].reason, "成绩已核对");
    EXPECT_EQ(details.trail[4].who, "") << "the program, at its time";
    EXPECT_EQ(details.trail[5].reason, "发现名单有误");
    EXPECT_EQ(details.trail[6].proposal, recall);
}

TEST_F(BatchDecisions, who_decides_sees_specimens_of_rows_that_are_no_certificates_yet) {
    const auto id = test::submit_batch(*house_, clerk_, batch_);
    const auto shown = sure(house_->run(find_proposal(house_->services(), approver_, id)));
    const auto details = sure(house_->run(batch_of_proposal(house_->services(), approver_, shown)));
    ASSERT_TRUE(details);
    EXPECT_EQ(details->samples, 3);
    for (int i = 0; i < details->samples; ++i) {
        const auto svg = house_->run(
            draw_sample(house_->services(), approver_, batch_, i, documents::SvgSize::thumbnail));
        ASSERT_TRUE(svg) << svg.error().describe();
        EXPECT_TRUE(svg->starts_with("<svg"));
    }
    EXPECT_EQ(failure(house_->run(draw_sample(
                  house_->services(), approver_, batch_, 3, documents::SvgSize::thumbnail))),
              ErrorCode::not_found);
    EXPECT_EQ(failure(house_->run(draw_sample(
                  house_->services(), stranger_, batch_, 0, documents::SvgSize::thumbnail))),
              ErrorCode::not_found);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM seal_intent"), 0) << "nothing is sealed";
}

}  // namespace
}  // namespace yinxin::service
