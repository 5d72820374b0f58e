// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/person_changes.hpp"

#include "certificate_office.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/bindings.hpp"
#include "yinxin/storage/account_merges.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/person_corrections.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::EventKind;
using domain::IdDocumentType;

class PersonChanges : public CertificateOffice {
  protected:
    Services& services() { return house_->services(); }
    Result<domain::ProposalId> document(const char* number = "E12345678",
                                        const char* reason = "看过护照原件，与身份证是同一人") {
        return house_->run(propose_document(
            services(), clerk_, key_of(held_), {IdDocumentType::passport, number, reason}));
    }
    Result<domain::ProposalId> merge(AccountId kept, AccountId given_up) {
        return house_->run(propose_merge(
            services(), clerk_, key_of(held_), {kept, given_up, "本人申请，两个账号同一证件"}));
    }
    /// A second account bound to the same person.
    AccountId second_account() {
        storage::NewAccount account;
        account.login_name = "second.account";
        account.password_hash = "!";
        account.mobile = *domain::parse_mobile("13900007777");
        account.is_mobile_confirmed = true;
        account.created_at = house_->clock.now();
        return test::sure(
            house_->store().write_now([&](storage::Transaction& transaction) -> Result<AccountId> {
                YX_TRY(const AccountId id,
                       storage::insert_account(transaction, house_->keys(), account));
                YX_CHECK(storage::bind_account(transaction,
                                               id,
                                               held_.holder,
                                               storage::BindingProof::management_number,
                                               house_->clock.now()));
                return id;
            }));
    }
    std::vector<HolderId> bound(AccountId account) {
        return test::sure(house_->store().read_now(
            [&](storage::Reader& reader) { return storage::list_bound_holders(reader, account); }));
    }
    AccountId behind(std::string_view login) {
        const auto row = test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::find_account_by_login(reader, login);
        }));
        return row ? row->account : AccountId{};
    }

    test::Held held_ = house_->add_holder();
};

TEST_F(PersonChanges, a_second_document_leads_to_the_same_person) {
    const auto proposal = test::sure(document());
    const domain::IdNumber passport{IdDocumentType::passport, "E12345678"};
    const auto holders = [&] {
        return test::sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::find_persons_by_document(reader, house_->keys(), passport);
        }));
    };
    EXPECT_TRUE(holders().empty());
    EXPECT_EQ(test::sure(approve(approver_, proposal)), State::applied);
    ASSERT_EQ(holders().size(), 1U);
    EXPECT_EQ(holders().front().holder, held_.holder);
    const auto all = test::sure(house_->store().read_now([&](storage::Reader& reader) {
        return storage::list_person_documents(reader, house_->keys(), held_.holder);
    }));
    EXPECT_EQ(
        std::ranges::count(all, storage::FactState::current, &storage::PersonDocumentFact::state),
        2);
    EXPECT_EQ(events(EventKind::document_added), 1);
}

TEST_F(PersonChanges, a_document_of_somebody_is_not_added_to_another) {
    test::sure(approve(approver_, test::sure(document())));
    const test::Held other = house_->add_holder({}, "李演示");
    const auto refused =
        house_->run(propose_document(services(),
                                     clerk_,
                                     key_of(other),
                                     {IdDocumentType::passport, "E12345678", "看过护照原件"}));
    EXPECT_EQ(failure(refused), ErrorCode::conflict);
    EXPECT_EQ(wrong_field(refused), "id_number");
    EXPECT_EQ(wrong_field(document("E1")), "id_number");
    EXPECT_EQ(wrong_field(document("E87654321", "")), "reason");
}

TEST_F(PersonChanges, two_accounts_of_one_person_become_one) {
    const AccountId kept = held_.actor.account;
    const AccountId other = second_account();
    const auto proposal = test::sure(merge(kept, other));
    EXPECT_EQ(bound(other).size(), 1U);
    EXPECT_EQ(test::sure(approve(approver_, proposal)), State::applied);
    EXPECT_EQ(bound(kept), std::vector{held_.holder});
    EXPECT_TRUE(bound(other).empty());
    EXPECT_EQ(behind("second.account"), kept);
    EXPECT_EQ(test::sure(house_->store().read_now([&](storage::Reader& reader) {
                  return storage::list_merged_accounts(reader, kept);
              })),
              std::vector{other});
    EXPECT_EQ(
        house_->one("SELECT COUNT(account_id) FROM lookup_mobile WHERE account_id = $1", other), 0);
    EXPECT_EQ(messages("accounts_merged").size(), 1U);
    EXPECT_EQ(events(EventKind::accounts_merged), 1);
}

TEST_F(PersonChanges, accounts_of_two_people_are_not_merged) {
    const test::Held other = house_->add_holder({}, "李演示");
    EXPECT_EQ(wrong_field(merge(held_.actor.account, other.actor.account)), "given_up");
    EXPECT_EQ(wrong_field(merge(held_.actor.account, held_.actor.account)), "given_up");
    EXPECT_EQ(wrong_field(merge(other.actor.account, held_.actor.account)), "kept");
}

TEST_F(PersonChanges, another_authority_sees_and_changes_nothing) {
    EXPECT_EQ(failure(house_->run(find_person_sheet(services(), stranger_, key_of(held_)))),
              ErrorCode::not_found);
    EXPECT_EQ(
        failure(house_->run(propose_document(services(),
                                             stranger_,
                                             key_of(held_),
                                             {IdDocumentType::passport, "E12345678", "看过"}))),
        ErrorCode::not_found);
}

}  // namespace
}  // namespace yinxin::service
