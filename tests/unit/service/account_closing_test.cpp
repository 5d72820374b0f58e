// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_closing.hpp"

#include "account_world.hpp"

#include "yinxin/service/account_codes.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/storage/erasures.hpp"
#include "yinxin/storage/organisations.hpp"

namespace yinxin::service {
namespace {

using namespace std::chrono_literals;
using domain::EventKind;

class AccountClosingTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
        holder_ =
            make_person(person_name("张演"), resident("19900307", 123), mobile("13800001234"));
        bind(account_, holder_, storage::BindingProof::office);
    }
    Result<LoggedIn> log_in() {
        return run(
            service::log_in(services(), "zhang.yan", Secret(std::string(good_password)), origin()));
    }
    Result<void> close() {
        EXPECT_TRUE(
            run(request_account_code(services(), account_, CodePurpose::account_close, origin())));
        return run(close_account(services(), account_, last_code()));
    }
    Instant closes_at() {
        static constexpr storage::Statement when{"test.when",
                                                 "SELECT closes_at FROM account_closing"};
        return rows<Instant>(when).front();
    }
    std::int64_t close_due() {
        return *write([&](storage::Transaction& transaction) {
            return close_due_accounts(transaction, clock_.now());
        });
    }
    std::int64_t erase_due() {
        return *write([&](storage::Transaction& transaction) {
            return erase_due_accounts(transaction, clock_.now());
        });
    }

    AccountId account_;
    HolderId holder_;
};

TEST_F(AccountClosingTest, it_takes_a_code_and_ends_every_session) {
    const auto in = log_in();
    ASSERT_TRUE(in);
    ASSERT_TRUE(
        run(request_account_code(services(), account_, CodePurpose::account_close, origin())));
    const auto wrong = run(close_account(services(), account_, other_than(last_code())));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), ErrorCode::code_wrong);
    EXPECT_TRUE(run(find_session(services(), in->token)));
    ASSERT_TRUE(run(close_account(services(), account_, last_code())));
    EXPECT_FALSE(run(find_session(services(), in->token)));
    EXPECT_EQ(audit_count(EventKind::account_closing_asked), 1);
}

TEST_F(AccountClosingTest, a_login_in_time_takes_it_back) {
    ASSERT_TRUE(close());
    clock_.pass(closes_at() - clock_.now() - 1s);
    ASSERT_TRUE(log_in());
    EXPECT_EQ(audit_count(EventKind::account_closing_cancelled), 1);
    clock_.pass(Days(30));
    EXPECT_EQ(close_due(), 0);
    EXPECT_TRUE(log_in());
}

TEST_F(AccountClosingTest, afterwards_nobody_gets_in_and_nothing_is_bound) {
    ASSERT_TRUE(close());
    EXPECT_EQ(close_due(), 0) << "its time has not come";
    clock_.pass(closes_at() - clock_.now());
    EXPECT_EQ(log_in().error().code(), ErrorCode::login_failed) << "before the chore, too";
    EXPECT_EQ(close_due(), 1);
    EXPECT_EQ(close_due(), 0);
    EXPECT_EQ(log_in().error().code(), ErrorCode::login_failed);
    const auto bound = write([&](storage::Transaction& transaction) {
        return storage::list_bound_holders(transaction, account_);
    });
    EXPECT_TRUE(bound->empty());
    EXPECT_EQ(audit_count(EventKind::account_closed), 1);
}

TEST_F(AccountClosingTest, after_the_term_what_is_personal_is_gone_and_the_name_is_free) {
    static constexpr storage::Statement devices{"test.devices",
                                                "SELECT trusted_from FROM account_device"};
    ASSERT_TRUE(log_in());
    EXPECT_EQ(rows<std::int64_t>(devices).size(), 1U);
    ASSERT_TRUE(close());
    clock_.pass(closes_at() - clock_.now());
    ASSERT_EQ(close_due(), 1);
    clock_.pass(settings_.privacy.keep_closed_account - 1s);
    EXPECT_EQ(erase_due(), 0);
    const auto taken = [&] {
        return *write([&](storage::Transaction& transaction) {
            return storage::find_account_by_login(transaction, "zhang.yan");
        });
    };
    EXPECT_TRUE(taken());
    clock_.pass(1s);
    EXPECT_EQ(erase_due(), 1);
    EXPECT_EQ(erase_due(), 0);
    EXPECT_FALSE(taken());
    const auto row = write([&](storage::Transaction& transaction) {
        return storage::find_account(transaction, account_);
    });
    ASSERT_TRUE(row);
    EXPECT_FALSE(row->name_sealed);
    EXPECT_FALSE(row->number_masked);
    EXPECT_TRUE(row->mobile_sealed.empty());
    EXPECT_TRUE(row->mobile_masked.empty());
    static constexpr storage::Statement consents{"test.consents", "SELECT version FROM consent"};
    EXPECT_TRUE(rows<std::int64_t>(consents).empty());
    EXPECT_TRUE(rows<std::int64_t>(devices).empty());
    EXPECT_EQ(audit_count(EventKind::account_erased), 1);
    // The name is free, and the person can register again.
    EXPECT_NE(make_account().value, account_.value);
}

TEST_F(AccountClosingTest, the_only_owner_of_an_organisation_hands_it_over_first) {
    const auto organisation = make_id<domain::OrganisationId>();
    ASSERT_TRUE(write([&](storage::Transaction& transaction) -> Result<void> {
        storage::NewOrganisation fresh;
        fresh.id = organisation;
        fresh.name = "演示单位（演示）";
        YX_TRY(fresh.uscc, domain::parse_organisation_uscc("99000000MA00000011"));
        YX_TRY(fresh.contact, domain::parse_contact("演示", "010-00000000"));
        YX_CHECK(storage::insert_organisation(transaction, services().keys, fresh, clock_.now()));
        return storage::insert_member(
            transaction, organisation, account_, domain::MemberRole::owner, clock_.now());
    }));
    const auto view = run(load_account_closing(services(), {account_, {}}));
    ASSERT_TRUE(view) << view.error().describe();
    EXPECT_EQ(view->only_owner_of, std::vector<std::string>{"演示单位（演示）"});
    const auto refused = close();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::organisation_last_owner);
}

TEST_F(AccountClosingTest, a_code_for_one_thing_does_not_do_for_another) {
    ASSERT_TRUE(
        run(request_account_code(services(), account_, CodePurpose::account_data, origin())));
    const auto refused = run(close_account(services(), account_, last_code()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::code_expired);
}

TEST_F(AccountClosingTest, what_is_erased_is_counted_by_day_and_kind) {
    ASSERT_TRUE(write([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::count_erased(transaction, "sessions", 2, clock_.now()));
        YX_CHECK(storage::count_erased(transaction, "sessions", 3, clock_.now()));
        YX_CHECK(storage::count_erased(transaction, "codes", 0, clock_.now()));
        return storage::count_erased(transaction, "accounts", 1, clock_.now() + Days(1));
    }));
    const CivilDay today = civil_day(clock_.now());
    const auto list = write([&](storage::Transaction& transaction) {
        return storage::list_erasures(transaction, today);
    });
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ((*list)[0].what, "accounts");
    EXPECT_EQ((*list)[1].what, "sessions");
    EXPECT_EQ((*list)[1].erased, 5);
    EXPECT_EQ((*list)[1].day, today.time_since_epoch().count());
}

}  // namespace
}  // namespace yinxin::service
