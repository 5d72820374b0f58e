// SPDX-License-Identifier: Apache-2.0
// What happens to an application when its worker dies or the certificate changes on the way: one
// file or none, never two.
#include "unit/jobs/press_steps.hpp"

namespace yinxin::test {
namespace {

using domain::CertificateStatus;
using storage::Transaction;

class PressWorkersDie : public PressSteps {};

TEST_F(PressWorkersDie, a_worker_that_dies_after_the_claim_is_replaced_when_its_lease_runs_out) {
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    const auto dead = claim_and_build();
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(house_->press().claimed, 0) << "the lease is not over";
    let_lease_run_out();
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_EQ(state(held, id), "ready");
}

TEST_F(PressWorkersDie, a_worker_that_dies_after_the_intent_leaves_a_voided_intent_and_one_file) {
    const Held held = house_->add_holder();
    house_->apply(held);
    auto dead = claim_and_build();
    record_intent(dead.at(0));
    let_lease_run_out();
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_EQ(files(), 1);
    EXPECT_EQ(sealed_intents(), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM seal_intent WHERE state = 'voided'"), 1);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 1) << "the seal was used once";
}

TEST_F(PressWorkersDie,
       a_worker_that_dies_after_the_seal_leaves_a_counted_voided_use_and_one_file) {
    const Held held = house_->add_holder();
    house_->apply(held);
    auto dead = claim_and_build();
    seal(dead.at(0));
    let_lease_run_out();
    EXPECT_EQ(house_->press().released, 1);
    EXPECT_EQ(files(), 1);
    EXPECT_EQ(sealed_intents(), 1);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 2);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM seal_intent WHERE state = 'voided'"), 1);
}

TEST_F(PressWorkersDie,
       a_worker_that_comes_back_late_is_refused_by_the_fence_and_releases_nothing) {
    const Held held = house_->add_holder();
    house_->apply(held);
    auto late = claim_and_build();
    seal(late.at(0));
    let_lease_run_out();
    ASSERT_EQ(house_->press().released, 1);
    const auto refused = release(late.at(0));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::lease_lost);
    EXPECT_EQ(files(), 1);
    EXPECT_EQ(
        house_->one("SELECT COUNT(*) FROM copy_file WHERE sha256 = $1", late[0].faces[0].sha256),
        0);
}

TEST_F(PressWorkersDie, a_late_worker_cannot_use_the_seal_once_its_intent_was_voided) {
    const Held held = house_->add_holder();
    house_->apply(held);
    auto late = claim_and_build();
    record_intent(late.at(0));
    let_lease_run_out();
    ASSERT_EQ(house_->press().released, 1);
    const std::vector<jobs::IntentKey> keys{{held.holder, late[0].faces[0].intent}};
    const auto answers = sure(house_->seals().desk->seal(keys, house_->clock.now()));
    ASSERT_FALSE(answers.at(0));
    EXPECT_EQ(answers[0].error().code(), ErrorCode::intent_refused);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 1);
}

TEST_F(PressWorkersDie, an_intent_is_good_for_one_signature) {
    const Held held = house_->add_holder();
    house_->apply(held);
    auto item = claim_and_build();
    seal(item.at(0));
    const std::vector<jobs::IntentKey> keys{{held.holder, item[0].faces[0].intent}};
    const auto again = sure(house_->seals().desk->seal(keys, house_->clock.now()));
    ASSERT_FALSE(again.at(0));
    EXPECT_EQ(again[0].error().code(), ErrorCode::intent_refused);
}

TEST_F(PressWorkersDie, a_certificate_suspended_after_the_application_ends_it_without_a_file) {
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    house_->set_status(held, CertificateStatus::suspended);
    EXPECT_EQ(house_->press().buried, 1);
    EXPECT_EQ(state(held, id), "ended_by_office");
    EXPECT_EQ(row(held, id).failure_code, "certificate.not_valid");
    EXPECT_EQ(files(), 0);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 0);
}

TEST_F(PressWorkersDie, a_certificate_corrected_between_seal_and_release_gets_no_copy) {
    const Held held = house_->add_holder();
    const EndorsementId id = house_->apply(held);
    auto item = claim_and_build();
    seal(item.at(0));
    house_->supersede(held, "王更正");
    const auto refused = release(item.at(0));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::release_lost);
    EXPECT_EQ(files(), 0);
    item[0].error = refused.error();
    const auto ending = sure(house_->store().write_now([&](Transaction& transaction) {
        return jobs::record_failure(transaction, house_->shop(), item[0], house_->clock.now());
    }));
    EXPECT_EQ(ending, jobs::Ending::ended_by_office);
    EXPECT_EQ(state(held, id), "ended_by_office");
    EXPECT_EQ(sealed_intents(), 0);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy WHERE state = 'failed'"), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM job WHERE state = 'dead'"), 1);
}

TEST_F(PressWorkersDie, a_batch_recalled_between_seal_and_release_gets_no_copy) {
    const Held held = house_->add_holder();
    house_->apply(held);
    auto item = claim_and_build();
    seal(item.at(0));
    house_->change("UPDATE batch SET state = 'recalled' WHERE batch_id = $1", held.batch);
    const auto refused = release(item.at(0));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::release_lost);
}

TEST_F(PressWorkersDie, the_seal_desk_does_not_believe_its_caller) {
    const Held held = house_->add_holder();
    house_->apply(held);
    auto item = claim_and_build();
    record_intent(item.at(0));
    house_->set_status(held, CertificateStatus::revoked);
    const std::vector<jobs::IntentKey> keys{{held.holder, item[0].faces[0].intent}};
    const auto answers = sure(house_->seals().desk->seal(keys, house_->clock.now()));
    ASSERT_FALSE(answers.at(0));
    EXPECT_EQ(answers[0].error().code(), ErrorCode::intent_refused);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 0);
}

}  // namespace
}  // namespace yinxin::test
