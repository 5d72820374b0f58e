// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/agent_requests.hpp"

#include "certificate_office.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/agent_data.hpp"
#include "yinxin/service/identity_decisions.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/storage/accounts.hpp"

#include <string>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::IdentityCaseId;
using domain::IdentityCaseKind;

storage::StatedPerson person(const char* name, const char* passport) {
    return {*domain::parse_person_name(name),
            *domain::parse_id_number(domain::IdDocumentType::passport, passport)};
}

TEST(AgentRequests, an_applicant_with_and_without_an_agent_is_read_as_it_was_written) {
    IdentityApplicant alone{person("王演示", "E12345678"), *domain::parse_mobile("13800001234")};
    const auto read = unpack_applicant(pack_applicant(alone));
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->agent);
    EXPECT_EQ(read->mobile, alone.mobile);
    alone.agent = person("李演示", "E87654321");
    const auto both = unpack_applicant(pack_applicant(alone));
    ASSERT_TRUE(both && both->agent);
    EXPECT_EQ(both->agent->name, alone.agent->name);
    EXPECT_EQ(both->person.document, alone.person.document);
    EXPECT_FALSE(unpack_applicant("1:a"));
}

class AgentCases : public CertificateOffice {
  protected:
    Services& services() { return house_->services(); }
    IdentityCaseId ask(IdentityCaseKind kind) {
        const RecoveryApplicant applicant{{person("王演示", "E12345678"),
                                           *domain::parse_mobile("13900005678"),
                                           person("李演示", "E87654321")},
                                          identity_owner(Secret(std::string("演示票据")))};
        return test::sure(house_->store().write_now([&](storage::Transaction& transaction) {
            return request_of_nobody(transaction,
                                     services(),
                                     kind,
                                     applicant,
                                     {authority, "演示：受本人委托，见委托书。", {}},
                                     house_->clock.now());
        }));
    }
    Result<domain::ProposalId> propose_result(IdentityCaseId id, AccountId account) {
        IdentityWish wish;
        wish.outcome = IdentityOutcome::confirm;
        wish.holder = held_.holder;
        wish.account = account;
        wish.reason = "委托书与双方证件一致";
        return house_->run(propose_identity(services(), clerk_, id, wish));
    }
    void confirm(IdentityCaseId id, AccountId account) {
        const auto proposal = test::sure(propose_result(id, account));
        EXPECT_EQ(test::sure(approve(approver_, proposal)), State::applied);
    }
    Result<Bytes> take_data(IdentityCaseId id) {
        return house_->run(seal_agents_data(services(), clerk_, id, [](const AccountData& data) {
            documents::Letter letter;
            letter.title = "我的数据";
            letter.headline = data.account.login_name;
            letter.made_at = format_civil(data.at);
            return letter;
        }));
    }
    AccountId account() const { return held_.actor.account; }

    test::Held held_ = house_->add_holder();
};

TEST_F(AgentCases, a_closing_begins_after_two_people_and_the_person_is_told) {
    const IdentityCaseId id = ask(IdentityCaseKind::agent_close);
    const IdentitySheet sheet =
        test::sure(house_->run(find_identity_sheet(services(), clerk_, id, "")));
    ASSERT_TRUE(sheet.story.applicant.agent);
    // Without an account there is nothing to close.
    EXPECT_EQ(wrong_field(propose_result(id, AccountId{})), "choice");
    EXPECT_EQ(wrong_field(propose_result(id, AccountId{4711})), "choice");
    confirm(id, account());
    const ClosingView view = test::sure(house_->run(load_account_closing(services(), held_.actor)));
    EXPECT_TRUE(view.closes_at);
    EXPECT_FALSE(messages("agent_confirmed").empty());
    EXPECT_EQ(messages("identity_confirmed").size(), 1U);
    EXPECT_EQ(events(EventKind::account_closing_asked), 1);
}

TEST_F(AgentCases, each_account_is_told_in_its_own_language) {
    const auto second = test::sure(house_->store().write_now([&](storage::Transaction& transaction)
                                                                 -> Result<AccountId> {
        storage::NewAccount other;
        other.login_name = "wang.second";
        other.password_hash = storage::no_password;
        other.person = person("王演示", "E12345678");
        other.mobile = *domain::parse_mobile("13900007777");
        other.is_mobile_confirmed = true;
        other.created_at = house_->clock.now();
        YX_TRY(const AccountId made, storage::insert_account(transaction, house_->keys(), other));
        YX_CHECK(storage::bind_account(
            transaction, made, held_.holder, storage::BindingProof::office, house_->clock.now()));
        return made;
    }));
    ASSERT_TRUE(house_->run(choose_notifications(services(), account(), {Language::en, {}})));
    ASSERT_TRUE(house_->run(choose_notifications(services(), second, {Language::zh, {}})));
    confirm(ask(IdentityCaseKind::agent_correct), AccountId{});
    int english = 0;
    int chinese = 0;
    for (const DemoMessage& told : messages("agent_confirmed")) {
        const bool is_second = told.mobile == "13900007777";
        EXPECT_EQ(told.message.language, is_second ? Language::zh : Language::en);
        ++(is_second ? chinese : english);
    }
    EXPECT_EQ(english, 1);
    EXPECT_EQ(chinese, 1);
}

TEST_F(AgentCases, data_are_handed_over_once_they_are_confirmed_and_for_thirty_days) {
    const IdentityCaseId id = ask(IdentityCaseKind::agent_view);
    EXPECT_EQ(failure(take_data(id)), ErrorCode::not_found);
    confirm(id, account());
    EXPECT_FALSE(test::sure(take_data(id)).empty());
    EXPECT_EQ(events(EventKind::account_data_exported), 1);
    // The person reads that it was taken, and why.
    const AccountData data = test::sure(
        house_->run(load_account_data(services(), held_.actor, Secret(std::string("none")))));
    ASSERT_EQ(data.persons.size(), 1U);
    ASSERT_FALSE(data.persons[0].looks.empty());
    EXPECT_EQ(data.persons[0].looks[0].reason, "委托书与双方证件一致");
    house_->clock.advance(std::chrono::hours(24 * 30));
    EXPECT_EQ(failure(take_data(id)), ErrorCode::not_found);
}

TEST_F(AgentCases, without_an_account_there_are_no_data_to_confirm) {
    const IdentityCaseId id = ask(IdentityCaseKind::agent_view);
    EXPECT_EQ(wrong_field(propose_result(id, AccountId{})), "choice");
}

TEST_F(AgentCases, a_correction_needs_no_account_and_hands_nothing_over) {
    const IdentityCaseId id = ask(IdentityCaseKind::agent_correct);
    confirm(id, AccountId{});
    EXPECT_FALSE(messages("agent_confirmed").empty());
    EXPECT_EQ(failure(take_data(id)), ErrorCode::not_found);
}

}  // namespace
}  // namespace yinxin::service
