// SPDX-License-Identifier: Apache-2.0
// The office changes a certificate while a copy of it is being made.
#include "press_steps.hpp"

#include "yinxin/service/certificate_changes.hpp"
#include "yinxin/service/certificate_corrections.hpp"
#include "yinxin/storage/staff.hpp"

namespace yinxin::test {
namespace {

using domain::ProposalKind;
using domain::StaffRole;

class PressAndOffice : public PressSteps {
  protected:
    domain::StaffActor staff(const std::string& login_name, domain::RoleSet roles) {
        const auto id = sure(house_->store().write_now([&](storage::Transaction& t) {
            return storage::insert_staff(
                t, house_->keys(), login_name, "演示", "demo_exam_centre", house_->clock.now());
        }));
        return {id, "演示", roles, "demo_exam_centre"};
    }
    storage::LineKey key() const { return {held_.holder, held_.line}; }
    void stop() {
        sure(house_->run(
            service::stop_certificate(house_->services(), approver_, key(), "电话反映冒名取得")));
    }
    void approve(domain::ProposalId id) {
        sure(house_->run(
            service::decide(house_->services(), approver_, id, service::Decision::approve, "")));
    }
    void change(ProposalKind kind) {
        approve(sure(house_->run(service::propose_change(
            house_->services(), clerk_, key(), kind, {"核查", "演示〔2026〕1号", {}, {}}))));
    }
    void correct() {
        const auto record = *sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::find_certificate(reader, house_->keys(), held_.holder, held_.line);
        }));
        service::CorrectionWish wish;
        wish.tag = service::tag_of(record);
        wish.form = domain::form_of(record.face);
        wish.form.specialty = "01";
        wish.change = {"核查", "", {}, {}};
        approve(sure(
            house_->run(service::propose_correction(house_->services(), clerk_, key(), wish))));
    }
    /// The copy of this application never comes, and no use is counted.
    void expect_ended(EndorsementId id) {
        EXPECT_EQ(state(held_, id), "ended_by_office");
        EXPECT_EQ(files(), 0);
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy WHERE state = 'released'"), 0);
        EXPECT_EQ(house_->one("SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'leased')"), 0);
    }

    Held held_ = house_->add_holder();
    domain::StaffActor clerk_ = staff("clerk", {StaffRole::clerk});
    domain::StaffActor approver_ = staff("approver", {StaffRole::approver});
};

TEST_F(PressAndOffice, stopped_before_the_press_came_to_it_no_copy_is_made) {
    const EndorsementId id = house_->apply(held_);
    stop();
    EXPECT_EQ(house_->press().released, 0);
    expect_ended(id);
    EXPECT_EQ(sealed_intents(), 0) << "the seal was never used";
}

TEST_F(PressAndOffice, stopped_between_building_and_sealing_the_seal_is_refused) {
    house_->apply(held_);
    auto items = claim_and_build();
    ASSERT_EQ(items.size(), 1U);
    stop();
    record_intent(items[0]);
    const std::vector<jobs::IntentKey> keys{{items[0].copy.holder, items[0].faces[0].intent}};
    const auto answers = sure(house_->seals().desk->seal(keys, house_->clock.now()));
    ASSERT_FALSE(answers.at(0));
    EXPECT_EQ(answers[0].error().code(), ErrorCode::intent_refused);
    EXPECT_EQ(sealed_intents(), 0);
}

TEST_F(PressAndOffice, stopped_between_sealing_and_release_the_file_is_discarded) {
    const EndorsementId id = house_->apply(held_);
    auto items = claim_and_build();
    ASSERT_EQ(items.size(), 1U);
    seal(items[0]);
    stop();
    const auto released = release(items[0]);
    ASSERT_FALSE(released);
    EXPECT_EQ(released.error().code(), ErrorCode::release_lost);
    EXPECT_EQ(files(), 0);
    let_lease_run_out();
    EXPECT_EQ(house_->press().released, 0);
    expect_ended(id);
}

TEST_F(PressAndOffice, stopped_and_restored_before_the_press_came_the_application_goes_on) {
    const EndorsementId id = house_->apply(held_);
    stop();
    change(ProposalKind::restore_certificate);
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_EQ(state(held_, id), "ready");
}

TEST_F(PressAndOffice, revoked_between_sealing_and_release_the_application_has_ended_already) {
    const EndorsementId id = house_->apply(held_);
    auto items = claim_and_build();
    seal(items[0]);
    change(ProposalKind::revoke_certificate);
    EXPECT_EQ(state(held_, id), "ended_by_office");
    EXPECT_FALSE(release(items[0]));
    let_lease_run_out();
    EXPECT_EQ(house_->press().released, 0);
    expect_ended(id);
}

TEST_F(PressAndOffice, corrected_between_sealing_and_release_no_copy_of_the_old_version_comes_out) {
    const EndorsementId id = house_->apply(held_);
    auto items = claim_and_build();
    seal(items[0]);
    correct();
    EXPECT_FALSE(release(items[0]));
    let_lease_run_out();
    EXPECT_EQ(house_->press().released, 0);
    expect_ended(id);
}

}  // namespace
}  // namespace yinxin::test
