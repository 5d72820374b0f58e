// SPDX-License-Identifier: Apache-2.0
// The life of a seal through the office, on a house that really presses.
#include "yinxin/service/seal_register.hpp"

#include "support/small_house.hpp"

#include "yinxin/service/alarms.hpp"
#include "yinxin/service/proposals.hpp"
#include "yinxin/service/rules.hpp"
#include "yinxin/signing/ses_read.hpp"
#include "yinxin/storage/seals.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

using domain::ProposalState;
using domain::SealState;
using domain::StaffActor;
using domain::StaffId;
using domain::StaffRole;
using test::ScratchHouse;

class SealRegisterTest : public ::testing::Test {
  protected:
    static StaffActor admin(std::int64_t id, StaffRole role = StaffRole::system_administrator) {
        return {StaffId{id}, "演示", {role}, ""};
    }
    static ErrorCode failure(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    SealState state_of(const std::string& id) {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
                   return storage::find_seal(reader, id);
               }))
            ->seal.state;
    }
    std::string central() {
        return *domain::seal_for(
            house_->reference().seal_assignments, "central", civil_day(house_->clock.now()));
    }
    /// One administrator proposes, another decides.
    ProposalState take(const std::string& id, SealState to) {
        const auto proposed =
            house_->run(propose_seal_step(house_->services(), admin(1), id, to, "演示办理", ""));
        EXPECT_TRUE(proposed) << proposed.error().describe();
        return test::sure(house_->run(decide(house_->services(),
                                             admin(2, StaffRole::security_administrator),
                                             *proposed,
                                             Decision::approve,
                                             "")));
    }

    ScratchHouse house_;
};

TEST_F(SealRegisterTest, a_stopped_seal_seals_nothing_more_and_two_people_restore_it) {
    const test::Held held = house_->add_holder();
    const std::string id = central();
    ASSERT_TRUE(house_->run(
        stop_seal(house_->services(), admin(1, StaffRole::approver), id, "密钥可能泄露")));
    EXPECT_EQ(state_of(id), SealState::suspended);
    house_->apply(held);
    const jobs::PressTally tally = house_->press();
    EXPECT_EQ(tally.released, 0);
    // Whoever stopped it cannot bring it back alone.
    const auto restore = house_->run(
        propose_seal_step(house_->services(), admin(1), id, SealState::in_use, "已查明", ""));
    ASSERT_TRUE(restore);
    EXPECT_EQ(
        failure(house_->run(decide(house_->services(), admin(1), *restore, Decision::approve, ""))),
        ErrorCode::staff_same_person);
    EXPECT_EQ(state_of(id), SealState::suspended);
    ASSERT_TRUE(house_->run(decide(house_->services(),
                                   admin(2, StaffRole::security_administrator),
                                   *restore,
                                   Decision::approve,
                                   "")));
    EXPECT_EQ(state_of(id), SealState::in_use);
}

TEST_F(SealRegisterTest, a_stop_asks_for_confirmation_and_needs_a_reason) {
    const std::string id = central();
    EXPECT_EQ(failure(house_->run(stop_seal(house_->services(), admin(1), id, " "))),
              ErrorCode::office_reason_missing);
    EXPECT_EQ(state_of(id), SealState::in_use);
    ASSERT_TRUE(house_->run(stop_seal(house_->services(), admin(1), id, "演示停用")));
    EXPECT_EQ(failure(house_->run(stop_seal(house_->services(), admin(2), id, "再次停用"))),
              ErrorCode::seal_may_not_become);
    const StaffActor approver{StaffId{3}, "演示", {StaffRole::approver}, ""};
    const auto list =
        test::sure(house_->run(list_proposals(house_->services(), approver, house_->clock.now())));
    ASSERT_EQ(list.open.size(), 1U);
    EXPECT_EQ(list.open.front().proposal.kind, domain::ProposalKind::confirm_stop);
    EXPECT_TRUE(list.open.front().may_decide);
}

TEST_F(SealRegisterTest, a_new_seal_goes_through_every_step_by_two) {
    SealDraft draft;
    draft.id = "second_central";
    draft.type = "central";
    draft.issuer_id = house_->reference().issuers.begin()->first;
    draft.name = {"演示第二印章", "Second demonstration seal"};
    draft.picture = {"演示第二印章", "演示", "二号"};
    draft.key_name =
        test::sure(house_->run(list_seal_keys(house_->services(), admin(1)))).front().name;
    draft.valid_from = "2026-12-01";
    draft.reason = "演示新增";
    const auto proposed = house_->run(propose_seal(house_->services(), admin(1), draft));
    ASSERT_TRUE(proposed) << proposed.error().describe();
    ASSERT_TRUE(
        house_->run(decide(house_->services(), admin(2), *proposed, Decision::approve, "")));
    EXPECT_EQ(state_of("second_central"), SealState::applied);
    EXPECT_EQ(test::sure(reload_reference(house_->services(), house_->clock.now())), 1);
    EXPECT_TRUE(house_->reference().seals.contains("second_central"));
    for (const SealState state : {SealState::made, SealState::filed, SealState::in_use}) {
        EXPECT_EQ(take("second_central", state), ProposalState::applied);
        EXPECT_EQ(state_of("second_central"), state);
    }
    EXPECT_EQ(failure(house_->run(propose_seal_step(
                  house_->services(), admin(1), "second_central", SealState::filed, "退回", ""))),
              ErrorCode::seal_may_not_become);
    const auto assigned = house_->run(propose_seal_assignment(
        house_->services(), admin(1), "second_central", "2026-12-24", "年末启用"));
    ASSERT_TRUE(assigned) << assigned.error().describe();
    ASSERT_TRUE(
        house_->run(decide(house_->services(), admin(2), *assigned, Decision::approve, "")));
    ASSERT_EQ(test::sure(reload_reference(house_->services(), house_->clock.now())), 1);
    const auto& assignments = house_->reference().seal_assignments;
    EXPECT_NE(*domain::seal_for(assignments, "central", make_day(2026, 12, 23)), "second_central");
    EXPECT_EQ(*domain::seal_for(assignments, "central", make_day(2026, 12, 24)), "second_central");
}

TEST_F(SealRegisterTest, one_that_the_first_catalogue_names_is_applied_for_under_its_id) {
    config::Reference named = house_->reference();
    const domain::Seal& like = named.seals.at(central());
    named.seals["named"] = {.id = "named",
                            .issuer_id = like.issuer_id,
                            .name = {"演示", "Demo"},
                            .valid_from = like.valid_from};
    named.seal_pictures["named"] = {.arc_text = "演示印章", .centre_text = "演示"};
    house_->services().references->put(std::move(named), house_->services().references->version());
    SealDraft draft;
    draft.id = "named";
    draft.type = "central";
    draft.issuer_id = house_->reference().issuers.begin()->first;
    draft.name = {"演示印章", "Demonstration seal"};
    draft.picture = {"演示第二印章", "演示", ""};
    draft.key_name =
        test::sure(house_->run(list_seal_keys(house_->services(), admin(1)))).front().name;
    draft.valid_from = "2026-12-01";
    draft.reason = "首次启用";
    const auto proposed = house_->run(propose_seal(house_->services(), admin(1), draft));
    ASSERT_TRUE(proposed) << proposed.error().describe();
    ASSERT_TRUE(
        house_->run(decide(house_->services(), admin(2), *proposed, Decision::approve, "")));
    EXPECT_EQ(state_of("named"), SealState::applied);
    EXPECT_FALSE(house_->run(propose_seal(house_->services(), admin(1), draft)))
        << "the register has it now";
}

TEST_F(SealRegisterTest, copies_wait_for_a_seal_that_the_running_service_has_not_opened) {
    // Entered after the house was opened, in use, and for the type of every certificate.
    house_->change(
        "INSERT INTO seal (seal_id, seal_type, issuer_id, name, state, valid_from, key_name) "
        "SELECT 'late', seal_type, issuer_id, name, state, valid_from, key_name FROM seal "
        "WHERE seal_id = $1",
        central());
    config::Reference next = house_->reference();
    next.seals["late"] = next.seals.at(central());
    next.seal_pictures["late"] = next.seal_pictures.at(central());
    const CivilDay today = civil_day(house_->clock.now());
    next.seal_assignments.push_back({"central", "late", today, std::nullopt});
    const test::Held held = house_->add_holder();
    house_->services().references->put(std::move(next));
    house_->apply(held);
    const jobs::PressTally tally = house_->press();
    EXPECT_EQ(tally.claimed, 1);
    EXPECT_EQ(tally.put_back, 1);
    EXPECT_EQ(tally.buried, 0);
}

TEST_F(SealRegisterTest, what_is_wrong_with_a_new_seal_names_its_field) {
    SealDraft good;
    good.id = "third";
    good.type = "central";
    good.issuer_id = house_->reference().issuers.begin()->first;
    good.name = {"演示", "Demo"};
    good.picture = {"演示印章", "演示", ""};
    good.key_name =
        test::sure(house_->run(list_seal_keys(house_->services(), admin(1)))).front().name;
    good.valid_from = "2026-12-01";
    good.reason = "演示新增";
    const auto field = [&](auto change) {
        SealDraft draft = good;
        change(draft);
        const auto proposed = house_->run(propose_seal(house_->services(), admin(1), draft));
        if (proposed) return std::string("none");
        const auto found = proposed.error().params().find("field");
        return found == proposed.error().params().end() ? std::string("unnamed") : found->second;
    };
    EXPECT_EQ(field([](SealDraft& d) { d.id = "A B"; }), "id");
    EXPECT_EQ(field([&](SealDraft& d) { d.id = central(); }), "id");
    EXPECT_EQ(field([](SealDraft& d) { d.issuer_id = "nobody"; }), "issuer");
    EXPECT_EQ(field([](SealDraft& d) { d.key_name = "approval"; }), "key");
    EXPECT_EQ(field([](SealDraft& d) { d.name.en = ""; }), "name_en");
    EXPECT_EQ(field([](SealDraft& d) { d.valid_until = "2026-12-01"; }), "valid_from");
    EXPECT_EQ(field([](SealDraft& d) { d.reason = ""; }), "reason");
    EXPECT_EQ(field([](SealDraft& d) {
                  d.picture.arc_text =
                      "演示演示演示演示演示演示演示演示演示演示演示演示演示演示演示演示";
              }),
              "arc_text");
}

TEST_F(SealRegisterTest, administrators_and_nobody_else_prepare_a_step) {
    for (const auto& row : domain::all_keyed<StaffRole>()) {
        const bool may = domain::roles_for(domain::OfficeAct::propose_seal).has(row.value);
        const auto proposed = house_->run(propose_seal_step(
            house_->services(), admin(1, row.value), central(), SealState::suspended, "演示", ""));
        EXPECT_EQ(failure(proposed) == ErrorCode::forbidden, !may) << row.key;
    }
}

TEST_F(SealRegisterTest, the_end_of_a_seal_is_announced_at_90_30_and_7_days_and_each_once) {
    const std::string id = central();
    house_->change("UPDATE seal SET valid_until = NULL");
    house_->change("UPDATE seal SET state = 'filed' WHERE seal_id <> $1", id);
    house_->change("UPDATE seal SET valid_until = '2027-02-21' WHERE seal_id = $1", id);
    const auto watch = [&] {
        return test::sure(house_->store().write_now([&](storage::Transaction& transaction) {
            return watch_seals(transaction, house_->clock.now());
        }));
    };
    // The test's certificates end later than the seal.
    EXPECT_EQ(watch(), 1);
    EXPECT_EQ(watch(), 0);
    house_->clock.set(start_of(make_day(2027, 1, 22)));
    EXPECT_EQ(watch(), 0);
    house_->clock.set(start_of(make_day(2027, 1, 22)) + std::chrono::seconds(1));
    EXPECT_EQ(watch(), 1);
    house_->clock.set(start_of(make_day(2027, 2, 15)));
    EXPECT_EQ(watch(), 1);
    EXPECT_EQ(watch(), 0);
}

TEST(ElectronicSealEnds, are_announced_like_the_end_of_the_seal) {
    ScratchHouse house{test::Timestamps::off, test::Faces::both};
    const std::string id = "demo_certificate_seal";
    house->change("UPDATE seal SET valid_until = NULL");
    house->change("UPDATE seal SET state = 'filed' WHERE seal_id <> $1", id);
    // The PDF's key has a certificate that ends later than any electronic seal here.
    house->change("UPDATE key_register SET certificate_pem = NULL WHERE key_name = 'seal-central'");
    const auto record = test::sure(house->store().read_now(
        [&](storage::Reader& reader) { return storage::find_seal(reader, id); }));
    const Instant end = test::sure(signing::read_ses_seal(*record->electronic_seal)).not_after;
    const auto watch_at = [&](Instant now) {
        return test::sure(house->store().write_now(
            [&](storage::Transaction& transaction) { return watch_seals(transaction, now); }));
    };
    EXPECT_EQ(watch_at(end - std::chrono::days(91)), 0);
    EXPECT_EQ(watch_at(end - std::chrono::days(89)), 1);
    EXPECT_EQ(watch_at(end - std::chrono::days(6)), 1);
}

}  // namespace
}  // namespace yinxin::service
