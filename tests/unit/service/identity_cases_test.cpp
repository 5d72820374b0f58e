// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_cases.hpp"

#include "certificate_office.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/bindings.hpp"
#include "yinxin/service/identity_decisions.hpp"
#include "yinxin/service/identity_story.hpp"
#include "yinxin/storage/account_factors.hpp"
#include "yinxin/storage/accounts.hpp"

#include <algorithm>
#include <string>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::IdentityCaseId;
using CaseState = domain::IdentityCaseState;

class IdentityCases : public CertificateOffice {
  protected:
    void SetUp() override {
        CertificateOffice::SetUp();
        unbind();
    }
    Services& services() { return house_->services(); }
    AccountId account() const { return held_.actor.account; }
    void unbind() {
        house_->change("UPDATE account_holder SET ended_at = bound_at WHERE account_id = $1",
                       account());
    }
    static Bytes bytes_of(std::string_view text) {
        const BytesView view = as_bytes(text);
        return {view.begin(), view.end()};
    }
    static IdentityForm form(std::string text = "演示：报名时的手机已经停用，见身份证。") {
        return {authority, std::move(text), {}};
    }
    IdentityCaseId ask() {
        return test::sure(house_->run(request_office_confirmation(services(), account(), form())));
    }
    IdentityStory story() {
        return *test::sure(house_->run(find_own_identity_case(services(), account())));
    }
    CaseState state() { return story().request.state; }
    Result<IdentitySheet> sheet(const domain::StaffActor& actor, IdentityCaseId id) {
        return house_->run(find_identity_sheet(services(), actor, id, ""));
    }
    Result<domain::ProposalId> propose_result(const domain::StaffActor& actor,
                                              IdentityCaseId id,
                                              IdentityOutcome outcome) {
        IdentityWish wish;
        wish.outcome = outcome;
        if (outcome == IdentityOutcome::confirm) wish.holder = held_.holder;
        wish.reason = "身份证与登记的姓名、号码一致";
        return house_->run(propose_identity(services(), actor, id, wish));
    }
    /// Somebody who cannot log in to the account any more, bound as it is.
    IdentityCaseId ask_for_account() {
        house_->change("UPDATE account_holder SET ended_at = NULL WHERE account_id = $1",
                       account());
        storage::NewIdentityCase request;
        request.id = make_id<IdentityCaseId>();
        request.kind = domain::IdentityCaseKind::recovery;
        request.issuer_id = authority;
        request.statement = "演示：手机和验证器都丢了。";
        request.requested_at = house_->clock.now();
        test::sure(house_->store().write_now([&](storage::Transaction& t) -> Result<void> {
            const storage::DataKeys& keys = services().keys;
            YX_TRY(const auto row, storage::find_account(t, account()));
            YX_TRY(const auto identity, storage::open_identity(keys, row));
            request.applicant =
                pack_applicant({*identity.person, domain::Mobile{"+8613900008804"}});
            return storage::insert_identity_case(t, keys, request);
        }));
        return request.id;
    }
    void turn_on_second_factor() {
        const Instant now = house_->clock.now();
        test::sure(house_->store().write_now([&](storage::Transaction& t) {
            return storage::put_account_totp(t,
                                             services().keys,
                                             account(),
                                             {Secret(std::string("twenty bytes of text")), 1, now});
        }));
    }
    bool has_second_factor() {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::has_second_factor(reader, services().keys, account());
        }));
    }
    Result<domain::ProposalId> propose_account(IdentityCaseId id) {
        IdentityWish wish;
        wish.outcome = IdentityOutcome::confirm;
        wish.holder = held_.holder;
        wish.account = account();
        wish.reason = "身份证与登记的姓名、号码一致";
        return house_->run(propose_identity(services(), clerk_, id, wish));
    }
    std::vector<HolderId> bound() {
        return test::sure(house_->run(binding_state(services(), account()))).holders;
    }
    test::Held held_ = house_->add_holder();
    domain::StaffActor both_ = add_staff("both", {Role::clerk, Role::approver});
};

TEST_F(IdentityCases, two_people_confirm_and_the_account_is_bound) {
    house_->change("DELETE FROM person_mobile WHERE holder_id = $1", held_.holder);
    const IdentityCaseId id = ask();
    EXPECT_EQ(state(), CaseState::open);
    EXPECT_TRUE(test::sure(house_->run(binding_state(services(), account()))).is_with_office);

    const IdentitySheet seen = test::sure(sheet(clerk_, id));
    ASSERT_EQ(seen.candidates.size(), 1U);
    EXPECT_EQ(seen.candidates[0].holder, held_.holder);
    EXPECT_TRUE(seen.candidates[0].name_fits);
    EXPECT_TRUE(seen.candidates[0].document_fits);
    EXPECT_FALSE(seen.candidates[0].certificates.empty());

    const auto proposal = test::sure(propose_result(clerk_, id, IdentityOutcome::confirm));
    EXPECT_EQ(state(), CaseState::proposed);
    EXPECT_TRUE(bound().empty());
    EXPECT_EQ(test::sure(approve(approver_, proposal)), State::applied);
    EXPECT_EQ(state(), CaseState::confirmed);
    EXPECT_EQ(bound(), std::vector{held_.holder});
    EXPECT_EQ(messages("identity_confirmed").size(), 1U);
    EXPECT_EQ(events(EventKind::person_bound), 1);
}

TEST_F(IdentityCases, a_binding_by_the_office_is_one_like_every_other) {
    const IdentityCaseId id = ask();
    const auto proposal = test::sure(propose_result(clerk_, id, IdentityOutcome::confirm));
    EXPECT_EQ(test::sure(approve(approver_, proposal)), State::applied);
    EXPECT_EQ(messages("bound").size(), 1U) << "the mobile on the exam record is told";
    EXPECT_EQ(state(), CaseState::confirmed) << "decided, and not withdrawn by its own binding";
}

TEST_F(IdentityCases, an_account_given_back_asks_for_no_second_factor_any_more) {
    const IdentityCaseId id = ask_for_account();
    turn_on_second_factor();
    const auto candidates = test::sure(sheet(clerk_, id)).candidates;
    ASSERT_EQ(candidates.size(), 1U);
    ASSERT_EQ(candidates[0].accounts.size(), 1U);
    EXPECT_TRUE(candidates[0].accounts[0].has_second_factor) << "the page says so beforehand";
    const auto proposal = test::sure(propose_account(id));
    const auto about = test::sure(sheet(approver_, id)).proposals;
    ASSERT_EQ(about.size(), 1U);
    EXPECT_TRUE(about[0].facts.contains("second_factor")) << "and to who decides";
    EXPECT_EQ(test::sure(approve(approver_, proposal)), State::applied);
    EXPECT_FALSE(has_second_factor());
    EXPECT_EQ(messages("second_removed").size(), 1U);
    EXPECT_EQ(events(EventKind::second_factor_removed), 1);
}

TEST_F(IdentityCases, a_second_factor_nobody_was_told_of_is_not_taken_away) {
    const IdentityCaseId id = ask_for_account();
    const auto proposal = test::sure(propose_account(id));
    turn_on_second_factor();
    EXPECT_EQ(test::sure(approve(approver_, proposal)), State::failed);
    EXPECT_TRUE(has_second_factor());
    EXPECT_EQ(events(EventKind::mobile_changed), 0);
    EXPECT_EQ(test::sure(approve(approver_, test::sure(propose_account(id)))), State::applied)
        << "the office looks again";
}

TEST_F(IdentityCases, nobody_decides_on_what_is_his_own_and_the_database_holds_it_too) {
    const IdentityCaseId id = ask();
    const auto proposal = test::sure(propose_result(both_, id, IdentityOutcome::confirm));
    EXPECT_EQ(failure(approve(both_, proposal)), ErrorCode::staff_same_person);
    EXPECT_TRUE(bound().empty());
    const auto alone = house_->store().write_now([&](storage::Transaction& transaction) {
        return transaction.execute(
            storage::Statement{"test.alone",
                               "UPDATE identity_case SET state = 'confirmed', decided_by = "
                               "proposed_by, settled_at = requested_at WHERE case_id = $1"},
            id);
    });
    EXPECT_FALSE(alone);
    EXPECT_EQ(state(), CaseState::proposed);
}

TEST_F(IdentityCases, the_office_asks_and_the_reply_puts_the_request_back_into_the_queue) {
    const IdentityCaseId id = ask();
    house_->clock.advance(std::chrono::hours(30));
    test::sure(house_->run(ask_applicant(services(), clerk_, id, "请补充身份证反面的照片。")));
    EXPECT_EQ(state(), CaseState::asked);
    EXPECT_EQ(story().said_by_office()->text, "请补充身份证反面的照片。");
    EXPECT_EQ(messages("identity_asked").size(), 1U);
    house_->clock.advance(std::chrono::hours(1));
    test::sure(house_->run(
        add_to_identity_case(services(), account(), {"", "演示：已经补充，见附件。", {}})));
    const IdentityStory after = story();
    EXPECT_EQ(after.request.state, CaseState::open);
    EXPECT_EQ(after.request.waits_since, house_->clock.now());
    ASSERT_EQ(after.parts.size(), 3U);
    EXPECT_EQ(after.parts.back().kind, domain::IdentityMessageKind::reply);
}

TEST_F(IdentityCases, a_refusal_says_why_and_another_request_is_possible) {
    const IdentityCaseId id = ask();
    const auto proposal = test::sure(propose_result(clerk_, id, IdentityOutcome::refuse));
    EXPECT_EQ(test::sure(approve(approver_, proposal)), State::applied);
    EXPECT_EQ(state(), CaseState::refused);
    EXPECT_EQ(story().said_by_office()->text, "身份证与登记的姓名、号码一致");
    EXPECT_EQ(messages("identity_refused").size(), 1U);
    EXPECT_TRUE(bound().empty());
    house_->clock.advance(std::chrono::hours(1));
    EXPECT_NE(ask(), id);
    EXPECT_EQ(state(), CaseState::open);
}

TEST_F(IdentityCases, a_second_person_who_disagrees_opens_the_request_again) {
    const IdentityCaseId id = ask();
    const Instant since = story().request.waits_since;
    const auto proposal = test::sure(propose_result(clerk_, id, IdentityOutcome::confirm));
    house_->clock.advance(std::chrono::hours(2));
    test::sure(house_->run(
        decide(services(), approver_, proposal, Decision::refuse, "照片看不清，请重新核对")));
    EXPECT_EQ(state(), CaseState::open);
    EXPECT_EQ(story().request.waits_since, since);
    EXPECT_TRUE(test::sure(propose_result(clerk_, id, IdentityOutcome::confirm)).is_set());
}

TEST_F(IdentityCases, an_account_that_now_says_to_be_somebody_else_is_not_bound) {
    const IdentityCaseId id = ask();
    const auto proposal = test::sure(propose_result(clerk_, id, IdentityOutcome::confirm));
    test::sure(house_->run(state_person(
        services(), account(), domain::IdDocumentType::passport, "E12345678", "李演示")));
    EXPECT_EQ(test::sure(approve(approver_, proposal)), State::failed);
    EXPECT_TRUE(bound().empty());
    EXPECT_EQ(state(), CaseState::open);
}

TEST_F(IdentityCases, one_request_at_a_time_and_none_for_who_is_bound) {
    ask();
    EXPECT_EQ(failure(house_->run(request_office_confirmation(services(), account(), form()))),
              ErrorCode::conflict);
    house_->change("UPDATE account_holder SET ended_at = NULL WHERE account_id = $1", account());
    EXPECT_EQ(failure(house_->run(request_office_confirmation(services(), account(), form()))),
              ErrorCode::already_bound);
}

TEST_F(IdentityCases, what_is_wrong_with_the_form_is_said_beside_its_field) {
    EXPECT_EQ(wrong_field(house_->run(request_office_confirmation(
                  services(), account(), {"nobody", "演示说明一下", {}}))),
              "issuer");
    EXPECT_EQ(wrong_field(house_->run(
                  request_office_confirmation(services(), account(), {authority, "短", {}}))),
              "text");
}

TEST_F(IdentityCases, evidence_is_kept_for_its_owner_alone_and_goes_when_it_is_over) {
    const Bytes picture = bytes_of("\x89PNG\r\n\x1a\n and the rest of a picture");
    const auto keep = [&](Bytes content) {
        return house_->run(keep_identity_file(
            services(), identity_owner(account()), {"证件.png", std::move(content)}));
    };
    EXPECT_EQ(failure(keep(bytes_of("no picture"))), ErrorCode::office_attachment_refused);
    const storage::IdentityFile kept = test::sure(keep(picture));
    const auto find = [&](AccountId of) {
        return test::sure(
            house_->run(find_kept_identity_files(services(), identity_owner(of), {kept.id})));
    };
    EXPECT_EQ(find(account()).size(), 1U);
    EXPECT_TRUE(find(AccountId{4711}).empty());

    IdentityForm with = form();
    with.files = {kept.id};
    const auto id =
        test::sure(house_->run(request_office_confirmation(services(), account(), with)));
    EXPECT_TRUE(find(account()).empty());
    EXPECT_EQ(test::sure(house_->run(load_own_evidence(services(), account(), kept.id))).content,
              picture);
    EXPECT_EQ(
        test::sure(house_->run(load_applicants_evidence(services(), clerk_, id, kept.id))).content,
        picture);

    house_->clock.advance(std::chrono::hours(48));
    EXPECT_EQ(test::sure(forget_identity_files(services(), house_->clock.now())), 0);
    const auto proposal = test::sure(propose_result(clerk_, id, IdentityOutcome::refuse));
    test::sure(approve(approver_, proposal));
    house_->clock.advance(domain::identity_files_stay + std::chrono::hours(1));
    EXPECT_EQ(test::sure(forget_identity_files(services(), house_->clock.now())), 1);
    EXPECT_TRUE(story().parts.front().files.empty());
}

TEST_F(IdentityCases, another_authority_sees_nothing_of_it) {
    const IdentityCaseId id = ask();
    EXPECT_EQ(failure(sheet(stranger_, id)), ErrorCode::not_found);
    EXPECT_TRUE(
        test::sure(house_->run(list_identity_queue(services(), stranger_, {}, 0))).lines.empty());
    EXPECT_EQ(test::sure(house_->run(list_identity_queue(services(), clerk_, {}, 0))).lines.size(),
              1U);
}

TEST_F(IdentityCases, the_queue_shows_what_waits_longest_first_and_what_was_asked_last) {
    const IdentityCaseId first = ask();
    house_->clock.advance(std::chrono::hours(1));
    const test::Held other = house_->add_holder({}, "李演示");
    house_->change("UPDATE account_holder SET ended_at = bound_at WHERE account_id = $1",
                   other.actor.account);
    const auto second = test::sure(
        house_->run(request_office_confirmation(services(), other.actor.account, form())));
    const auto order = [&] {
        std::vector<IdentityCaseId> ids;
        for (const IdentityLine& line :
             test::sure(house_->run(list_identity_queue(services(), clerk_, {}, 0))).lines) {
            ids.push_back(line.request.id);
        }
        return ids;
    };
    EXPECT_EQ(order(), (std::vector{first, second}));
    test::sure(house_->run(ask_applicant(services(), clerk_, first, "请补充身份证的照片。")));
    EXPECT_EQ(order(), (std::vector{second, first}));
}

}  // namespace
}  // namespace yinxin::service
