// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/holder_notices.hpp"

#include "account_world.hpp"

#include "yinxin/service/notifications.hpp"
#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/notifications.hpp"
#include "yinxin/storage/paper_certificates.hpp"

namespace yinxin::service {
namespace {

using domain::Notification;

class HolderNotices : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
        holder_ =
            make_person(person_name("张演"), resident("19900307", 123), mobile("13800001234"));
        ASSERT_TRUE(write([this](storage::Transaction& transaction) {
            return storage::bind_account(transaction,
                                         account_,
                                         holder_,
                                         storage::BindingProof::management_number,
                                         clock_.now());
        }));
    }
    void choose(NotificationSettings settings) {
        ASSERT_TRUE(run(choose_notifications(services(), account_, std::move(settings))));
    }
    void tell(Notification event) {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return tell_holder(transaction, services(), holder_, event, clock_.now());
        }));
    }
    std::vector<std::string> told() {
        std::vector<std::string> names;
        for (const DemoMessage& message : messages())
            names.push_back(message.message.name);
        return names;
    }
    void give_mail() {
        ASSERT_TRUE(write([this](storage::Transaction& transaction) {
            return storage::put_account_mail(
                transaction, services().keys, account_, {"zhang.yan@example.com"}, clock_.now());
        }));
    }
    /// Where what was told went, newest first.
    std::vector<std::string> ways() {
        std::vector<std::string> all;
        for (const DemoMessage& message : messages())
            all.push_back(message.mobile);
        return all;
    }
    /// One round of noting, and of telling.
    void round() {
        const auto noted = note_holder_notices(services(), clock_.now());
        ASSERT_TRUE(noted) << noted.error().describe();
        const auto said = tell_holder_notices(services(), clock_.now(), 100);
        ASSERT_TRUE(said) << said.error().describe();
    }
    void print_paper(CivilDay until) {
        domain::PaperCertificate paper;
        paper.state = domain::PaperState::printed;
        paper.pickup_until = until;
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return storage::put_paper_certificate(
                transaction, holder_, LineId{1}, paper, clock_.now());
        }));
    }
    void check_copy(std::int64_t copy) {
        static constexpr storage::Statement insert{
            "test.check",
            "INSERT INTO copy_check (holder_id, copy_id, door, minute_at, checks) "
            "VALUES ($1, $2, 'page', $3, 1)"};
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return transaction.execute(insert, holder_, copy, clock_.now());
        }));
    }

    AccountId account_;
    HolderId holder_;
};

TEST_F(HolderNotices, come_by_default_but_for_checks) {
    tell(Notification::certificate_changed);
    tell(Notification::copy_verified);
    EXPECT_EQ(told(), std::vector<std::string>{"certificate_changed"});
}

TEST_F(HolderNotices, come_as_they_were_chosen) {
    choose({Language::en, {Notification::copy_verified}});
    const auto settings = run(notification_settings(services(), account_));
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->chosen.by_sms, std::vector<Notification>{Notification::copy_verified});
    EXPECT_EQ(settings->chosen.language, Language::en);
    tell(Notification::certificate_changed);
    tell(Notification::copy_verified);
    EXPECT_EQ(told(), std::vector<std::string>{"copy_verified"});
    EXPECT_EQ(messages().front().message.language, Language::en);
}

TEST_F(HolderNotices, come_by_text_message_by_mail_by_both_or_not_at_all) {
    give_mail();
    choose({Language::zh,
            {Notification::certificate_issued, Notification::copy_ready},
            {Notification::copy_ready, Notification::endorsement_ending}});
    tell(Notification::certificate_issued);
    EXPECT_EQ(ways(), (std::vector<std::string>{"13800001234"}));
    tell(Notification::endorsement_ending);
    EXPECT_EQ(ways(), (std::vector<std::string>{"zhang.yan@example.com", "13800001234"}));
    tell(Notification::copy_ready);
    EXPECT_EQ(messages().size(), 4U);
    tell(Notification::paper_deadline);
    EXPECT_EQ(messages().size(), 4U);
}

TEST_F(HolderNotices, what_was_to_come_by_mail_alone_comes_to_the_mobile_without_an_address) {
    give_mail();
    choose({Language::zh, {}, {Notification::copy_ready}});
    ASSERT_TRUE(write([this](storage::Transaction& transaction) {
        return storage::delete_account_mail(transaction, account_);
    }));
    tell(Notification::copy_ready);
    EXPECT_EQ(ways(), (std::vector<std::string>{"13800001234"}));
    const auto settings = run(notification_settings(services(), account_));
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->chosen.by_sms, std::vector<Notification>{Notification::copy_ready});
    EXPECT_TRUE(settings->chosen.by_mail.empty());
    EXPECT_TRUE(settings->is_mail_offered);
}

TEST_F(HolderNotices, nothing_goes_by_mail_where_nothing_sends_it) {
    give_mail();
    choose({Language::zh, {}, {Notification::copy_ready}});
    services().is_demonstration = false;
    const auto ways_left = write([this](storage::Transaction& transaction) {
        return ways_to_tell(transaction, services(), account_, Notification::copy_ready);
    });
    ASSERT_TRUE(ways_left);
    EXPECT_TRUE(ways_left->by_sms);
    EXPECT_FALSE(ways_left->mail);
    EXPECT_FALSE(run(notification_settings(services(), account_))->is_mail_offered);
}

TEST_F(HolderNotices, two_accounts_with_one_address_get_one_mail) {
    give_mail();
    const AccountId other = make_account(
        "zhang.two", person_name("张演"), resident("19900307", 123), mobile("13900001234"));
    ASSERT_TRUE(write([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::bind_account(
            transaction, other, holder_, storage::BindingProof::management_number, clock_.now()));
        return storage::put_account_mail(
            transaction, services().keys, other, {"zhang.yan@example.com"}, clock_.now());
    }));
    for (const AccountId account : {account_, other}) {
        ASSERT_TRUE(run(choose_notifications(
            services(), account, {Language::zh, {}, {Notification::copy_ready}})));
    }
    tell(Notification::copy_ready);
    EXPECT_EQ(ways(), (std::vector<std::string>{"zhang.yan@example.com"}));
}

TEST_F(HolderNotices, what_is_noted_is_told_once) {
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(write([this](storage::Transaction& transaction) {
            return storage::note_holder_notice(
                transaction, {holder_, Notification::copy_ready, 7, ""}, clock_.now());
        }));
        round();
    }
    EXPECT_EQ(told(), std::vector<std::string>{"copy_ready"});
}

TEST_F(HolderNotices, a_last_day_of_pick_up_is_told_fourteen_days_before_and_again_when_it_moves) {
    const CivilDay today = civil_day(clock_.now());
    print_paper(today + Days(15));
    round();
    EXPECT_TRUE(told().empty());
    clock_.pass(std::chrono::hours(24));
    round();
    round();
    EXPECT_EQ(told(), std::vector<std::string>{"paper_deadline"});
    print_paper(today + Days(10));
    round();
    EXPECT_EQ(told().size(), 2U);
}

TEST_F(HolderNotices, nobody_is_woken) {
    print_paper(civil_day(clock_.now()) + Days(3));
    clock_.pass(std::chrono::hours(12));
    round();
    EXPECT_TRUE(told().empty());
    clock_.pass(std::chrono::hours(12));
    round();
    EXPECT_EQ(told().size(), 1U);
}

TEST_F(HolderNotices, a_check_is_told_once_a_day_and_copy_to_who_asked_for_it) {
    check_copy(7);
    round();
    EXPECT_TRUE(told().empty());
    choose({Language::zh, {Notification::copy_verified}});
    round();
    clock_.pass(std::chrono::hours(1));
    check_copy(7);
    check_copy(8);
    round();
    EXPECT_EQ(told().size(), 2U);
    clock_.pass(std::chrono::hours(24));
    check_copy(7);
    round();
    EXPECT_EQ(told().size(), 3U);
}

}  // namespace
}  // namespace yinxin::service
