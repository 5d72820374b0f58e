// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisations.hpp"

#include "organisation_world.hpp"

namespace yinxin::service {
namespace {

using domain::OrganisationId;
using domain::OrganisationStanding;

class OrganisationsTest : public OrganisationWorld {};

TEST_F(OrganisationsTest, whoever_registers_one_owns_it_and_it_is_only_stated) {
    const OrganisationId made = make_organisation();
    const auto view = run(load_organisation(services(), owner_, made));
    ASSERT_TRUE(view) << view.error().describe();
    EXPECT_EQ(view->organisation.name, "演示建设集团（演示）");
    EXPECT_EQ(view->organisation.uscc, uscc());
    EXPECT_EQ(view->organisation.contact.phone, "010-00000000");
    EXPECT_EQ(view->organisation.standing, OrganisationStanding::stated);
    EXPECT_EQ(view->organisation.organisation_class, domain::OrganisationClass::ordinary);
    EXPECT_TRUE(view->own.is_owner());
    EXPECT_EQ(view->members, 1);
    EXPECT_EQ(audit_count(domain::EventKind::organisation_registered), 1);
}

TEST_F(OrganisationsTest, a_form_that_is_wrong_says_where) {
    const auto field_of = [&](const OrganisationForm& wrong) {
        const auto refused = run(register_organisation(services(), owner_, wrong));
        return refused ? std::string("none") : refused.error().params().at("field");
    };
    OrganisationForm wrong = form();
    wrong.name = "演";
    EXPECT_EQ(field_of(wrong), "name");
    wrong = form();
    wrong.uscc.back() = wrong.uscc.back() == '1' ? '2' : '1';
    EXPECT_EQ(field_of(wrong), "uscc");
    wrong = form();
    wrong.contact_name = " ";
    EXPECT_EQ(field_of(wrong), "contact_name");
    wrong = form();
    wrong.contact_phone = "call me";
    EXPECT_EQ(field_of(wrong), "contact_phone");
}

TEST_F(OrganisationsTest, a_code_that_is_only_stated_blocks_nobody) {
    const OrganisationId squatter = make_organisation();
    const auto rightful = run(register_organisation(services(), other_, form()));
    ASSERT_TRUE(rightful) << rightful.error().describe();
    confirm(*rightful);
    const AccountId third = make_verifier("third.one", mobile("13800002003"));
    const auto late = run(register_organisation(services(), third, form()));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), ErrorCode::organisation_registered);
    EXPECT_EQ(late.error().params().at("field"), "uscc");
    // The office cannot confirm two of one code, by its program or by a slip in the database.
    const auto twice = write([&](storage::Transaction& transaction) {
        return confirm_organisation(transaction, services().keys, squatter, office_, clock_.now());
    });
    EXPECT_EQ(code_of(twice), ErrorCode::organisation_registered);
    const auto forced = write([&](storage::Transaction& transaction) {
        return storage::set_organisation_standing(transaction,
                                                  squatter,
                                                  OrganisationStanding::confirmed,
                                                  domain::OrganisationClass::ordinary,
                                                  clock_.now());
    });
    EXPECT_EQ(code_of(forced), ErrorCode::storage_conflict);
}

TEST_F(OrganisationsTest, needs_a_mobile_that_was_confirmed) {
    storage::NewAccount account;
    account.login_name = "imported.one";
    account.password_hash = "!";
    account.mobile = mobile("13800002009");
    const auto made = write([&](storage::Transaction& transaction) {
        return storage::insert_account(transaction, services().keys, account);
    });
    ASSERT_TRUE(made);
    EXPECT_EQ(code_of(run(register_organisation(services(), *made, form()))), ErrorCode::forbidden);
}

TEST_F(OrganisationsTest, an_account_acts_for_five_and_a_closed_one_counts_no_more) {
    std::vector<OrganisationId> all;
    for (int i = 1; i <= domain::most_organisations; ++i) {
        all.push_back(make_organisation(i));
    }
    clock_.pass(std::chrono::hours(25));
    const auto sixth = run(register_organisation(services(), owner_, form(6)));
    ASSERT_FALSE(sixth);
    EXPECT_EQ(sixth.error().code(), ErrorCode::organisation_too_many);
    EXPECT_EQ(sixth.error().params().at("most"), "5");
    ASSERT_TRUE(run(close_organisation(services(), owner_, all.front())));
    EXPECT_TRUE(run(register_organisation(services(), owner_, form(6))));
    EXPECT_EQ(code_of(run(load_organisation(services(), owner_, all.front()))),
              ErrorCode::not_found);
}

TEST_F(OrganisationsTest, are_registered_five_times_a_day_by_one_account_at_most) {
    for (int i = 1; i <= registrations_per_account_day; ++i) {
        const OrganisationId made = make_organisation(i);
        ASSERT_TRUE(run(close_organisation(services(), owner_, made)));
    }
    EXPECT_EQ(code_of(run(register_organisation(services(), owner_, form(6)))),
              ErrorCode::too_many_requests);
}

TEST_F(OrganisationsTest, somebody_else_s_does_not_exist) {
    const OrganisationId made = make_organisation();
    EXPECT_EQ(code_of(run(load_organisation(services(), other_, made))), ErrorCode::not_found);
    EXPECT_EQ(code_of(run(change_organisation(services(), other_, made, form()))),
              ErrorCode::not_found);
    EXPECT_EQ(code_of(run(close_organisation(services(), other_, made))), ErrorCode::not_found);
    EXPECT_EQ(code_of(run(load_members(services(), other_, made))), ErrorCode::not_found);
    EXPECT_EQ(code_of(run(load_purposes(services(), other_, made))), ErrorCode::not_found);
    EXPECT_EQ(code_of(run(invite_member(services(), other_, made))), ErrorCode::not_found);
}

TEST_F(OrganisationsTest, the_name_changes_until_it_is_confirmed) {
    const OrganisationId made = make_organisation();
    ASSERT_TRUE(
        run(change_organisation(services(), owner_, made, form(1, "演示建筑公司（演示）"))));
    EXPECT_EQ(run(load_organisation(services(), owner_, made))->organisation.name,
              "演示建筑公司（演示）");
    confirm(made);
    OrganisationForm later = form(1, "别的名字");
    later.contact_name = "新联系人";
    ASSERT_TRUE(run(change_organisation(services(), owner_, made, later)));
    const auto view = run(load_organisation(services(), owner_, made));
    EXPECT_EQ(view->organisation.name, "演示建筑公司（演示）");
    EXPECT_EQ(view->organisation.contact.name, "新联系人");
}

TEST_F(OrganisationsTest, only_its_last_member_closes_it) {
    const OrganisationId made = make_organisation();
    join(made, other_);
    EXPECT_EQ(code_of(run(close_organisation(services(), owner_, made))), ErrorCode::conflict);
    EXPECT_EQ(code_of(run(close_organisation(services(), other_, made))), ErrorCode::forbidden);
    ASSERT_TRUE(run(change_member(services(), owner_, made, other_, MemberChange::remove)));
    ASSERT_TRUE(run(close_organisation(services(), owner_, made)));
    EXPECT_TRUE(run(list_own_organisations(services(), owner_))->empty());
}

TEST_F(OrganisationsTest, only_a_confirmed_one_is_an_authority) {
    const OrganisationId made = make_organisation();
    const auto raise = [&] {
        return write([&](storage::Transaction& transaction) {
            return set_organisation_class(transaction,
                                          services().keys,
                                          made,
                                          domain::OrganisationClass::authority,
                                          office_,
                                          clock_.now());
        });
    };
    EXPECT_EQ(code_of(raise()), ErrorCode::conflict);
    const auto forced = write([&](storage::Transaction& transaction) {
        return storage::set_organisation_standing(transaction,
                                                  made,
                                                  OrganisationStanding::stated,
                                                  domain::OrganisationClass::authority,
                                                  clock_.now());
    });
    EXPECT_EQ(code_of(forced), ErrorCode::storage_conflict);
    confirm(made);
    EXPECT_TRUE(raise());
    const auto taken_back = write([&](storage::Transaction& transaction) {
        return unconfirm_organisation(transaction, services().keys, made, office_, clock_.now());
    });
    ASSERT_TRUE(taken_back) << taken_back.error().describe();
    const auto view = run(load_organisation(services(), owner_, made));
    EXPECT_EQ(view->organisation.organisation_class, domain::OrganisationClass::ordinary);
    EXPECT_EQ(view->organisation.standing, OrganisationStanding::stated);
}

TEST_F(OrganisationsTest, one_the_office_has_shut_is_nobody_s_any_more) {
    const OrganisationId made = make_organisation();
    join(made, other_);
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return shut_organisation(transaction, services().keys, made, office_, clock_.now());
    }));
    EXPECT_TRUE(run(list_own_organisations(services(), owner_))->empty());
    EXPECT_TRUE(run(list_own_organisations(services(), other_))->empty());
    const auto again = write([&](storage::Transaction& transaction) {
        return confirm_organisation(transaction, services().keys, made, office_, clock_.now());
    });
    EXPECT_EQ(code_of(again), ErrorCode::conflict);
}

}  // namespace
}  // namespace yinxin::service
